// The three labelled hashes of protocol.md §1.3, and the leaf hash of §2.4.

import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { concat, lengthPrefixed, u64, utf8 } from "./bytes.js";
import { scalarFromWide, type Scalar } from "./group.js";

/** What a hash takes: bytes, or a number as 8 bytes, big-endian. */
export type Field = Uint8Array | number;

function transcript(label: string, fields: readonly Field[]): Uint8Array {
  const parts = fields.map((field) => lengthPrefixed(typeof field === "number" ? u64(field) : field));
  return concat(lengthPrefixed(utf8(`piaojue/v1/${label}`)), ...parts);
}

/** H: 32 bytes. */
export function hash(label: string, ...fields: readonly Field[]): Uint8Array {
  return sha256(transcript(label, fields));
}

/** H512: 64 bytes. */
export function hash512(label: string, ...fields: readonly Field[]): Uint8Array {
  return sha512(transcript(label, fields));
}

/** HS: a scalar. */
export function hashToScalar(label: string, ...fields: readonly Field[]): Scalar {
  return scalarFromWide(hash512(label, ...fields));
}

/** The info of §5.5: the label and the fields with their lengths, not hashed. */
export function labelled(label: string, ...fields: readonly Field[]): Uint8Array {
  return transcript(label, fields);
}

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concat(Uint8Array.of(0), entry));
}
