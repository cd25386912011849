// Ed25519 by the equation of protocol.md §4.2, on noble's points: noble's own `verify` accepts by another rule.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, equal } from "#base/bytes.js";
import { littleEndian, ORDER } from "#base/group.js";

const Point = ed25519.Point;
type EdwardsPoint = InstanceType<typeof Point>;

/** What §4.2 says of a signature: that it is accepted, or the first of its six checks that fails. */
export type Verdict =
  | "accept"
  | "key_not_canonical"
  | "key_small_order"
  | "r_not_canonical"
  | "r_small_order"
  | "s_not_canonical"
  | "mismatch";

function decodeCanonical(bytes: Uint8Array): EdwardsPoint | undefined {
  try {
    const point = Point.fromBytes(bytes);
    return equal(point.toBytes(), bytes) ? point : undefined;
  } catch {
    return undefined;
  }
}

function isSmallOrder(point: EdwardsPoint): boolean {
  return point.double().double().double().equals(Point.ZERO);
}

/** The multiple by the integer itself: a key may have a component of small order, for which ℓ is not 0. */
function times(scalar: bigint, point: EdwardsPoint): EdwardsPoint {
  return scalar === 0n ? Point.ZERO : point.multiplyUnsafe(scalar);
}

/** Checks 1 and 2: a key. */
export function isKey(bytes: Uint8Array): boolean {
  const point = decodeCanonical(bytes);
  return point !== undefined && !isSmallOrder(point);
}

export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Verdict {
  const a = decodeCanonical(key);
  if (a === undefined) return "key_not_canonical";
  if (isSmallOrder(a)) return "key_small_order";
  const rBytes = signature.subarray(0, 32);
  const r = decodeCanonical(rBytes);
  if (r === undefined) return "r_not_canonical";
  if (isSmallOrder(r)) return "r_small_order";
  const s = littleEndian(signature.subarray(32, 64));
  if (signature.length !== 64 || s >= ORDER) return "s_not_canonical";
  const h = littleEndian(sha512(concat(rBytes, key, message))) % ORDER;
  const left = (s === 0n ? Point.ZERO : Point.BASE.multiply(s)).subtract(times(h, a));
  return equal(left.toBytes(), rBytes) ? "accept" : "mismatch";
}
