// Receipts (protocol.md §2.6): that an entry stands in the log, to be checked without the log.

import { fromUtf8, utf8 } from "#base/bytes.js";
import { leafHash } from "#base/hash.js";
import { checkInclusion } from "./merkle.js";
import { readCheckpoint } from "./note.js";
import { fromBase64 } from "#base/wire/base64.js";

const RECEIPT_BYTES_MAX = 265_216;
const HASHES_MAX = 63;
const VERSION = "c2sp.org/tlog-proof@v1";

/** Why a receipt is refused. */
export class ReceiptError extends Error {
  override readonly name = "ReceiptError";
}

/** Throws [`ReceiptError`], or [`NoteError`] of its checkpoint, unless the entry stands in the log with this name and key. */
export function verifyReceipt(receipt: Uint8Array, entry: Uint8Array, name: string, key: Uint8Array): void {
  if (receipt.length > RECEIPT_BYTES_MAX) throw new ReceiptError("length");
  const whole = fromUtf8(receipt);
  if (whole === undefined) throw new ReceiptError("UTF-8");
  const cut = whole.indexOf("\n\n");
  if (cut < 0) throw new ReceiptError("no empty line");
  const [version, index, ...encoded] = whole.slice(0, cut).split("\n");
  if (version !== VERSION) throw new ReceiptError("version");
  const decimal = /^index (0|[1-9][0-9]{0,18})$/.exec(index ?? "")?.[1];
  if (decimal === undefined) throw new ReceiptError("index");
  const hashes = encoded.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw new ReceiptError("hash");
    return hash;
  });
  if (hashes.length > HASHES_MAX) throw new ReceiptError("too many hashes");
  const { size, root } = readCheckpoint(utf8(whole.slice(cut + 2)), name, key);
  const error = checkInclusion(BigInt(decimal), size, leafHash(entry), hashes, root);
  if (error !== undefined) throw new ReceiptError(error);
}
