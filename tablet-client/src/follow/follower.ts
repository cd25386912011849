/**
 * Follows a published log (protocol.md §16.3, without proofs between checkpoints: every entry is read, so the tree is made here).
 *
 * Invariants
 * - Nothing is handed out before a checkpoint signed by the log's key covers it and the entries' own tree has its root.
 * - What was signed counts for as long as this page is open: another root at a size that was signed before is `two-roots`, also
 *   after everything was read anew.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, utf8 } from "../base/bytes.js";
import { hash } from "../base/hash.js";
import { Tree } from "../base/merkle.js";
import { claimedSize, noteOf, readSigned, type Signed } from "./checkpoint.js";
import { EntryError, parseEntry, type Entry } from "../base/entry/entry.js";
import type { BodyOf } from "../base/entry/bodies.js";
import { BUNDLE_WIDTH, readBundle, SourceError, type Source } from "./source.js";
import { Broken } from "./trouble.js";

/** What is made of the entries, one after another. Throws {@link Broken}. */
export interface Fold {
  take(entry: Entry, index: number): void;
}

/** What a look at the log brought. */
export type Look<F> =
  /** There is more, and all of it checks. */
  | { readonly is: "grown"; readonly fold: F; readonly signed: Signed }
  /** Nothing new; perhaps more witnesses. */
  | { readonly is: "same"; readonly fold: F; readonly signed: Signed }
  /** A smaller checkpoint than one that was shown. */
  | { readonly is: "older"; readonly size: number };

/** A checkpoint as it is kept: its size, and its root as text. */
type Known = Map<number, Uint8Array>;

/** Sizes whose roots are kept after they were passed. */
const KNOWN_MAX = 64;

/** More than this is for `audit`, not for a page. */
export const ENTRIES_MAX = 200_000;

/** Entries one after another, chained and hashed. */
class Reading<F extends Fold> {
  readonly tree = new Tree();
  definition: BodyOf<"sitting_defined"> | undefined;
  private lastLeaf: Uint8Array | undefined;
  private lastTime = 0;
  /** Roots by size since the last `witnessed`, for the next one. */
  private readonly roots = new Map<number, Uint8Array>();

  constructor(
    private readonly fingerprint: Uint8Array,
    readonly fold: F,
  ) {}

  take(line: Uint8Array): void {
    const index = this.tree.size;
    // Before anything is read of it: whose log is this?
    if (index === 0 && !equal(sha256(line), this.fingerprint)) throw new Broken("other-sitting", 0);
    const entry = read(line, index);
    const { body, prev, time, leaf } = entry;
    if (index === 0) {
      if (body.kind !== "sitting_defined") throw new Broken("no-sitting", 0);
      this.definition = body;
    }
    const before = this.lastLeaf ?? hash("log", utf8(this.definition?.origin ?? ""));
    if (!equal(prev, before)) throw new Broken("chain-broken", index);
    if (time < this.lastTime) throw new Broken("time-back", index);
    this.fold.take(entry, index);
    this.tree.push(leaf);
    this.lastLeaf = leaf;
    this.lastTime = time;
    if (body.kind === "witnessed") this.witnessed(readSigned(noteOf(body), this.sitting()), index);
    if (this.sitting().quorum > 0) this.roots.set(this.tree.size, this.tree.root());
  }

  /** Entry 0. */
  private sitting(): BodyOf<"sitting_defined"> {
    if (this.definition === undefined) throw new Broken("no-sitting", 0);
    return this.definition;
  }

  /** §3.8: a quorum under a checkpoint of this very log. */
  private witnessed({ size, root, enough }: Signed, index: number): void {
    const own = this.roots.get(size);
    if (!enough || own === undefined) throw new Broken("not-legal", index, `witnessed ${size}`);
    if (!equal(own, root)) throw new Broken("two-roots", size);
    for (const passed of this.roots.keys()) if (passed <= size) this.roots.delete(passed);
  }
}

function read(line: Uint8Array, index: number): Entry {
  try {
    // A copy: the bundle that it lies in is not kept alive by it.
    return parseEntry(line.slice());
  } catch (error) {
    if (error instanceof EntryError) throw new Broken("not-an-entry", index, error.message);
    throw error;
  }
}

export class Follower<F extends Fold> {
  private reading: Reading<F>;
  /** Signed by the log's key, whether or not their entries were served. */
  private readonly known: Known = new Map();
  private verified: Signed | undefined;
  /** The largest size that the log's key signed, as far as it was shown here. */
  private newest = 0;

  /** `breathe` lets the page draw between entries. `progress` tells how many of how many entries were read. */
  constructor(
    private readonly fingerprint: Uint8Array,
    private readonly source: Source,
    private readonly begin: () => F,
    private readonly breathe: () => Promise<void>,
    private readonly progress: (done: number, of: number) => void = () => undefined,
  ) {
    this.reading = new Reading(fingerprint, begin());
  }

  /**
   * One look. Rejects with {@link Broken}, after which everything is read anew, or with {@link SourceError}, after which it goes
   * on where it was.
   */
  async look(): Promise<Look<F>> {
    try {
      return await this.follow();
    } catch (error) {
      if (error instanceof Broken) {
        this.reading = new Reading(this.fingerprint, this.begin());
        this.verified = undefined;
      }
      throw error;
    }
  }

  private async follow(): Promise<Look<F>> {
    const bytes = await this.source.checkpoint();
    const signed = readSigned(bytes, await this.definition(claimedSize(bytes)));
    const { size } = signed;
    if (size > ENTRIES_MAX) throw new Broken("too-large", size);
    this.remember(signed);
    const { reading, verified } = this;
    if (size < this.newest) return { is: "older", size };
    this.newest = size;
    if (verified?.size === size) {
      // A quorum that was there does not go away with a note that lacks it.
      if (signed.by.length >= verified.by.length) this.verified = signed;
      return { is: "same", fold: reading.fold, signed: this.verified ?? signed };
    }
    await this.readTo(size);
    this.verified = signed;
    return { is: "grown", fold: reading.fold, signed };
  }

  /** Entry 0, which the fingerprint vouches for. */
  private async definition(size: number): Promise<BodyOf<"sitting_defined">> {
    const { reading } = this;
    if (reading.definition === undefined) {
      if (size === 0) throw new Broken("no-sitting", 0);
      const [first] = await this.bundle(0, Math.min(size, BUNDLE_WIDTH));
      if (first === undefined) throw new Broken("no-sitting", 0);
      reading.take(first);
    }
    if (reading.definition === undefined) throw new Broken("no-sitting", 0);
    return reading.definition;
  }

  /** Two roots of one size, both signed, are two histories. */
  private remember({ size, root }: Signed): void {
    const before = this.known.get(size);
    if (before !== undefined && !equal(before, root)) throw new Broken("two-roots", size);
    this.known.set(size, root);
    const [oldest] = this.known.keys();
    if (this.known.size > KNOWN_MAX && oldest !== undefined) this.known.delete(oldest);
  }

  private async readTo(size: number): Promise<void> {
    const { tree } = this.reading;
    while (tree.size < size) {
      const number = Math.floor(tree.size / BUNDLE_WIDTH);
      const start = number * BUNDLE_WIDTH;
      const entries = await this.bundle(number, Math.min(BUNDLE_WIDTH, size - start));
      for (const line of entries.slice(tree.size - start)) {
        this.reading.take(line);
        const root = this.known.get(tree.size);
        if (root !== undefined && !equal(root, tree.root())) throw new Broken("root-differs", tree.size);
        this.progress(tree.size, size);
        await this.breathe();
      }
    }
  }

  private async bundle(number: number, width: number): Promise<readonly Uint8Array[]> {
    try {
      return whole(await this.source.bundle(number, width), number, width);
    } catch (error) {
      const gone = error instanceof SourceError && error.trouble === "missing" && width < BUNDLE_WIDTH;
      if (!gone) throw error;
      // A partial bundle goes once the full one is there (§2.7).
      return whole(await this.source.bundle(number, BUNDLE_WIDTH), number, BUNDLE_WIDTH).slice(0, width);
    }
  }
}

function whole(bytes: Uint8Array, number: number, width: number): readonly Uint8Array[] {
  const entries = readBundle(bytes, width);
  if (entries === undefined) throw new Broken("bundle-bad", number * BUNDLE_WIDTH);
  return entries;
}

/** Lets others run whenever `milliseconds` have gone by since the last pause. */
export function breather(milliseconds: number): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await new Promise((resume) => setTimeout(resume, 0));
    last = performance.now();
  };
}
