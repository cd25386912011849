// Receipts (protocol.md §2.6): that an entry stands in the log, to be checked without the log.

import { fromUtf8, utf8 } from "../base/bytes.js";
import { leafHash } from "../base/hash.js";
import { base64, fromBase64 } from "../base/wire/base64.js";
import { readCosigned, type Cosigned, type Signatories } from "./checkpoint.js";
import { NoteError, readDecimal } from "./note.js";
import { inclusionError } from "./tree.js";

const RECEIPT_BYTES_MAX = 265_216;
const HASHES_MAX = 63;
const FIRST_LINE = "c2sp.org/tlog-proof@v1";

/** Why a receipt is refused. */
export class ReceiptError extends Error {
  override readonly name = "ReceiptError";
}

/** The file for a proof of an entry's place under a checkpoint's note. */
export function writeReceipt(index: number, proof: readonly Uint8Array[], note: string): string {
  return `${FIRST_LINE}\nindex ${index}\n${proof.map((hash) => `${base64(hash)}\n`).join("")}\n${note}`;
}

export interface Receipt {
  readonly index: bigint;
  readonly proof: readonly Uint8Array[];
  /** The checkpoint's note, verbatim; nothing of it is read. */
  readonly note: Uint8Array;
}

/** The parts of the file. Throws [`ReceiptError`]. */
export function readReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > RECEIPT_BYTES_MAX) throw new ReceiptError(`${bytes.length} bytes`);
  const written = fromUtf8(bytes);
  if (written === undefined) throw new ReceiptError("not UTF-8");
  const lines = written.split("\n");
  const end = lines.indexOf("");
  if (lines[0] !== FIRST_LINE) throw new ReceiptError("first line");
  const index = readDecimal(/^index (.*)$/u.exec(lines[1] ?? "")?.[1] ?? "");
  if (index === undefined) throw new ReceiptError("index");
  if (end < 2) throw new ReceiptError("no empty line");
  const proof = lines.slice(2, end).map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw new ReceiptError("hash");
    return hash;
  });
  if (proof.length > HASHES_MAX) throw new ReceiptError(`${proof.length} hashes`);
  return { index, proof, note: utf8(lines.slice(end + 1).join("\n")) };
}

/** Throws [`ReceiptError`] unless this very entry stands in the log; gives the checkpoint under which it does. */
export function checkReceipt(bytes: Uint8Array, entry: Uint8Array, of: Signatories): Cosigned {
  const { index, proof, note } = readReceipt(bytes);
  try {
    const seen = readCosigned(note, of);
    const error = inclusionError(index, seen.checkpoint.size, leafHash(entry), proof, seen.checkpoint.root);
    if (error !== undefined) throw new ReceiptError(error);
    return seen;
  } catch (error) {
    if (error instanceof NoteError) throw new ReceiptError(`${error.layer}: ${error.message}`);
    throw error;
  }
}
