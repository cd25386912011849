/**
 * Follows a published log (protocol.md §16.3, without proofs between checkpoints: every entry is read, so the tree is made here).
 *
 * Invariants
 * - Nothing is handed out before a checkpoint signed by the log's key covers it and the entries' own tree has its root.
 * - What was signed counts for as long as this page is open, also after everything was read anew: another root at a size that was
 *   signed before, a history that did not grow out of it, and whatever follows a seal come with an evidence file (§16.1).
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, utf8 } from "../base/bytes.js";
import { hash, leafHash } from "../base/hash.js";
import { EntryError, parseEntry, type Entry } from "../base/entry/entry.js";
import { partialOrFull, readBundle, TILE_WIDTH, widthOf } from "../net/tiles.js";
import type { Signatories } from "../trust/checkpoint.js";
import { readDefinition, type Definition } from "../trust/definition.js";
import { TrustError } from "../trust/error.js";
import { beyondSeal, twoHistories, twoRoots, type SignedRoot } from "../trust/evidence.js";
import { GrowingTree } from "../trust/tree.js";
import { claimedSize, noteOf, readSigned, type Signed } from "./checkpoint.js";
import { SourceError, type Source } from "./source.js";
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

/** Sizes whose checkpoints are kept after they were passed. */
const KNOWN_MAX = 64;

/** More than this is for `audit`, not for a page. */
export const ENTRIES_MAX = 200_000;

/** Entry 0: what it says, and its line. */
interface Beginning {
  readonly line: Uint8Array;
  readonly definition: Definition;
  readonly signatories: Signatories;
}

/** Entries one after another, chained and hashed. */
class Reading<F extends Fold> {
  readonly tree = new GrowingTree();
  readonly leaves: Uint8Array[] = [];
  beginning: Beginning | undefined;
  seal: { readonly index: number; readonly line: Uint8Array } | undefined;
  /** A checkpoint that stands in the log and is not of it. */
  foreign: Signed | undefined;
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
    if (index === 0) this.beginning = beginningOf(entry);
    const { definition, signatories } = this.begun();
    if (!equal(prev, this.leaves.at(-1) ?? hash("log", utf8(definition.origin)))) throw new Broken("chain-broken", index);
    if (time < this.lastTime) throw new Broken("time-back", index);
    this.fold.take(entry, index);
    this.tree.push(leaf);
    this.leaves.push(leaf);
    this.lastTime = time;
    if (body.kind === "sitting_sealed") this.seal = { index, line: entry.line };
    if (body.kind === "witnessed") this.witnessed(readSigned(noteOf(body), signatories), index);
    if (definition.quorum > 0) this.roots.set(this.tree.size, this.tree.root());
  }

  /** Entry 0. Throws {@link Broken} while there is none. */
  begun(): Beginning {
    if (this.beginning === undefined) throw new Broken("no-sitting", 0);
    return this.beginning;
  }

  /** §3.8: a quorum under a checkpoint of this very log. */
  private witnessed(signed: Signed, index: number): void {
    const { size, root, enough } = signed;
    const own = this.roots.get(size);
    if (!enough || own === undefined) throw new Broken("not-legal", index, `witnessed ${size}`);
    if (!equal(own, root)) this.foreign = signed;
    for (const passed of this.roots.keys()) if (passed <= size) this.roots.delete(passed);
  }
}

function beginningOf({ body, line }: Entry): Beginning {
  if (body.kind !== "sitting_defined") throw new Broken("no-sitting", 0);
  try {
    return { line, definition: body, signatories: readDefinition(body) };
  } catch (error) {
    if (error instanceof TrustError) throw new Broken("not-legal", 0, error.message);
    throw error;
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
  /** Signed by the log's key, whether or not their entries were served; by size. */
  private readonly known = new Map<number, Signed>();
  private verified: Signed | undefined;
  /** The bundle that is being read. */
  private bundles: { readonly number: number; readonly entries: readonly Uint8Array[] } | undefined;
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
        this.bundles = undefined;
        this.verified = undefined;
      }
      throw error;
    }
  }

  private async follow(): Promise<Look<F>> {
    const bytes = await this.source.checkpoint();
    const { line, signatories } = await this.beginning(claimedSize(bytes));
    const signed = readSigned(bytes, signatories);
    const { size } = signed;
    if (size > ENTRIES_MAX) throw new Broken("too-large", size);
    this.remember(line, signed);
    const { reading, verified } = this;
    if (size < this.newest) return { is: "older", size };
    this.newest = size;
    const { seal, leaves } = reading;
    // What a note beyond the seal covers need not be fetched.
    const beyond = verified === undefined || seal === undefined ? undefined : beyondSeal(line, rootIn(verified), rootIn(signed), seal, leaves);
    if (beyond !== undefined) throw new Broken("beyond-seal", size, "", beyond);
    if (verified?.size === size) {
      // A quorum that was there does not go away with a note that lacks it.
      if (signed.by.length >= verified.by.length) this.verified = signed;
      return { is: "same", fold: reading.fold, signed: this.verified ?? signed };
    }
    await this.readTo(signed);
    this.verified = signed;
    return { is: "grown", fold: reading.fold, signed };
  }

  /** Entry 0, which the fingerprint vouches for. */
  private async beginning(size: number): Promise<Beginning> {
    const { reading } = this;
    if (reading.beginning === undefined) {
      if (size === 0) throw new Broken("no-sitting", 0);
      const [first] = await this.bundle(0, widthOf(0, size));
      if (first === undefined) throw new Broken("no-sitting", 0);
      reading.take(first);
    }
    return reading.begun();
  }

  /** Two roots of one size, both signed, are two histories. */
  private remember(entry0: Uint8Array, signed: Signed): void {
    const { size } = signed;
    const before = this.known.get(size);
    const proof = before === undefined ? undefined : twoRoots(entry0, rootIn(before), rootIn(signed));
    if (proof !== undefined) throw new Broken("two-roots", size, "", proof);
    this.known.set(size, signed);
    const [oldest] = this.known.keys();
    if (this.known.size > KNOWN_MAX && oldest !== undefined) this.known.delete(oldest);
  }

  /** Reads until `signed` covers all. What is wrong on the way may be a proof. */
  private async readTo(signed: Signed): Promise<void> {
    try {
      await this.readEntries(signed.size);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      throw (await this.proof(signed, error)) ?? error;
    }
    this.bundles = undefined;
  }

  private async readEntries(size: number): Promise<void> {
    const { tree } = this.reading;
    for (let line = await this.next(size); line !== undefined; line = await this.next(size)) {
      if (this.reading.seal !== undefined) throw new Broken("after-seal", tree.size);
      this.reading.take(line);
      if (this.reading.foreign !== undefined) throw new Broken("witnessed-root", tree.size - 1);
      const known = this.known.get(tree.size);
      if (known !== undefined && !equal(known.root, tree.root())) throw new Broken("root-differs", tree.size);
      this.progress(tree.size, size);
      await this.breathe();
    }
  }

  /** The line after those that were read, of a log of so many; `undefined` once all were. */
  private async next(size: number, at = this.reading.tree.size): Promise<Uint8Array | undefined> {
    if (at >= size) return undefined;
    const number = Math.floor(at / TILE_WIDTH);
    const place = at - number * TILE_WIDTH;
    if (this.bundles?.number !== number || this.bundles.entries.length <= place) {
      this.bundles = { number, entries: await this.bundle(number, widthOf(number, size)) };
    }
    return this.bundles.entries[place];
  }

  /**
   * That the log's key signed two histories, if what is served is what it signed; else what is wrong may be the network's doing. The
   * new history may part from the one that was read anywhere, so all of it is read, as leaves alone.
   */
  private async proof(signed: Signed, { index }: Broken): Promise<Broken | undefined> {
    const { seal, foreign } = this.reading;
    const { line } = this.reading.begun();
    const larger = rootIn(signed);
    const leaves: Uint8Array[] = [];
    this.bundles = undefined;
    try {
      for (let next = await this.next(signed.size, 0); next !== undefined; next = await this.next(signed.size, leaves.length)) {
        leaves.push(leafHash(next));
        await this.breathe();
      }
    } catch (error) {
      // Not there, or no bundle: nothing is shown by it.
      if (error instanceof SourceError || error instanceof Broken) return undefined;
      throw error;
    }
    for (const earlier of [...this.known.values(), ...(foreign === undefined ? [] : [foreign])]) {
      const histories = twoHistories(line, rootIn(earlier), larger, leaves);
      if (histories !== undefined) return new Broken("two-histories", index, "", histories);
    }
    const beyond = seal === undefined ? undefined : beyondSeal(line, larger, larger, seal, leaves);
    return beyond === undefined ? undefined : new Broken("beyond-seal", index, "", beyond);
  }

  private async bundle(number: number, width: number): Promise<readonly Uint8Array[]> {
    const isGone = (error: unknown): boolean => error instanceof SourceError && error.trouble === "missing";
    const entries = await partialOrFull(width, async (wide) => readBundle(await this.source.bundle(number, wide), wide), isGone);
    if (entries === undefined) throw new Broken("bundle-bad", number * TILE_WIDTH);
    return entries;
  }
}

function rootIn({ checkpoint, note }: Signed): SignedRoot {
  return { checkpoint, bare: note };
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
