// Who is on the roll, as the secretariat fixed it (protocol.md §3.2): to say whose card it is before anything is sent.

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromUtf8 } from "../base/bytes.js";
import { PART_BYTES, type Payload } from "../base/entry/payload.js";
import { JsonError, parseJson } from "../base/wire/json.js";
import { bytes32, FormError, int, list, object, text, type Read } from "../base/wire/schema.js";
import type { Connection } from "../net/connection.js";
import { isGone, type Download } from "../net/http.js";
import { BUNDLE_BYTES_MAX, bundlePath, partialOrFull, readBundle, TILE_WIDTH, widthOf } from "../net/tiles.js";
import { TrustError } from "../trust/error.js";
import { bodyOf } from "../trust/contest.js";
import { publishedCheckpoint } from "../trust/leaves.js";
import { readEntry } from "../trust/sitting.js";
import type { Trust } from "../trust/trust.js";
import type { Watch } from "./watch.js";

const rollForm = object({ deputies: list(object({ number: int, name: text, delegation: text, card: bytes32 })) });

export type Deputy = Read<typeof rollForm>["deputies"][number];

/** The deputies by number. */
export async function readRoll(watch: Watch, link: Connection, download: Download, leaf: Uint8Array): Promise<ReadonlyMap<number, Deputy>> {
  const included = await watch.entry(link, leaf);
  const { roll } = bodyOf(included, "roll_fixed");
  watch.believed.sitting.signedBy(included, "secretariat");
  const deputies = deputiesOf(await whole(roll, included.index, download, watch.believed));
  return new Map(deputies.map((deputy) => [deputy.number, deputy]));
}

/** The value: in the entry, or in the parts just before it, whose hash the entry names. */
async function whole(payload: Payload, index: number, download: Download, trust: Trust): Promise<Uint8Array> {
  if (payload.kind === "here") return payload.value;
  const size = Number((await publishedCheckpoint(download, trust)).checkpoint.size);
  if (size <= index) throw new TrustError("not-published-yet", "the roll");
  const first = index - Math.ceil(payload.length / PART_BYTES);
  if (first < 0) throw new TrustError("entry", "the parts of the roll");
  const parts: Uint8Array[] = [];
  for (let number = Math.floor(first / TILE_WIDTH); number * TILE_WIDTH < index; number += 1) {
    for (const [at, line] of (await bundle(download, number, widthOf(number, size))).entries()) {
      const place = number * TILE_WIDTH + at;
      if (place < first || place >= index) continue;
      const { body } = readEntry(fromUtf8(line) ?? "");
      if (body.kind !== "blob_part") throw new TrustError("kind", body.kind);
      parts.push(body.data);
    }
  }
  const value = concat(...parts);
  if (value.length !== payload.length || !equal(sha256(value), payload.sha256)) throw new TrustError("entry", "the parts of the roll");
  return value;
}

async function bundle(download: Download, number: number, width: number): Promise<readonly Uint8Array[]> {
  const read = async (wide: number): Promise<readonly Uint8Array[] | undefined> => readBundle(await download(`/${bundlePath(number, wide)}`, BUNDLE_BYTES_MAX), wide);
  const lines = await partialOrFull(width, read, isGone);
  if (lines === undefined) throw new TrustError("leaves", `bundle ${number}`);
  return lines;
}

/** What the roll's text says; the secretariat signed it, so that a wrong one is its doing. */
function deputiesOf(bytes: Uint8Array): readonly Deputy[] {
  try {
    const written = fromUtf8(bytes);
    if (written === undefined) throw new TrustError("entry", "the roll is not UTF-8");
    return rollForm(parseJson(written), []).deputies;
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) throw new TrustError("entry", `the roll: ${error.message}`);
    throw error;
  }
}
