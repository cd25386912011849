// The one proof for all stamps of a box (protocol.md §6.3).

import { compare, concat, equal } from "#base/bytes.js";
import { decodeElement, IDENTITY, littleEndian, times, type Point } from "#base/group.js";
import { hash } from "#base/hash.js";
import { sameLogarithm } from "./proof.js";
import { stampInput } from "#base/stamped.js";

export interface StampedKey {
  readonly ballotKey: Uint8Array;
  readonly stamp: Uint8Array;
}

export interface Box {
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  /** B, the contest's stamp key. */
  readonly key: Uint8Array;
  readonly count: number;
  readonly digest: Uint8Array;
  readonly proof: Uint8Array;
}

export type BoxError = "order" | "count" | "digest" | "stamp" | "proof";

/** §6.3: `undefined` if all stamps of the box are good. */
export function checkBox(box: Box, ballots: readonly StampedKey[]): BoxError | undefined {
  const { sitting, contest, key } = box;
  for (const [at, ballot] of ballots.entries()) {
    const before = ballots[at - 1];
    if (before !== undefined && compare(before.ballotKey, ballot.ballotKey) >= 0) return "order";
  }
  if (ballots.length !== box.count) return "count";
  const stamps: Point[] = [];
  for (const { stamp } of ballots) {
    const point = decodeElement(stamp);
    if (point === undefined) return "stamp";
    stamps.push(point);
  }
  const pairs = ballots.map(({ ballotKey, stamp }) => concat(ballotKey, stamp));
  const digest = hash("stamp-batch", sitting, contest, key, ballots.length, ...pairs);
  if (!equal(digest, box.digest)) return "digest";
  const b = decodeElement(key);
  if (b === undefined) return "stamp";
  let m = IDENTITY;
  let z = IDENTITY;
  for (const [i, ballot] of ballots.entries()) {
    const weight = littleEndian(hash("stamp-weight", sitting, contest, key, digest, i).slice(0, 16));
    const p = stampInput(sitting, contest, ballot.ballotKey);
    const n = stamps[i];
    if (p === undefined || n === undefined) return "stamp";
    m = m.add(times(weight, p));
    z = z.add(times(weight, n));
  }
  const holds = sameLogarithm(box.proof, { p: b, b: m, q: z }, "stamp-proof", sitting, contest, ballots.length, digest);
  return holds ? undefined : "proof";
}
