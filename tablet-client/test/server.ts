// What a server computes, for tests of what a device believes: GenerateProof of RFC 9497 §2.2.1 for one pair.

import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, utf8 } from "../src/base/bytes.js";
import { decodePoint, encodePoint, encodeScalar, G, mod, scalarFromWide, times, type Point, type Scalar } from "../src/base/group.js";

const CONTEXT = concat(utf8("OPRFV1-"), Uint8Array.of(1), utf8("-ristretto255-SHA512"));

function sized(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);
}

function toScalar(bytes: Uint8Array): Scalar {
  return scalarFromWide(expand_message_xmd(bytes, concat(utf8("HashToScalar-"), CONTEXT), 64, sha512));
}

function pointOf(bytes: Uint8Array): Point {
  const point = decodePoint(bytes);
  if (point === undefined) throw new Error("no point");
  return point;
}

/** c ‖ s, with a nonce that only a test may use. */
export function proveEvaluation(k: Scalar, blinded: Uint8Array, evaluated: Uint8Array): Uint8Array {
  const key = encodePoint(times(k, G));
  const seed = sha512(concat(sized(key), sized(concat(utf8("Seed-"), CONTEXT))));
  const weight = toScalar(concat(sized(seed), Uint8Array.of(0, 0), sized(blinded), sized(evaluated), utf8("Composite")));
  const [m, z] = [times(weight, pointOf(blinded)), times(weight, pointOf(evaluated))];
  const nonce = 12_345n;
  const parts = [key, ...[m, z, times(nonce, G), times(nonce, m)].map(encodePoint)].map(sized);
  const c = toScalar(concat(...parts, utf8("Challenge")));
  return concat(encodeScalar(c), encodeScalar(mod(nonce - c * k)));
}
