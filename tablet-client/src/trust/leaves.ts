// Looking a ballot up without telling anyone which it is (protocol.md §11.5): every leaf hash of the published log is downloaded, and
// one's own entry is rebuilt for each place of the box.

import { chunks, equal, fromUtf8, utf8 } from "../base/bytes.js";
import { leafHash } from "../base/hash.js";
import { Tree } from "../base/merkle.js";
import { base64, base64Url } from "../base/wire/base64.js";
import { encodeJson, toJson } from "../base/wire/json.js";
import { INLINE_BYTES_MAX, PART_BYTES } from "../base/entry/payload.js";
import { pause } from "../net/backoff.js";
import { NetError } from "../net/error.js";
import type { Download } from "../net/http.js";
import type { Act } from "../net/messages.js";
import { TrustError } from "./error.js";
import type { Cosigned } from "./sitting.js";
import { contradiction, type Trust } from "./trust.js";

const CHECKPOINT_BYTES_MAX = 65_536;
const TILE_BYTES_MAX = 8_192;
const TILE_LEAVES = 256;
const LOG_ENTRIES_MAX = 4_000_000n;
/** A server that stops while the box comes out goes on when it is back: a week. */
const BOX_MINUTES_MAX = 7 * 24 * 60;
/** Places looked at before the page gets its turn. */
const BATCH = 100;

/** N in groups of three digits, all but the last after an `x` (§2.7). */
export function tileNumber(number: number): string {
  const digits = String(number);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

/** All leaves of the published log, under a believed checkpoint. */
export interface PublishedLeaves {
  readonly seen: Cosigned;
  readonly leaves: readonly Uint8Array[];
}

/** Downloads checkpoint and leaves, checks them against each other and against all that was believed before. */
export async function publishedLeaves(download: Download, trust: Trust): Promise<PublishedLeaves> {
  const note = fromUtf8(await download("/checkpoint", CHECKPOINT_BYTES_MAX));
  if (note === undefined) throw new TrustError("checkpoint", "not UTF-8");
  const before = trust.newest;
  const seen = trust.observeLate(note);
  // The published file may be a moment behind what is answered on a connection.
  if (seen === undefined) throw new TrustError("not-published-yet", "the checkpoint");
  const { size, root } = seen.checkpoint;
  if (size > LOG_ENTRIES_MAX) throw new TrustError("leaves", `${size} entries`);
  const leaves: Uint8Array[] = [];
  const tree = new Tree();
  const earlier = before.filter((one) => one.checkpoint.size < size);
  for (let number = 0; number * TILE_LEAVES < Number(size); number += 1) {
    const width = Math.min(TILE_LEAVES, Number(size) - number * TILE_LEAVES);
    for (const leaf of await tile(download, number, width)) {
      leaves.push(leaf);
      tree.push(leaf);
      const then = earlier.find((one) => one.checkpoint.size === BigInt(tree.size));
      if (then !== undefined && !equal(tree.root(), then.checkpoint.root)) throw contradiction(then, seen);
    }
  }
  if (!equal(tree.root(), root)) throw new TrustError("leaves", "they do not give the signed root");
  return { seen, leaves };
}

async function tile(download: Download, number: number, width: number): Promise<Uint8Array[]> {
  const path = `/tile/0/${tileNumber(number)}`;
  const bytes = await download(width < TILE_LEAVES ? `${path}.p/${width}` : path, TILE_BYTES_MAX).catch((error: unknown) => {
    // Where a partial tile is not there any more, the first of the full one are taken (§2.7).
    if (width < TILE_LEAVES && error instanceof NetError && error.code === "status") return download(path, TILE_BYTES_MAX);
    throw error;
  });
  const hashes = chunks(bytes.slice(0, 32 * width), 32);
  if (bytes.length % 32 !== 0 || hashes.length !== width) throw new TrustError("leaves", `length of tile ${number}`);
  return hashes;
}

/** The root over some leaves. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const tree = new Tree();
  for (const leaf of leaves) tree.push(leaf);
  return tree.root();
}

/** The inclusion proof of a leaf, its sibling first (§2.4). */
export function inclusionProof(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...inclusionProof(index, left), rootOf(right)] : [...inclusionProof(index - split, right), rootOf(left)];
}

/** The file that shows an entry's place (§2.6). */
export function receiptFile({ seen, leaves }: PublishedLeaves, index: number): string {
  return receiptText(index, inclusionProof(index, leaves), seen.note);
}

/** The same of a proof that is there already. */
export function receiptText(index: number, proof: readonly Uint8Array[], note: string): string {
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${proof.map((hash) => `${base64(hash)}\n`).join("")}\n${note}`;
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
