// Who is on the roll, as the secretariat fixed it (protocol.md §3.2): to say whose card it is before anything is sent.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromUtf8, utf8 } from "../base/bytes.js";
import { PART_BYTES, type Payload } from "../base/entry/payload.js";
import { parseJson } from "../base/wire/json.js";
import { bytes32, int, list, object, text, type Read } from "../base/wire/schema.js";
import type { Connection } from "../net/connection.js";
import type { Download } from "../net/http.js";
import { TrustError } from "../trust/error.js";
import { readEntry, type Sitting } from "../trust/sitting.js";
import { tileNumber } from "../trust/leaves.js";
import { bodyOf } from "../trust/contest.js";
import type { Watch } from "./watch.js";

const BUNDLE_BYTES_MAX = 16_777_472;
const BUNDLE_ENTRIES = 256;
const CHECKPOINT_BYTES_MAX = 65_536;

const rollForm = object({ deputies: list(object({ number: int, name: text, delegation: text, card: bytes32 })) });

export type Deputy = Read<typeof rollForm>["deputies"][number];

/** The deputies by number. */
export async function readRoll(watch: Watch, link: Connection, download: Download, leaf: Uint8Array): Promise<ReadonlyMap<number, Deputy>> {
  const included = await watch.entry(link, leaf);
  const { roll } = bodyOf(included, "roll_fixed");
  watch.believed.sitting.signedBy(included.entry, "secretariat");
  const bytes = await whole(roll, included.index, download, watch.believed.sitting);
  const written = fromUtf8(bytes);
  if (written === undefined) throw new TrustError("entry", "the roll is not UTF-8");
  const { deputies } = rollForm(parseJson(written), []);
  return new Map(deputies.map((deputy) => [deputy.number, deputy]));
}

/** The value: in the entry, or in the parts just before it, whose hash the entry names. */
async function whole(payload: Payload, index: number, download: Download, sitting: Sitting): Promise<Uint8Array> {
  if (payload.kind === "here") return payload.value;
  const note = fromUtf8(await download("/checkpoint", CHECKPOINT_BYTES_MAX)) ?? "";
  const size = Number(sitting.cosigned(note).checkpoint.size);
  if (size <= index) throw new TrustError("not-published-yet", "the roll");
  const first = index - Math.ceil(payload.length / PART_BYTES);
  const parts: Uint8Array[] = [];
  for (let number = Math.floor(first / BUNDLE_ENTRIES); number * BUNDLE_ENTRIES < index; number += 1) {
    const lines = await bundle(download, number, size);
    for (const [at, line] of lines.entries()) {
      const place = number * BUNDLE_ENTRIES + at;
      if (place < first || place >= index) continue;
      const { body } = readEntry(line);
      if (body.kind !== "blob_part") throw new TrustError("kind", body.kind);
      parts.push(body.data);
    }
  }
  const value = concat(...parts);
  if (value.length !== payload.length || !equal(sha256(value), payload.sha256)) throw new TrustError("entry", "the parts of the roll");
  return value;
}

/** The lines of an entry bundle (§2.7): each its length, 2 bytes, and the entry. */
async function bundle(download: Download, number: number, size: number): Promise<string[]> {
  const width = Math.min(BUNDLE_ENTRIES, size - number * BUNDLE_ENTRIES);
  const path = `/tile/entries/${tileNumber(number)}`;
  const bytes = await download(width < BUNDLE_ENTRIES ? `${path}.p/${width}` : path, BUNDLE_BYTES_MAX);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lines: string[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = view.getUint16(at);
    const line = fromUtf8(bytes.slice(at + 2, at + 2 + length));
    if (line === undefined || utf8(line).length !== length) throw new TrustError("leaves", `bundle ${number}`);
    lines.push(line);
    at += 2 + length;
  }
  return lines;
}
