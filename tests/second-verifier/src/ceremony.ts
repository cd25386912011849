// The key ceremony (protocol.md §5): what a run's entries must satisfy, each by its own check.

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { equal } from "#base/bytes.js";
import { decodeElement, decodeScalar, encodePoint, G, isIdentity, sum, times, type Point } from "#base/group.js";
import { hash, labelled, type Field } from "#base/hash.js";
import { decodeProof, knows, sameLogarithm } from "./proof.js";

/** One share as it is dealt: E, the proof of knowledge, the sealed share. */
export interface DealtShare {
  readonly to: number;
  readonly ephemeral: Uint8Array;
  readonly proof: Uint8Array;
  readonly sealed: Uint8Array;
}

export function runHash(sitting: Uint8Array, run: number, threshold: number, actKeys: readonly Uint8Array[]): Uint8Array {
  return hash("ceremony-run", sitting, run, actKeys.length, threshold, ...actKeys);
}

/** §5.3, commit: an element with a proof that its logarithm is known. */
export function isEncryptionKey(run: Uint8Array, i: number, key: Uint8Array, proof: Uint8Array): boolean {
  const point = decodeElement(key);
  return point !== undefined && knows(proof, point, "ceremony-encryption-key", run, i);
}

export function commitmentHash(run: Uint8Array, i: number, points: readonly Uint8Array[], proof: Uint8Array): Uint8Array {
  return hash("ceremony-commitment", run, i, ...points, proof);
}

/** §5.3, reveal: the commitments as elements, if the proof of the constant holds. */
export function revealed(
  run: Uint8Array,
  i: number,
  commitments: readonly Uint8Array[],
  proof: Uint8Array,
): readonly Point[] | undefined {
  const points: Point[] = [];
  for (const bytes of commitments) {
    const point = decodeElement(bytes);
    if (point === undefined) return undefined;
    points.push(point);
  }
  const [constant] = points;
  if (constant === undefined) return undefined;
  return knows(proof, constant, "ceremony-constant", run, i, ...commitments.slice(1)) ? points : undefined;
}

/** §5.4: the ephemeral element of a share is proved, for this dealer, recipient and sealed share. */
export function isDealt(run: Uint8Array, dealer: number, recipientKey: Uint8Array, share: DealtShare): boolean {
  const e = decodeElement(share.ephemeral);
  if (e === undefined) return false;
  return knows(share.proof, e, "ceremony-ephemeral", run, dealer, share.to, recipientKey, share.sealed);
}

/** §5.5; `undefined` where the seal does not open. */
export function unseal(
  salt: Uint8Array,
  secret: Uint8Array,
  sealed: Uint8Array,
  label: string,
  ...fields: readonly Field[]
): Uint8Array | undefined {
  const key = hkdf(sha256, secret, salt, labelled(label, ...fields), 32);
  try {
    return chacha20poly1305(key, new Uint8Array(12)).decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** Σₖ [iᵏ]Cₖ, what f(i) must be the logarithm of. */
export function atPosition(commitments: readonly Point[], i: number): Point {
  return sum(commitments.map((commitment, k) => times(BigInt(i) ** BigInt(k), commitment)));
}

/** §5.6: whether the share that dealer j sealed to i is good under D. */
export function isGoodShare(
  run: Uint8Array,
  dealer: number,
  recipientKey: Uint8Array,
  share: DealtShare,
  d: Uint8Array,
  commitments: readonly Point[],
): boolean {
  const label = "ceremony-share";
  const message = unseal(run, d, share.sealed, label, run, dealer, share.to, share.ephemeral, recipientKey);
  const value = message === undefined ? undefined : decodeScalar(message);
  return value !== undefined && times(value, G).equals(atPosition(commitments, share.to));
}

/** A complaint of `share.to` about `dealer`: D, and the proof that it is [xᵢ]E. */
export interface Complaint {
  readonly shared: Uint8Array;
  readonly proof: Uint8Array;
}

/** §5.6: who is at fault. Elements and scalars must decode, or the complaint is none and `undefined`. */
export function judge(
  run: Uint8Array,
  dealer: number,
  recipientKey: Uint8Array,
  share: DealtShare,
  complaint: Complaint,
  commitments: readonly Point[],
): "dealer" | "complainer" | undefined {
  const p = decodeElement(recipientKey);
  const b = decodeElement(share.ephemeral);
  const q = decodeElement(complaint.shared);
  if (p === undefined || b === undefined || q === undefined || decodeProof(complaint.proof) === undefined) return undefined;
  const fields = [run, dealer, share.to, recipientKey, share.sealed];
  if (!sameLogarithm(complaint.proof, { p, b, q }, "ceremony-complaint", ...fields)) return "complainer";
  return isGoodShare(run, dealer, recipientKey, share, complaint.shared, commitments) ? "complainer" : "dealer";
}

export interface AgreedKey {
  readonly key: Uint8Array;
  readonly shareKeys: readonly Uint8Array[];
}

/** §5.7, of the commitments of all in order of positions; `undefined` where one of the keys is the identity. */
export function agreedKey(commitments: readonly (readonly Point[])[]): AgreedKey | undefined {
  const key = sum(commitments.flatMap((points) => points.slice(0, 1)));
  const shares = commitments.map((_, at) => sum(commitments.map((points) => atPosition(points, at + 1))));
  if ([key, ...shares].some(isIdentity)) return undefined;
  return { key: encodePoint(key), shareKeys: shares.map(encodePoint) };
}

export function isAgreed(computed: AgreedKey, key: Uint8Array, shareKeys: readonly Uint8Array[]): boolean {
  return (
    equal(computed.key, key) &&
    computed.shareKeys.length === shareKeys.length &&
    computed.shareKeys.every((share, at) => equal(share, shareKeys[at] ?? new Uint8Array()))
  );
}
