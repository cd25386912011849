// The two proofs of protocol.md §5.2: knowledge of a logarithm, equality of two. A proof is c ‖ s, 64 bytes.

import { decodeScalar, encodePoint, G, opened, type Point } from "#base/group.js";
import { hashToScalar, type Field } from "#base/hash.js";

export function decodeProof(bytes: Uint8Array): { readonly c: bigint; readonly s: bigint } | undefined {
  const c = decodeScalar(bytes.slice(0, 32));
  const s = decodeScalar(bytes.slice(32));
  return c === undefined || s === undefined ? undefined : { c, s };
}

/** accept iff c = HS(label, fields …, P, [s]G − [c]P) */
export function knows(proof: Uint8Array, p: Point, label: string, ...fields: readonly Field[]): boolean {
  const read = decodeProof(proof);
  if (read === undefined) return false;
  const w = opened(read.s, G, read.c, p);
  return hashToScalar(label, ...fields, encodePoint(p), encodePoint(w)) === read.c;
}

/** accept iff c = HS(label, fields …, P, B, Q, [s]G − [c]P, [s]B − [c]Q); the claim is log_G(P) = log_B(Q) */
export function sameLogarithm(
  proof: Uint8Array,
  claim: { readonly p: Point; readonly b: Point; readonly q: Point },
  label: string,
  ...fields: readonly Field[]
): boolean {
  const read = decodeProof(proof);
  if (read === undefined) return false;
  const { p, b, q } = claim;
  const commitments = [opened(read.s, G, read.c, p), opened(read.s, b, read.c, q)];
  return hashToScalar(label, ...fields, ...[p, b, q, ...commitments].map(encodePoint)) === read.c;
}
