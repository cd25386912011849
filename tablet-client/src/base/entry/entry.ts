// An entry of the log (protocol.md §2.1): one line in its one encoding.

import { fromUtf8, utf8 } from "../bytes.js";
import { leafHash } from "../hash.js";
import { JsonError, parseJson } from "../wire/json.js";
import { bytes32, bytes64, FormError, int, list, object } from "../wire/schema.js";
import { body, type Body } from "./bodies.js";
import { signer, type Signer } from "./signer.js";

export const ENTRY_BYTES_MAX = 65_535;

export interface Entry {
  readonly line: Uint8Array;
  readonly leaf: Uint8Array;
  readonly prev: Uint8Array;
  readonly time: number;
  readonly sigs: readonly { readonly by: Signer; readonly sig: Uint8Array }[];
  readonly body: Body;
  readonly bodyBytes: Uint8Array;
}

/** A line is not the encoding of an entry. */
export class EntryError extends Error {
  override readonly name = "EntryError";
}

const envelope = object({
  prev: bytes32,
  time: int,
  sigs: list(object({ by: signer, sig: bytes64 })),
  body,
});

/** Throws [`EntryError`]. */
export function parseEntry(line: Uint8Array): Entry {
  if (line.length > ENTRY_BYTES_MAX) throw new EntryError(`${line.length} bytes`);
  const written = fromUtf8(line);
  if (written === undefined) throw new EntryError("not UTF-8");
  try {
    const json = parseJson(written);
    const read = envelope(json, []);
    // The body bytes as written: from after the first `"body":` to before the last `}`.
    const start = written.indexOf('"body":') + '"body":'.length;
    return { ...read, line, leaf: leafHash(line), bodyBytes: utf8(written.slice(start, -1)) };
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) throw new EntryError(error.message);
    throw error;
  }
}
