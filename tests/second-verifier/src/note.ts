// Signed notes and checkpoints (protocol.md §2.5).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromUtf8, hex, utf8 } from "./bytes.js";
import { EMPTY_ROOT } from "./merkle.js";
import { verify } from "./signature.js";
import { fromBase64 } from "./wire/base64.js";

const NOTE_BYTES_MAX = 262_144;
const SIGNATURES_MAX = 64;
const LOG_KEY_TYPE = 1;
const SIZE_MAX = 2n ** 63n - 1n;

/** Why a note or a checkpoint is refused, and by which layer of §2.5. */
export class NoteError extends Error {
  override readonly name = "NoteError";
  constructor(
    readonly layer: "note" | "unsigned" | "signature" | "checkpoint",
    why: string,
  ) {
    super(why);
  }
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

interface Note {
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
    throw new NoteError("note", "form of a signature line");
  }
  if (!isKeyName(name)) throw new NoteError("note", "key name");
  const bytes = fromBase64(encoded);
  if (bytes === undefined) throw new NoteError("note", "base64 of a signature");
  if (bytes.length < 5) throw new NoteError("note", "a signature without a byte after the key ID");
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > NOTE_BYTES_MAX) throw new NoteError("note", "length");
  const whole = fromUtf8(bytes);
  if (whole === undefined) throw new NoteError("note", "UTF-8");
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) throw new NoteError("note", "a control character");
  const cut = whole.lastIndexOf("\n\n");
  if (cut < 0) throw new NoteError("note", "no empty line");
  if (!whole.endsWith("\n")) throw new NoteError("note", "no newline at the end");
  const lines = whole.slice(cut + 2).split("\n").slice(0, -1);
  if (lines.length === 0) throw new NoteError("note", "no signature");
  if (lines.length > SIGNATURES_MAX) throw new NoteError("note", "too many signatures");
  return { text: whole.slice(0, cut + 1), signatures: lines.map(readLine) };
}

function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

/** Throws [`NoteError`] unless the note is signed by the log's own key, and each line of that key holds. */
function verifyNote(note: Note, name: string, key: Uint8Array): void {
  const id = keyId(name, LOG_KEY_TYPE, key);
  const known = note.signatures.filter((line) => line.name === name && equal(line.keyId, id));
  if (known.length === 0) throw new NoteError("unsigned", "no signature of the log's key");
  for (const line of known) {
    const holds = line.signature.length === 64 && verify(key, utf8(note.text), line.signature) === "accept";
    if (!holds) throw new NoteError("signature", "a signature of the log's key does not hold");
  }
}

/** The three lines of a checkpoint. */
function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split("\n");
  const [origin, size, encoded, end] = lines;
  if (lines.length !== 4 || end !== "" || origin === undefined || size === undefined || encoded === undefined) {
    throw new NoteError("checkpoint", "not three lines");
  }
  if (!isKeyName(origin)) throw new NoteError("checkpoint", "origin");
  if (!/^(?:0|[1-9][0-9]{0,18})$/.test(size) || BigInt(size) > SIZE_MAX) throw new NoteError("checkpoint", "size");
  const root = fromBase64(encoded);
  if (root?.length !== 32) throw new NoteError("checkpoint", "root");
  if (size === "0" && !equal(root, EMPTY_ROOT)) throw new NoteError("checkpoint", "the root of an empty tree");
  return { origin, size: BigInt(size), root };
}

/** A log's own key, as `vkey` text says it; `undefined` where it is none. */
export function parseVkey(vkey: string): { readonly name: string; readonly key: Uint8Array } | undefined {
  const [name, id, encoded, more] = vkey.split("+");
  const bytes = fromBase64(encoded ?? "");
  if (name === undefined || more !== undefined || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== LOG_KEY_TYPE) return undefined;
  const key = bytes.slice(1);
  return hex(keyId(name, LOG_KEY_TYPE, key)) === id ? { name, key } : undefined;
}

/** The checkpoint of the log with this name and key. Throws [`NoteError`]. */
export function readCheckpoint(bytes: Uint8Array, name: string, key: Uint8Array): Checkpoint {
  const note = parseNote(bytes);
  verifyNote(note, name, key);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== name) throw new NoteError("checkpoint", "another log's origin");
  return checkpoint;
}
