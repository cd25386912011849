// RFC 9497's VOPRF over ristretto255 (protocol.md §6): its keys, and the proof of an evaluation.

import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "#base/bytes.js";
import { encodePoint, G, IDENTITY, scalarFromWide, times, type Point, type Scalar } from "#base/group.js";
import { decodeProof } from "./proof.js";

const VOPRF_MODE = 1;
const CONTEXT = concat(utf8("OPRFV1-"), Uint8Array.of(VOPRF_MODE), utf8("-ristretto255-SHA512"));

function short(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);
}

function tagOf(name: string): Uint8Array {
  return concat(utf8(name), CONTEXT);
}

function toScalar(input: Uint8Array, tag = tagOf("HashToScalar-")): Scalar {
  return scalarFromWide(expand_message_xmd(input, tag, 64, sha512));
}

/** DeriveKeyPair: the secret key. */
export function deriveKey(seed: Uint8Array, info: Uint8Array): Scalar {
  for (let counter = 0; counter < 256; counter += 1) {
    const key = toScalar(concat(seed, short(info), Uint8Array.of(counter)), tagOf("DeriveKeyPair"));
    if (key !== 0n) return key;
  }
  throw new Error("no key of this seed");
}

/** VerifyProof of RFC 9497 §2.2.2: log_G(key) is the logarithm of each evaluated element to its blinded one. */
export function isEvaluated(
  key: Point,
  blinded: readonly Point[],
  evaluated: readonly Point[],
  proof: Uint8Array,
): boolean {
  const read = decodeProof(proof);
  if (read === undefined || blinded.length !== evaluated.length) return false;
  const encodedKey = encodePoint(key);
  const seed = sha512(concat(short(encodedKey), short(tagOf("Seed-"))));
  let m = IDENTITY;
  let z = IDENTITY;
  for (const [i, c] of blinded.entries()) {
    const d = evaluated[i] ?? IDENTITY;
    const index = Uint8Array.of(i >> 8, i & 255);
    const weight = toScalar(concat(short(seed), index, short(encodePoint(c)), short(encodePoint(d)), utf8("Composite")));
    m = m.add(times(weight, c));
    z = z.add(times(weight, d));
  }
  // RFC 9497 proves with s = r − c·k, so here the commitments are sums.
  const t2 = times(read.s, G).add(times(read.c, key));
  const t3 = times(read.s, m).add(times(read.c, z));
  const parts = [encodedKey, ...[m, z, t2, t3].map(encodePoint)].map(short);
  return toScalar(concat(...parts, utf8("Challenge"))) === read.c;
}

/** Finalize of RFC 9497, which piaojue does not take: for the RFC's vectors alone. */
export function finalize(input: Uint8Array, stamp: Point): Uint8Array {
  return sha512(concat(short(input), short(encodePoint(stamp)), utf8("Finalize")));
}
