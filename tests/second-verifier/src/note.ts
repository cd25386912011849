// Signed notes and checkpoints (protocol.md §2.5).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromUtf8, hex, utf8 } from "#base/bytes.js";
import { EMPTY_ROOT } from "./merkle.js";
import { isKey, verify } from "./signature.js";
import { fromBase64 } from "#base/wire/base64.js";

const NOTE_BYTES_MAX = 262_144;
const SIGNATURES_MAX = 64;
const LOG_KEY_TYPE = 1;
const COSIGNATURE_TYPE = 4;
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

export interface SignatureLine {
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
    throw new NoteError("note", "form of a signature line");
  }
  if (!isKeyName(name)) throw new NoteError("note", "key name");
  const bytes = fromBase64(encoded);
  if (bytes === undefined) throw new NoteError("note", "base64 of a signature");
  if (bytes.length < 5) throw new NoteError("note", "a signature without a byte after the key ID");
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export function parseNote(bytes: Uint8Array): Note {
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

/** A key that cosigns checkpoints, and its name. */
export interface Cosigner {
  readonly name: string;
  readonly key: Uint8Array;
}

function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

/** Whether a line is said to be by this key. */
export function isLineOf(line: SignatureLine, { name, key }: Cosigner, as: "log" | "witness"): boolean {
  const type = as === "log" ? LOG_KEY_TYPE : COSIGNATURE_TYPE;
  return line.name === name && equal(line.keyId, keyId(name, type, key));
}

/** The time of a cosignature/v1 in POSIX seconds; `undefined` unless it holds. */
export function cosignedAt(note: Note, { signature }: SignatureLine, { key }: Cosigner): bigint | undefined {
  if (signature.length !== 8 + 64) return undefined;
  const time = BigInt(`0x${hex(signature.slice(0, 8))}`);
  const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
  return time <= SIZE_MAX && verify(key, message, signature.slice(8)) === "accept" ? time : undefined;
}

/** How many of these cosigned the note; a line of one of them that does not hold refuses it. */
function countCosigners(note: Note, cosigners: readonly Cosigner[]): number {
  const by = cosigners.filter((cosigner) => {
    const lines = note.signatures.filter((line) => isLineOf(line, cosigner, "witness"));
    if (lines.some((line) => cosignedAt(note, line, cosigner) === undefined)) throw new NoteError("signature", `cosignature of ${cosigner.name}`);
    return lines.length > 0;
  });
  return by.length;
}

/** Throws [`NoteError`] unless the note is signed by the log's own key, and each line of that key holds. */
export function verifyNote(note: Note, name: string, key: Uint8Array): void {
  const known = note.signatures.filter((line) => isLineOf(line, { name, key }, "log"));
  if (known.length === 0) throw new NoteError("unsigned", "no signature of the log's key");
  for (const line of known) {
    const holds = line.signature.length === 64 && verify(key, utf8(note.text), line.signature) === "accept";
    if (!holds) throw new NoteError("signature", "a signature of the log's key does not hold");
  }
}

/** The three lines of a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint {
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
export function parseVkey(vkey: string): Cosigner | undefined {
  return readVkey(vkey, LOG_KEY_TYPE);
}

/** A witness's key, the same. */
export function parseCosigner(vkey: string): Cosigner | undefined {
  const read = readVkey(vkey, COSIGNATURE_TYPE);
  return read !== undefined && isKey(read.key) ? read : undefined;
}

function readVkey(vkey: string, type: number): Cosigner | undefined {
  const [name, id, encoded] = splitVkey(vkey);
  const bytes = fromBase64(encoded ?? "");
  if (name === undefined || !isKeyName(name) || bytes?.length !== 33 || bytes[0] !== type) return undefined;
  const key = bytes.slice(1);
  return hex(keyId(name, type, key)) === id ? { name, key } : undefined;
}

/** Name, ID and key; base64 may have a plus of its own. */
function splitVkey(vkey: string): readonly string[] {
  const first = vkey.indexOf("+");
  const second = vkey.indexOf("+", first + 1);
  return first < 0 || second < 0 ? [] : [vkey.slice(0, first), vkey.slice(first + 1, second), vkey.slice(second + 1)];
}

/** The checkpoint of the log with this name and key, and how many of its witnesses cosigned it. Throws [`NoteError`]. */
export function readCheckpoint(
  bytes: Uint8Array,
  name: string,
  key: Uint8Array,
  cosigners: readonly Cosigner[] = [],
): Checkpoint & { readonly cosigned: number } {
  const note = parseNote(bytes);
  verifyNote(note, name, key);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== name) throw new NoteError("checkpoint", "another log's origin");
  return { ...checkpoint, cosigned: countCosigners(note, cosigners) };
}
