// What a device believes, and why (protocol.md §11.4). The digest only says where to look; what a deputy relies on comes from entries
// that have the leaf hash asked for and are included under a checkpoint that the log key of entry 0 signed.
//
// Checkpoints never contradict what was seen before. The newest with a quorum is a little older than the newest of all, so each kind is
// compared with its own; of one size both have one root.

import { equal } from "../base/bytes.js";
import type { Entry } from "../base/entry/entry.js";
import type { Fetched } from "../net/messages.js";
import type { Cosigned } from "./checkpoint.js";
import { TrustError } from "./error.js";
import { bothNotes, twoRoots } from "./evidence.js";
import { writeReceipt } from "./receipt.js";
import { readEntry, type Sitting } from "./sitting.js";
import { inclusionError } from "./tree.js";

/** An entry that is included under a believed checkpoint. */
export interface Included {
  readonly index: number;
  readonly entry: Entry;
  /** Whether that checkpoint has a quorum. */
  readonly isWitnessed: boolean;
  /** That it stands in the log, as a file (§2.6). */
  readonly receipt: string;
}

/** Negative: `left` is older. The larger is the newer; of one size the one with the later time of its quorum. */
export function compareAge(left: Cosigned, right: Cosigned): number {
  const [a, b] = [left.checkpoint.size, right.checkpoint.size];
  if (a !== b) return a < b ? -1 : 1;
  return left.time === right.time ? 0 : left.time < right.time ? -1 : 1;
}

export class Trust {
  /** The newest without a quorum; of all, in a sitting without witnesses. */
  private signed: Cosigned | undefined;
  private withQuorum: Cosigned | undefined;

  /** `notes`: the newest that were believed before a restart. */
  constructor(
    readonly sitting: Sitting,
    notes: readonly string[] = [],
  ) {
    for (const note of notes) this.observe(note);
  }

  /** The newest with a quorum of witnesses; none in a sitting without. */
  get quorum(): Cosigned | undefined {
    return this.withQuorum;
  }

  /** To be kept over a restart, and to be compared with all leaves. */
  get newest(): readonly Cosigned[] {
    return [this.signed, this.withQuorum].filter((seen) => seen !== undefined);
  }

  /** Believes a checkpoint: signed by the log key, no contradiction to the newest. */
  observe(note: string): Cosigned {
    const seen = this.sitting.cosigned(note);
    const newest = this.ofItsKind(seen);
    if (newest !== undefined && seen.checkpoint.size < newest.checkpoint.size) {
      const [before, after] = [newest.checkpoint.size, seen.checkpoint.size];
      throw new TrustError("older", `size ${after} after ${before}`, [bothNotes(newest, seen)]);
    }
    this.take(seen);
    return seen;
  }

  /** The same for what may be a moment old, the published file and the digest. `undefined`: older than what was seen, no news. */
  observeLate(note: string): Cosigned | undefined {
    const seen = this.sitting.cosigned(note);
    const newest = this.ofItsKind(seen);
    if (this.sitting.quorum > 0 && newest !== undefined && seen.checkpoint.size < newest.checkpoint.size) return undefined;
    return this.observe(note);
  }

  /** Believes the one entry that was asked for by its leaf hash. */
  entry(leaf: Uint8Array, fetched: Fetched): Included {
    const { checkpoint, isQuorum } = this.observe(fetched.checkpoint);
    const [one, more] = fetched.entries;
    if (one === undefined) throw new TrustError("not-published-yet", "the entry");
    if (more !== undefined) throw new TrustError("other-entry", "more than one");
    const entry = readEntry(one.line);
    if (!equal(entry.leaf, leaf)) throw new TrustError("other-entry", "another leaf");
    const index = BigInt(one.index);
    if (index >= checkpoint.size) throw new TrustError("not-published-yet", "the entry");
    const error = inclusionError(index, checkpoint.size, leaf, one.proof, checkpoint.root);
    if (error !== undefined) throw new TrustError("inclusion", `entry ${index}: ${error}`);
    return { index: one.index, entry, isWitnessed: isQuorum, receipt: writeReceipt(one.index, one.proof, fetched.checkpoint) };
  }

  private hasQuorum(seen: Cosigned): boolean {
    return this.sitting.quorum > 0 && seen.isQuorum;
  }

  private ofItsKind(seen: Cosigned): Cosigned | undefined {
    return this.hasQuorum(seen) ? this.withQuorum : this.signed;
  }

  private take(seen: Cosigned): void {
    for (const other of this.newest) {
      const proof = twoRoots(this.sitting.line, other, seen);
      if (proof !== undefined) throw new TrustError("contradiction", `two roots of size ${seen.checkpoint.size}`, [proof]);
    }
    const newest = this.ofItsKind(seen);
    const age = newest === undefined ? 1 : compareAge(seen, newest);
    if (age < 0 || (age === 0 && newest !== undefined && seen.have <= newest.have)) return;
    if (this.hasQuorum(seen)) this.withQuorum = seen;
    else this.signed = seen;
  }
}
