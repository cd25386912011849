/** The log's signed checkpoint as screens show it; what is believed of it is decided in `trust`. */

import { utf8 } from "../base/bytes.js";
import type { BodyOf } from "../base/entry/bodies.js";
import { claimedSize as claimed, readCosigned, type Checkpoint, type Signatories } from "../trust/checkpoint.js";
import { NoteError } from "../trust/note.js";
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
  readonly checkpoint: Checkpoint;
}

const LAYERS: Readonly<Record<NoteError["layer"], BrokenCode>> = {
  note: "note-bad",
  unsigned: "unsigned",
  signature: "unsigned",
  cosignature: "cosignature-bad",
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
  return read(() => Number(claimed(bytes)));
}

/** The checkpoint of this sitting's log. Throws {@link Broken}. */
export function readSigned(bytes: Uint8Array, of: Signatories): Signed {
  const { checkpoint, by, have, newest, isQuorum, bare } = read(() => readCosigned(bytes, of));
  const { size, root } = checkpoint;
  return { size: Number(size), root, by, time: have === 0 ? undefined : Number(newest), enough: isQuorum, note: bare, checkpoint };
}

/** Bytes of a note that stands in an entry. */
export function noteOf(body: BodyOf<"witnessed">): Uint8Array {
  return utf8(body.checkpoint);
}
