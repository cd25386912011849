// Checkpoints of one log, and who cosigned them (protocol.md §2.5, §2.8): for every page the only reader of what the log's key signed.

import { equal, fromUtf8 } from "../base/bytes.js";
import { fromBase64 } from "../base/wire/base64.js";
import { isKeyName, linesOf, NoteError, readDecimal, readNote, timesOf, writeLine, type NoteKey } from "./note.js";
import { isEmptyRoot } from "./tree.js";

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** A witness, by the name that entry 0 gives it. */
export interface Witness {
  readonly label: string;
  readonly key: NoteKey;
}

/** Whose signatures count, as entry 0 has it. */
export interface Signatories {
  /** Its name is the log's origin. */
  readonly log: NoteKey;
  readonly witnesses: readonly Witness[];
  readonly quorum: number;
}

/** A checkpoint that the sitting's log signed, and who cosigned it. */
export interface Cosigned {
  readonly checkpoint: Checkpoint;
  /** Witnesses of entry 0 whose cosignatures hold, in its order, by the names that it gives them. */
  readonly by: readonly string[];
  /** How many they are. */
  readonly have: number;
  /** Whether they are enough; always, in a sitting without witnesses. */
  readonly isQuorum: boolean;
  /** The newest moment since when enough cosigned, by the witnesses' clocks; 0 without a quorum. */
  readonly time: bigint;
  /** The newest cosignature; 0 of none. */
  readonly newest: bigint;
  /** With all signatures. */
  readonly note: string;
  /** With the log's own first line alone: small enough for a QR code, and evidence by itself. */
  readonly bare: string;
}

/** The three lines of a checkpoint. Throws [`NoteError`]. */
export function readCheckpoint(text: string): Checkpoint {
  const refuse = (why: string): never => {
    throw new NoteError("checkpoint", why);
  };
  const [origin, digits, encoded, end, ...more] = text.split("\n");
  if (origin === undefined || digits === undefined || encoded === undefined || end !== "" || more.length > 0) return refuse("not three lines");
  if (!isKeyName(origin)) return refuse("origin");
  const size = readDecimal(digits);
  if (size === undefined) return refuse("size");
  const root = fromBase64(encoded);
  if (root?.length !== 32) return refuse("root");
  if (size === 0n && !isEmptyRoot(root)) return refuse("the root of no entries");
  return { origin, size, root };
}

/** The size that a note claims, before anything of it is believed. Throws [`NoteError`]. */
export function claimedSize(note: Uint8Array): bigint {
  return readCheckpoint(readNote(note).text).size;
}

const newestFirst = (left: bigint, right: bigint): number => (left < right ? 1 : left > right ? -1 : 0);

/**
 * Throws [`NoteError`] unless the log's key signed this checkpoint, whose first line is that key's name. A line of the log or of a
 * witness that does not hold refuses all of it; lines of others say nothing.
 */
export function readCosigned(bytes: Uint8Array, { log, witnesses, quorum }: Signatories): Cosigned {
  const note = readNote(bytes);
  if (timesOf(note, log).length === 0) throw new NoteError("unsigned", "no line of the log's key");
  const checkpoint = readCheckpoint(note.text);
  if (checkpoint.origin !== log.name) throw new NoteError("checkpoint", "another log's origin");
  const seen = witnesses.flatMap(({ label, key }) => {
    // A key counts once, with its newest time.
    const [time] = [...timesOf(note, key)].sort(newestFirst);
    return time === undefined ? [] : [{ label, time }];
  });
  const times = seen.map(({ time }) => time).sort(newestFirst);
  const isQuorum = seen.length >= quorum;
  return {
    checkpoint,
    by: seen.map(({ label }) => label),
    have: seen.length,
    isQuorum,
    time: isQuorum ? (times[quorum - 1] ?? 0n) : 0n,
    newest: times[0] ?? 0n,
    note: fromUtf8(bytes) ?? "",
    bare: `${note.text}\n${linesOf(note, log).slice(0, 1).map(writeLine).join("")}`,
  };
}

/** Whether no one log can have both: equal sizes with different roots. */
export function disagree(left: Checkpoint, right: Checkpoint): boolean {
  return left.size === right.size && !equal(left.root, right.root);
}

