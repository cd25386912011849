// Looking a ballot up without telling anyone which it is (protocol.md §11.5): every leaf hash of the published log is downloaded, and
// one's own entry is rebuilt for each place of the box.

import { equal, fromUtf8, utf8 } from "../base/bytes.js";
import { leafHash } from "../base/hash.js";
import { base64Url } from "../base/wire/base64.js";
import { encodeJson, toJson } from "../base/wire/json.js";
import { INLINE_BYTES_MAX, PART_BYTES } from "../base/entry/payload.js";
import { pause } from "../net/backoff.js";
import { isGone, type Download } from "../net/http.js";
import type { Act } from "../net/messages.js";
import { CHECKPOINT_BYTES_MAX, leavesPath, partialOrFull, readTile, TILE_BYTES_MAX, TILE_WIDTH, widthOf } from "../net/tiles.js";
import type { Cosigned } from "./checkpoint.js";
import { TrustError } from "./error.js";
import { twoHistories } from "./evidence.js";
import { writeReceipt } from "./receipt.js";
import { inclusionProof, rootOf } from "./tree.js";
import type { Trust } from "./trust.js";

const LOG_ENTRIES_MAX = 4_000_000n;
/** A server that stops while the box comes out goes on when it is back: a week. */
const BOX_MINUTES_MAX = 7 * 24 * 60;
/** Places looked at before the page gets its turn. */
const BATCH = 100;

/** All leaves of the published log, under a believed checkpoint. */
export interface PublishedLeaves {
  readonly seen: Cosigned;
  readonly leaves: readonly Uint8Array[];
}

/** The published checkpoint, believed; it may be a moment behind what is answered on a connection. */
export async function publishedCheckpoint(download: Download, trust: Trust): Promise<Cosigned> {
  const note = fromUtf8(await download("/checkpoint", CHECKPOINT_BYTES_MAX));
  if (note === undefined) throw new TrustError("checkpoint", "not UTF-8");
  const seen = trust.observeLate(note);
  if (seen === undefined) throw new TrustError("not-published-yet", "the checkpoint");
  return seen;
}

/** Downloads checkpoint and leaves, checks them against each other and against all that was believed before. */
export async function publishedLeaves(download: Download, trust: Trust): Promise<PublishedLeaves> {
  const before = trust.newest;
  const seen = await publishedCheckpoint(download, trust);
  const { size, root } = seen.checkpoint;
  if (size > LOG_ENTRIES_MAX) throw new TrustError("leaves", `${size} entries`);
  const leaves: Uint8Array[] = [];
  for (let number = 0; number * TILE_WIDTH < Number(size); number += 1) {
    leaves.push(...(await tile(download, number, widthOf(number, Number(size)))));
  }
  // What is served may be anybody's: only leaves that give the signed root say anything about who signed it.
  if (!equal(rootOf(leaves), root)) throw new TrustError("leaves", "they do not give the signed root");
  for (const earlier of before) {
    const proof = twoHistories(trust.sitting.line, earlier, seen, leaves);
    if (proof !== undefined) throw new TrustError("contradiction", `sizes ${earlier.checkpoint.size} and ${size}`, [proof]);
  }
  return { seen, leaves };
}

async function tile(download: Download, number: number, width: number): Promise<readonly Uint8Array[]> {
  const read = async (wide: number): Promise<readonly Uint8Array[] | undefined> => readTile(await download(`/${leavesPath(number, wide)}`, TILE_BYTES_MAX), wide);
  const hashes = await partialOrFull(width, read, isGone);
  if (hashes === undefined) throw new TrustError("leaves", `length of tile ${number}`);
  return hashes;
}

/** The file that shows an entry's place (§2.6). */
export function receiptOf({ seen, leaves }: PublishedLeaves, index: number): string {
  return writeReceipt(index, inclusionProof(index, leaves), seen.note);
}

/** The line that an act becomes after the entry with this leaf hash, at this time. */
export function entryLine(prev: Uint8Array, time: number, act: Act): string {
  const sigs = act.sigs.map(({ by, sig }) => ({ by, sig: base64Url(sig) }));
  return `{"prev":"${base64Url(prev)}","time":${time},"sigs":${encodeJson(toJson(sigs))},"body":${act.body}}`;
}

/** Index of the last entry of the first `ballots` of a box: each has the same length, so the same number of parts before it. */
export function lastIndex(boxOpened: number, ballots: number, ballotBytes: number): number {
  const parts = ballotBytes > INLINE_BYTES_MAX ? Math.ceil(ballotBytes / PART_BYTES) : 0;
  return boxOpened + ballots * (parts + 1);
}

/** Every time that an entry of a box can have: whole minutes, from that of `box_opened` to that of the last entry. */
export function wholeMinutes(from: number, until: number): number[] {
  const count = Math.min(BOX_MINUTES_MAX, Math.floor(Math.max(0, until - from) / 60) + 1);
  return Array.from({ length: count }, (_, minute) => from + 60 * minute);
}

/** All of 0 … count − 1, by distance from where a uniform key would stand: ballots are sorted by key. */
export function nearestFirst(key: Uint8Array, count: number): number[] {
  const start = Math.floor((count * new DataView(key.buffer, key.byteOffset).getUint32(0)) / 2 ** 32);
  return Array.from({ length: count }, (_, place) => place).sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
}

export interface Box {
  /** Index of `box_opened`. */
  readonly opened: number;
  /** How many it announced. */
  readonly ballots: number;
  /** Length of one encrypted ballot. */
  readonly ballotBytes: number;
  /** Time of `box_opened` and of the box's last entry. */
  readonly from: number;
  readonly until: number;
}

/** The place of an act in the box, and the line there; `undefined` if it is not in it. */
export async function findAct(
  leaves: readonly Uint8Array[],
  box: Box,
  act: Act,
  ballotKey: Uint8Array,
): Promise<{ readonly index: number; readonly line: string } | undefined> {
  let looked = 0;
  for (const time of wholeMinutes(box.from, box.until)) {
    for (const place of nearestFirst(ballotKey, box.ballots)) {
      const index = lastIndex(box.opened, place + 1, box.ballotBytes);
      const [prev, leaf] = [leaves[index - 1], leaves[index]];
      if (prev === undefined || leaf === undefined) continue;
      const line = entryLine(prev, time, act);
      if (equal(leafHash(utf8(line)), leaf)) return { index, line };
      looked += 1;
      if (looked % BATCH === 0) await pause(0);
    }
  }
  return undefined;
}
