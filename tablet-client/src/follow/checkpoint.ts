/** The log's signed checkpoint, and who witnessed it (protocol.md §2.5, §2.8). */

import { utf8 } from "../base/bytes.js";
import { cosignedAt, isLineOf, NoteError, parseCheckpoint, parseCosigner, parseNote, verifyNote, type Note } from "../base/note.js";
import { base64 } from "../base/wire/base64.js";
import type { BodyOf } from "../base/entry/bodies.js";
import { Broken, type BrokenCode } from "./trouble.js";

/** A checkpoint that the log's own key signed. */
export interface Signed {
  readonly size: number;
  readonly root: Uint8Array;
  /** Names, as entry 0 has them, of the witnesses whose cosignatures hold, in its order. */
  readonly by: readonly string[];
  /** Newest time of these cosignatures, POSIX seconds. */
  readonly time: number | undefined;
  /** As many of them as entry 0 asks for; without witnesses always. */
  readonly enough: boolean;
  /** The note with the log's own signature alone: small enough for a QR code, and evidence by itself. */
  readonly note: string;
}

const LAYERS: Readonly<Record<NoteError["layer"], BrokenCode>> = {
  note: "note-bad",
  unsigned: "unsigned",
  signature: "unsigned",
  checkpoint: "note-bad",
};

function read<T>(what: () => T): T {
  try {
    return what();
  } catch (error) {
    if (error instanceof NoteError) throw new Broken(LAYERS[error.layer], 0, error.message);
    throw error;
  }
}

/** The size that a note claims, before anything of it is believed: how much of the first bundle there is. Throws {@link Broken}. */
export function claimedSize(bytes: Uint8Array): number {
  return read(() => Number(parseCheckpoint(parseNote(bytes).text).size));
}

/** The note with the first line of the log's key, and no other. */
function bare(note: Note, key: Uint8Array, name: string): string {
  const line = note.signatures.find((one) => isLineOf(one, { name, key }, "log"));
  if (line === undefined) return note.text;
  const bytes = new Uint8Array([...line.keyId, ...line.signature]);
  return `${note.text}\n\u2014 ${name} ${base64(bytes)}\n`;
}

/**
 * The checkpoint of this sitting's log. A line of the log's key or of a witness that does not hold refuses the whole note, also
 * where another line holds. Throws {@link Broken}.
 */
export function readSigned(bytes: Uint8Array, definition: BodyOf<"sitting_defined">): Signed {
  const { origin, keys, witnesses, quorum } = definition;
  const note = read(() => parseNote(bytes));
  read(() => {
    verifyNote(note, origin, keys.log);
  });
  const checkpoint = read(() => parseCheckpoint(note.text));
  const size = Number(checkpoint.size);
  if (checkpoint.origin !== origin) throw new Broken("unsigned", size, "another log's origin");
  const by: string[] = [];
  let time: number | undefined;
  for (const witness of witnesses) {
    const cosigner = parseCosigner(witness.vkey);
    if (cosigner === undefined) throw new Broken("not-legal", 0, `vkey of ${witness.name}`);
    const times = note.signatures.filter((line) => isLineOf(line, cosigner, "witness")).map((line) => cosignedAt(note, line, cosigner));
    if (times.length === 0) continue;
    for (const at of times) {
      if (at === undefined) throw new Broken("cosignature-bad", size, witness.name);
      time = Math.max(time ?? 0, Number(at));
    }
    by.push(witness.name);
  }
  return { size, root: checkpoint.root, by, time, enough: by.length >= quorum, note: bare(note, keys.log, origin) };
}

/** Bytes of a note that stands in an entry. */
export function noteOf(body: BodyOf<"witnessed">): Uint8Array {
  return utf8(body.checkpoint);
}
