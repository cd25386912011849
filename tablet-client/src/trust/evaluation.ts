// Whether the server stamped with the contest's key (protocol.md §6.2): VerifyProof of RFC 9497 §2.2.2, as a transcript.
//
// The claim is log_G(B) = log_C(D) for the one pair that a device asks about; a list of pairs is first made one by weights.

import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "../base/bytes.js";
import { decodeScalar, encodePoint, G, scalarFromWide, sum, times, type Point, type Scalar } from "../base/group.js";

/** "OPRFV1-" ‖ I2OSP(mode, 1) ‖ "-" ‖ identifier, of RFC 9497 §3.1. */
const CONTEXT = "OPRFV1-\u0001-ristretto255-SHA512";

/** I2OSP(length, 2) ‖ bytes. */
function sized(bytes: Uint8Array): Uint8Array {
  return concat(twoBytes(bytes.length), bytes);
}

function twoBytes(number: number): Uint8Array {
  return Uint8Array.of(number >> 8, number & 0xff);
}

/** HashToScalar over what was said, in order: each with its length, and last the word for what it is. */
function hashToScalar(said: readonly Uint8Array[], word: string): Scalar {
  const wide = expand_message_xmd(concat(...said, utf8(word)), utf8(`HashToScalar-${CONTEXT}`), 64, sha512);
  return scalarFromWide(wide);
}

/** A blinded element and what the server made of it. */
export interface Evaluation {
  readonly blinded: Point;
  readonly evaluated: Point;
}

/** Whether the proof c ‖ s holds: all were evaluated with the logarithm of `key`. */
export function isProved(key: Point, evaluations: readonly Evaluation[], proof: Uint8Array): boolean {
  if (proof.length !== 64) return false;
  const [c, s] = [decodeScalar(proof.slice(0, 32)), decodeScalar(proof.slice(32))];
  if (c === undefined || s === undefined) return false;
  const spokenKey = sized(encodePoint(key));
  const seed = sized(sha512(concat(spokenKey, sized(utf8(`Seed-${CONTEXT}`)))));
  const weights = evaluations.map(({ blinded, evaluated }, at) =>
    hashToScalar([seed, twoBytes(at), sized(encodePoint(blinded)), sized(encodePoint(evaluated))], "Composite"),
  );
  const weighed = (which: keyof Evaluation): Point => sum(evaluations.map((one, at) => times(weights[at] ?? 0n, one[which])));
  const [m, z] = [weighed("blinded"), weighed("evaluated")];
  // The RFC's response is r − c·k, so a commitment is [s]base + [c]image.
  const commitment = (base: Point, image: Point): Point => times(s, base).add(times(c, image));
  const transcript = [m, z, commitment(G, key), commitment(m, z)].map((point) => sized(encodePoint(point)));
  return hashToScalar([spokenKey, ...transcript], "Challenge") === c;
}
