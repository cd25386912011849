// Which signatures this client accepts (protocol.md §4.2). `noble` accepts by another rule (RFC 8032's, or that of ZIP 215), so only its
// points are used.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat } from "../base/bytes.js";
import { littleEndian, ORDER } from "../base/group.js";

const { Point } = ed25519;
type EdwardsPoint = InstanceType<typeof Point>;

/** Accepted, or the first of the six checks of §4.2 that refuses. */
export type Verdict =
  | "accept"
  | "key_not_canonical"
  | "key_small_order"
  | "r_not_canonical"
  | "r_small_order"
  | "s_not_canonical"
  | "mismatch";

/** 2^255 − 19: of a canonical encoding the y is below it. */
const P = (1n << 255n) - 19n;
const SIGN = 1n << 255n;
const COFACTOR = 8n;

/** The point of a canonical encoding; `undefined` of any other bytes. */
function decode(bytes: Uint8Array): EdwardsPoint | undefined {
  if (bytes.length !== 32) return undefined;
  const number = littleEndian(bytes);
  if (number % SIGN >= P) return undefined;
  try {
    const point = Point.fromBytes(bytes);
    // 0 has no sign: an x of 0 that claims one is another encoding of the same point.
    return point.x === 0n && number >= SIGN ? undefined : point;
  } catch {
    return undefined;
  }
}

function hasSmallOrder(point: EdwardsPoint): boolean {
  return point.multiplyUnsafe(COFACTOR).is0();
}

/** Whether these bytes may be somebody's key: checks 1 and 2. */
export function isKey(bytes: Uint8Array): boolean {
  const key = decode(bytes);
  return key !== undefined && !hasSmallOrder(key);
}

/** All six, in their order. */
export function verdictOn(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Verdict {
  const a = decode(key);
  if (a === undefined) return "key_not_canonical";
  if (hasSmallOrder(a)) return "key_small_order";
  const first = signature.slice(0, 32);
  const r = decode(first);
  if (r === undefined) return "r_not_canonical";
  if (hasSmallOrder(r)) return "r_small_order";
  const s = littleEndian(signature.slice(32));
  if (signature.length !== 64 || s >= ORDER) return "s_not_canonical";
  const h = littleEndian(sha512(concat(first, key, message))) % ORDER;
  // encode([s]B − [h]A) = R as bytes. R is the one encoding of its point, so the points are compared: [s]B = R + [h]A. The multiples are
  // by the integers themselves, since A may have a component of small order, on which ℓ is not 0.
  const ha = h === 0n ? Point.ZERO : a.multiplyUnsafe(h);
  const sb = s === 0n ? Point.ZERO : Point.BASE.multiply(s);
  return sb.equals(r.add(ha)) ? "accept" : "mismatch";
}
