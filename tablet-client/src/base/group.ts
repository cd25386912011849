// ristretto255 and its scalars (protocol.md §1.2): canonical encodings only.

import { ristretto255 } from "@noble/curves/ed25519.js";

export type Point = InstanceType<typeof ristretto255.Point>;
/** From 0 to ℓ − 1. */
export type Scalar = bigint;

/** ℓ, the order of the group. */
export const ORDER: bigint = ristretto255.Point.Fn.ORDER;
export const G: Point = ristretto255.Point.BASE;
export const IDENTITY: Point = ristretto255.Point.ZERO;

export function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

export function mod(value: bigint): Scalar {
  const rest = value % ORDER;
  return rest < 0n ? rest + ORDER : rest;
}

/** A scalar of 64 bytes, little-endian, mod ℓ. */
export function scalarFromWide(bytes: Uint8Array): Scalar {
  return mod(littleEndian(bytes));
}

/** `undefined` unless 32 bytes, little-endian, below ℓ. */
export function decodeScalar(bytes: Uint8Array): Scalar | undefined {
  if (bytes.length !== 32) return undefined;
  const value = littleEndian(bytes);
  return value < ORDER ? value : undefined;
}

export function encodeScalar(scalar: Scalar): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((scalar >> BigInt(8 * i)) & 0xffn));
}

export function invert(scalar: Scalar): Scalar {
  return ristretto255.Point.Fn.inv(scalar);
}

/** `undefined` unless the canonical encoding of a point; the identity is one. */
export function decodePoint(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 32) return undefined;
  try {
    return ristretto255.Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** A point that is not the identity (§1.2). */
export function decodeElement(bytes: Uint8Array): Point | undefined {
  const point = decodePoint(bytes);
  return point === undefined || isIdentity(point) ? undefined : point;
}

export function encodePoint(point: Point): Uint8Array {
  return point.toBytes();
}

export function isIdentity(point: Point): boolean {
  return point.equals(IDENTITY);
}

/** [x]P. Everything here is public, so nothing is in constant time. */
export function times(scalar: Scalar, point: Point): Point {
  const x = mod(scalar);
  if (x === 0n) return IDENTITY;
  return point === G ? G.multiply(x) : point.multiplyUnsafe(x);
}

export function sum(points: Iterable<Point>): Point {
  let total = IDENTITY;
  for (const point of points) total = total.add(point);
  return total;
}

/** [s]P − [c]Q, the right side of every proof here. */
export function opened(s: Scalar, p: Point, c: Scalar, q: Point): Point {
  return times(s, p).subtract(times(c, q));
}
