// Signed notes (protocol.md §2.5): text, an empty line, and a line for each signature.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromUtf8, hex, utf8 } from "../base/bytes.js";
import { base64, fromBase64 } from "../base/wire/base64.js";
import { isKey, verdictOn } from "./signature.js";

const NOTE_BYTES_MAX = 262_144;
const LINES_MAX = 64;
const NAME_BYTES_MAX = 1024;
/** 2^63 − 1, of sizes and times. */
const NUMBER_MAX = (1n << 63n) - 1n;

/** Which layer of §2.5 refuses: the form of the note, no line of the log's key, a line of it, a line of a witness, the checkpoint. */
export class NoteError extends Error {
  override readonly name = "NoteError";
  constructor(
    readonly layer: "note" | "unsigned" | "signature" | "cosignature" | "checkpoint",
    why: string,
  ) {
    super(why);
  }
}

export interface Line {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly lines: readonly Line[];
}

/** The byte that stands for the kind of a key. */
const TYPES = { log: 1, witness: 4 } as const;

/** A key that signs notes, under its name. */
export interface NoteKey {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly key: Uint8Array;
  readonly keyId: string;
}

/** Whether a key may have this name. */
export function isKeyName(name: string): boolean {
  const { length } = utf8(name);
  return length > 0 && length <= NAME_BYTES_MAX && !/[\p{White_Space}+]/u.test(name);
}

export function noteKey(name: string, type: NoteKey["type"], key: Uint8Array): NoteKey {
  const digest = sha256(concat(utf8(name), utf8("\n"), Uint8Array.of(TYPES[type]), key));
  return { name, type, key, keyId: hex(digest.slice(0, 4)) };
}

/** The key that a vkey text says; `undefined` of any text that is not the one of such a key. */
export function readVkey(vkey: string, type: NoteKey["type"]): NoteKey | undefined {
  // A name has no plus, base64 may have some.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey);
  const [, name = "", keyId, encoded = ""] = parts ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== TYPES[type]) return undefined;
  const said = noteKey(name, type, bytes.slice(1));
  return said.keyId === keyId && isKey(said.key) ? said : undefined;
}

function readLine(line: string): Line {
  const [, name, encoded] = /^\u2014 ([^ ]*) ([^ ]*)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new NoteError("note", "form of a signature line");
  if (!isKeyName(name)) throw new NoteError("note", "key name");
  const bytes = fromBase64(encoded);
  if (bytes === undefined) throw new NoteError("note", "base64 of a signature");
  if (bytes.length <= 4) throw new NoteError("note", "no signature after a key ID");
  return { name, keyId: hex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** Throws [`NoteError`] of the layer `note`. No signature is looked at. */
export function readNote(bytes: Uint8Array): Note {
  if (bytes.length > NOTE_BYTES_MAX) throw new NoteError("note", `${bytes.length} bytes`);
  const written = fromUtf8(bytes);
  if (written === undefined) throw new NoteError("note", "not UTF-8");
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) throw new NoteError("note", "a control character");
  // Text and signatures part at the last empty line.
  const text = /^(?:[^]*\n)?(?=\n)/u.exec(written)?.[0];
  if (text === undefined || text === "") throw new NoteError("note", "no empty line");
  const rest = written.slice(text.length + 1);
  if (!written.endsWith("\n")) throw new NoteError("note", "the last line does not end");
  const lines = rest.split("\n").slice(0, -1);
  if (lines.length === 0) throw new NoteError("note", "no signature");
  if (lines.length > LINES_MAX) throw new NoteError("note", `${lines.length} signatures`);
  return { text, lines: lines.map(readLine) };
}

/** When a line of this key was made, by its own clock; 0 of a log's key, which says no time. `undefined`: the line does not hold. */
function madeAt(text: string, { signature }: Line, { type, key }: NoteKey): bigint | undefined {
  const holds = (message: string, bytes: Uint8Array): boolean => verdictOn(key, utf8(message), bytes) === "accept";
  if (type === "log") return holds(text, signature) ? 0n : undefined;
  if (signature.length !== 72) return undefined;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return time <= NUMBER_MAX && holds(`cosignature/v1\ntime ${time}\n${text}`, signature.slice(8)) ? time : undefined;
}

/** The lines that say that they are by this key. */
export function linesOf({ lines }: Note, { name, keyId }: NoteKey): readonly Line[] {
  return lines.filter((line) => line.name === name && line.keyId === keyId);
}

/** Times of a key's lines, none if it has none; throws [`NoteError`] where one of them does not hold, also beside another that does. */
export function timesOf(note: Note, key: NoteKey): readonly bigint[] {
  return linesOf(note, key).map((line) => {
    const time = madeAt(note.text, line, key);
    if (time === undefined) throw new NoteError(key.type === "log" ? "signature" : "cosignature", `a line of ${key.name} does not hold`);
    return time;
  });
}

/** A line as it stands in a note. */
export function writeLine({ name, keyId, signature }: Line): string {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  return `\u2014 ${name} ${base64(concat(id, signature))}\n`;
}

/** A decimal number of §2.5: no sign, no leading zero, at most 2^63 − 1. */
export function readDecimal(digits: string): bigint | undefined {
  if (!/^(?:0|[1-9][0-9]{0,18})$/u.test(digits)) return undefined;
  const number = BigInt(digits);
  return number <= NUMBER_MAX ? number : undefined;
}

