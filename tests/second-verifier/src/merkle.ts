// The tree of protocol.md §2.4 (RFC 6962): its root as entries come, and the two proofs.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal } from "#base/bytes.js";

export type ProofError =
  | "IndexBeyondSize"
  | "ProofLength"
  | "RootMismatch"
  | "Shrinks"
  | "EmptyRoot"
  | "RootsDiffer"
  | "OldRoot"
  | "NewRoot";

export function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right));
}

export const EMPTY_ROOT = sha256(new Uint8Array());

/** The roots of the perfect subtrees over the leaves so far, largest first: all that a growing tree needs. */
export class Tree {
  private readonly peaks: { readonly size: number; readonly root: Uint8Array }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  push(leaf: Uint8Array): void {
    let peak = { size: 1, root: leaf };
    for (;;) {
      const last = this.peaks.at(-1);
      if (last?.size !== peak.size) break;
      this.peaks.pop();
      peak = { size: 2 * peak.size, root: node(last.root, peak.root) };
    }
    this.peaks.push(peak);
    this.leaves += 1;
  }

  root(): Uint8Array {
    const last = this.peaks.at(-1);
    if (last === undefined) return EMPTY_ROOT;
    return this.peaks.slice(0, -1).reduceRight((right, { root }) => node(root, right), last.root);
  }
}

/** Numbers of §2.4: i inner hashes, b border hashes, for entry `index` of a tree of `size`. */
function shape(index: bigint, size: bigint): { readonly inner: number; readonly border: number } {
  const inner = (index ^ (size - 1n)).toString(2).replace(/^0$/, "").length;
  const border = [...(index >> BigInt(inner)).toString(2)].filter((bit) => bit === "1").length;
  return { inner, border };
}

/** Step 3 of inclusion; `right` = false passes over the hashes that stand on the right. */
function climb(seed: Uint8Array, index: bigint, inner: number, hashes: readonly Uint8Array[], right: boolean): Uint8Array {
  let value = seed;
  for (const [level, other] of hashes.entries()) {
    if (level >= inner || ((index >> BigInt(level)) & 1n) === 1n) value = node(other, value);
    else if (right) value = node(value, other);
  }
  return value;
}

/** `undefined` if the leaf is entry `index` of the tree with this size and root. */
export function checkInclusion(
  index: bigint,
  size: bigint,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): ProofError | undefined {
  if (index >= size) return "IndexBeyondSize";
  const { inner, border } = shape(index, size);
  if (proof.length !== inner + border) return "ProofLength";
  return equal(climb(leaf, index, inner, proof, true), root) ? undefined : "RootMismatch";
}

/** `undefined` if the tree of `next` leaves begins with that of `old` leaves. */
export function checkConsistency(
  old: bigint,
  next: bigint,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): ProofError | undefined {
  if (old > next) return "Shrinks";
  const trivial = old === 0n || old === next;
  const { inner, border } = trivial ? { inner: 0, border: 0 } : shape(old - 1n, next);
  const zeros = old === 0n ? 0 : old.toString(2).length - old.toString(2).replace(/0+$/, "").length;
  const power = (old & (old - 1n)) === 0n;
  if (proof.length !== (trivial ? 0 : inner - zeros + border + (power ? 0 : 1))) return "ProofLength";
  if ((old === 0n && !equal(oldRoot, EMPTY_ROOT)) || (next === 0n && !equal(newRoot, EMPTY_ROOT))) return "EmptyRoot";
  if (trivial) return old === next && !equal(oldRoot, newRoot) ? "RootsDiffer" : undefined;
  const seed = power ? oldRoot : proof[0];
  if (seed === undefined) return "ProofLength";
  const hashes = power ? proof : proof.slice(1);
  const index = (old - 1n) >> BigInt(zeros);
  if (!equal(climb(seed, index, inner - zeros, hashes, false), oldRoot)) return "OldRoot";
  return equal(climb(seed, index, inner - zeros, hashes, true), newRoot) ? undefined : "NewRoot";
}
