// Long values (protocol.md §2.2): in their entry up to 30,000 bytes, beyond that in parts before it.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, utf8 } from "../bytes.js";
import { bytes, bytes32, FormError, int, multiLine, object, type Reader } from "../wire/schema.js";
import { isObject } from "../wire/json.js";

export const INLINE_BYTES_MAX = 30_000;
export const BLOB_BYTES_MAX = 2_880_000;
export const PART_BYTES = 45_000;

/** The value itself, or where it stands. */
export type Payload =
  | { readonly kind: "here"; readonly value: Uint8Array }
  | { readonly kind: "blob"; readonly sha256: Uint8Array; readonly length: number };

const blob = object({ blob: object({ sha256: bytes32, length: int }) });

function payload(form: "text" | "inline", here: Reader<Uint8Array>): Reader<Payload> {
  return (value, path) => {
    if (isObject(value) && value.has("blob")) return { kind: "blob", ...blob(value, path).blob };
    const read = object({ [form]: here })(value, path)[form];
    if (read === undefined) throw new FormError(path, "no value");
    return { kind: "here", value: read };
  };
}

export const textPayload = payload("text", (value, path) => utf8(multiLine(value, path)));
export const bytesPayload = payload("inline", bytes());

/** Parts as they come: kept until the entry that names them. */
export class Parts {
  private readonly data: Uint8Array[] = [];
  private sha256: Uint8Array | undefined;

  get isEmpty(): boolean {
    return this.data.length === 0;
  }

  /** Whether the part is the next one of one value. */
  take(part: { readonly sha256: Uint8Array; readonly part: number; readonly data: Uint8Array }): boolean {
    const last = this.data.at(-1);
    const follows = part.part === this.data.length && (last === undefined || last.length === PART_BYTES);
    const same = this.sha256 === undefined || equal(this.sha256, part.sha256);
    const sized = part.data.length >= 1 && part.data.length <= PART_BYTES;
    const within = this.data.length * PART_BYTES + part.data.length <= BLOB_BYTES_MAX;
    if (!follows || !same || !sized || !within) return false;
    this.sha256 = part.sha256;
    this.data.push(part.data);
    return true;
  }

  /** The whole value, if it stands in its place and these are exactly its parts. Empties. */
  join(named: Payload | undefined): Uint8Array | undefined | "wrong" {
    const whole = concat(...this.data);
    const { sha256: said } = this;
    this.data.length = 0;
    this.sha256 = undefined;
    if (named?.kind !== "blob") {
      return said === undefined && (named?.value.length ?? 0) <= INLINE_BYTES_MAX ? named?.value : "wrong";
    }
    // A shorter value has its place in the entry.
    const holds = named.length > INLINE_BYTES_MAX && said !== undefined && equal(said, named.sha256) && whole.length === named.length && equal(sha256(whole), said);
    return holds ? whole : "wrong";
  }
}
