// Signed notes and checkpoints (protocol.md §2.5).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromUtf8, utf8 } from "./bytes.js";
import { EMPTY_ROOT } from "./merkle.js";
import { verify } from "./signature.js";
import { fromBase64 } from "./wire/base64.js";

const NOTE_BYTES_MAX = 262_144;
const SIGNATURES_MAX = 64;
const LOG_KEY_TYPE = 1;
const SIZE_MAX = 2n ** 63n - 1n;

/** Why a note or a checkpoint is refused. */
export class NoteError extends Error {
  override readonly name = "NoteError";
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

function isKeyName(name: string): boolean {
  return utf8(name).length >= 1 && utf8(name).length <= 1024 && !/[\p{White_Space}+]/u.test(name);
}

function readLine(line: string): SignatureLine {
  const parts = line.split(" ");
  const [dash, name, encoded] = parts;
  if (parts.length !== 3 || dash !== "\u2014" || name === undefined || encoded === undefined) {
    throw new NoteError("form of a signature line");
  }
  if (!isKeyName(name)) throw new NoteError("key name");
  const bytes = fromBase64(encoded);
  if (bytes === undefined) throw new NoteError("base64 of a signature");
  if (bytes.length < 5) throw new NoteError("a signature without a byte after the key ID");
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > NOTE_BYTES_MAX) throw new NoteError("length");
  const whole = fromUtf8(bytes);
  if (whole === undefined) throw new NoteError("UTF-8");
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) throw new NoteError("a control character");
  const cut = whole.lastIndexOf("\n\n");
  if (cut < 0) throw new NoteError("no empty line");
  if (!whole.endsWith("\n")) throw new NoteError("no newline at the end");
  const lines = whole.slice(cut + 2).split("\n").slice(0, -1);
  if (lines.length === 0) throw new NoteError("no signature");
  if (lines.length > SIGNATURES_MAX) throw new NoteError("too many signatures");
  return { text: whole.slice(0, cut + 1), signatures: lines.map(readLine) };
}

function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

/** Throws [`NoteError`] unless the note is signed by the log's own key, and each line of that key holds. */
export function verifyNote(note: Note, name: string, key: Uint8Array): void {
  const id = keyId(name, LOG_KEY_TYPE, key);
  const known = note.signatures.filter((line) => line.name === name && equal(line.keyId, id));
  if (known.length === 0) throw new NoteError("no signature of the log's key");
  for (const line of known) {
    const holds = line.signature.length === 64 && verify(key, utf8(note.text), line.signature) === "accept";
    if (!holds) throw new NoteError("a signature of the log's key does not hold");
  }
}

/** The three lines of a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin, size, encoded, end] = lines;
  if (lines.length !== 4 || end !== "" || origin === undefined || size === undefined || encoded === undefined) {
    throw new NoteError("not three lines");
  }
  if (!isKeyName(origin)) throw new NoteError("origin");
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(size) || BigInt(size) > SIZE_MAX) throw new NoteError("size");
  const root = fromBase64(encoded);
  if (root?.length !== 32) throw new NoteError("root");
  if (size === "0" && !equal(root, EMPTY_ROOT)) throw new NoteError("the root of an empty tree");
  return { origin, size: BigInt(size), root };
}
