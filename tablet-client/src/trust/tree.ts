// The tree of protocol.md §2.4, by its recursive definition: a tree of n leaves parts at the largest power of two below n. Proofs are
// followed from the root down, where that definition says which side the hash at their end stands on.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal } from "../base/bytes.js";

/** The check of §2.4 that refuses a proof. */
export type ProofError =
  | "IndexBeyondSize"
  | "ProofLength"
  | "RootMismatch"
  | "Shrinks"
  | "EmptyRoot"
  | "RootsDiffer"
  | "OldRoot"
  | "NewRoot";

const EMPTY = sha256(new Uint8Array());

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/** Whether this is the root of no leaves at all. */
export function isEmptyRoot(root: Uint8Array): boolean {
  return equal(root, EMPTY);
}

/** A tree that grows by leaves. Like a binary counter: place k holds the root over 2^k leaves, or nothing. */
export class GrowingTree {
  private readonly places: (Uint8Array | undefined)[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  push(leaf: Uint8Array): void {
    let carried = leaf;
    let place = 0;
    for (let full = this.places[place]; full !== undefined; full = this.places[place]) {
      carried = join(full, carried);
      this.places[place] = undefined;
      place += 1;
    }
    this.places[place] = carried;
    this.count += 1;
  }

  root(): Uint8Array {
    let right: Uint8Array | undefined;
    for (const left of this.places) {
      if (left !== undefined) right = right === undefined ? left : join(left, right);
    }
    return right ?? EMPTY;
  }
}

/** The largest power of two below `size`, which is at least 2. */
function split(size: bigint): bigint {
  let power = 1n;
  while (2n * power < size) power *= 2n;
  return power;
}

/** A proof's hashes, taken from the end: there stand those nearest the root. */
class Hashes {
  private left: number;

  constructor(private readonly hashes: readonly Uint8Array[]) {
    this.left = hashes.length;
  }

  take(): Uint8Array {
    this.left -= 1;
    const hash = this.hashes[this.left];
    if (hash === undefined) throw new Missing();
    return hash;
  }

  /** Whether each was used. */
  get areUsedUp(): boolean {
    return this.left === 0;
  }
}

/** A proof ends before the tree does. */
class Missing extends Error {}

/** What a proof with exactly so many hashes gives; `undefined` of any other. */
function exactly<T>(proof: readonly Uint8Array[], follow: (hashes: Hashes) => T): T | undefined {
  const hashes = new Hashes(proof);
  try {
    const given = follow(hashes);
    return hashes.areUsedUp ? given : undefined;
  } catch (error) {
    if (error instanceof Missing) return undefined;
    throw error;
  }
}

function rootWith(leaf: Uint8Array, index: bigint, size: bigint, hashes: Hashes): Uint8Array {
  if (size === 1n) return leaf;
  const half = split(size);
  const sibling = hashes.take();
  return index < half ? join(rootWith(leaf, index, half, hashes), sibling) : join(sibling, rootWith(leaf, index - half, size - half, hashes));
}

/** `undefined` if the leaf is entry `index`, from 0, of the tree with this size and root. */
export function inclusionError(
  index: bigint,
  size: bigint,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): ProofError | undefined {
  if (index >= size) return "IndexBeyondSize";
  const given = exactly(proof, (hashes) => rootWith(leaf, index, size, hashes));
  if (given === undefined) return "ProofLength";
  return equal(given, root) ? undefined : "RootMismatch";
}

interface Pair {
  readonly old: Uint8Array;
  readonly next: Uint8Array;
}

/** Both roots that a proof gives. `whole`: the old tree is known to be this subtree's beginning, from its first leaf on. */
function rootsWith(old: bigint, size: bigint, whole: Uint8Array | undefined, hashes: Hashes): Pair {
  if (old === size) {
    const root = whole ?? hashes.take();
    return { old: root, next: root };
  }
  const half = split(size);
  const sibling = hashes.take();
  if (old <= half) {
    const left = rootsWith(old, half, whole, hashes);
    return { old: left.old, next: join(left.next, sibling) };
  }
  const right = rootsWith(old - half, size - half, undefined, hashes);
  return { old: join(sibling, right.old), next: join(sibling, right.next) };
}

/** `undefined` if the tree of `next` leaves begins with that of `old` leaves. */
export function consistencyError(
  old: bigint,
  next: bigint,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): ProofError | undefined {
  if (old > next) return "Shrinks";
  if (old === 0n || old === next) {
    if (proof.length > 0) return "ProofLength";
    if ((old === 0n && !isEmptyRoot(oldRoot)) || (next === 0n && !isEmptyRoot(newRoot))) return "EmptyRoot";
    return old === next && !equal(oldRoot, newRoot) ? "RootsDiffer" : undefined;
  }
  const given = exactly(proof, (hashes) => rootsWith(old, next, oldRoot, hashes));
  if (given === undefined) return "ProofLength";
  if (!equal(given.old, oldRoot)) return "OldRoot";
  return equal(given.next, newRoot) ? undefined : "NewRoot";
}

/** The root over these leaves. */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.push(leaf);
  return tree.root();
}

function halves(leaves: readonly Uint8Array[]): readonly [readonly Uint8Array[], readonly Uint8Array[]] {
  const half = Number(split(BigInt(leaves.length)));
  return [leaves.slice(0, half), leaves.slice(half)];
}

/** The hashes that show entry `index` of these leaves, the leaf's sibling first (PATH of RFC 6962 §2.1.1). */
export function inclusionProof(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const [left, right] = halves(leaves);
  return index < left.length ? [...inclusionProof(index, left), rootOf(right)] : [...inclusionProof(index - left.length, right), rootOf(left)];
}

/** The hashes that show that these leaves begin with the first `old` of them (PROOF of RFC 6962 §2.1.2). */
export function consistencyProof(old: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  return old === 0 ? [] : subproof(old, leaves, true);
}

function subproof(old: number, leaves: readonly Uint8Array[], isBeginning: boolean): Uint8Array[] {
  if (old === leaves.length) return isBeginning ? [] : [rootOf(leaves)];
  const [left, right] = halves(leaves);
  return old <= left.length ? [...subproof(old, left, isBeginning), rootOf(right)] : [...subproof(old - left.length, right, false), rootOf(left)];
}
