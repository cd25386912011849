// What a device makes of marks: a ballot that is either opened or cast, and how long 15 × 3 with at most 10 takes.

import { expect, test } from "vitest";
import { hex } from "../../src/base/bytes.js";
import { LocalBallots } from "../../src/worker/client.js";
import type { ContestParts } from "../../src/worker/maker.js";
import { hexOf, vector } from "../vectors.js";

const file = vector("ballot.json");
const terms = Array.from({ length: 15 }, (_, row) => [2 * row, 1] as const);
const parts: ContestParts = {
  sitting: hexOf(file, "sitting"),
  contest: hexOf(file, "contest"),
  key: hexOf(file, "key"),
  shape: { rows: 15, options: 3, limits: [{ terms, low: 0, high: 10 }] },
};
const ballotKey = new Uint8Array(32).fill(7);
const columns = Array.from({ length: 15 }, (_, row) => (row < 10 ? 0 : row % 3 === 0 ? 1 : 2));

test("what was opened is found good by a second device, and is never cast", async () => {
  const ballots = new LocalBallots();
  await ballots.warm(parts.key);
  const start = performance.now();
  const { id, code } = await ballots.prepare(parts, ballotKey, columns);
  console.log(`15 × 3, at most 10: ${(performance.now() - start).toFixed(0)} ms`);
  const opened = await ballots.open(id);
  expect(hex(opened.code)).toBe(hex(code));
  expect(Object.keys(opened).sort()).toEqual(["choices", "code", "com", "seed"]);
  expect(await new LocalBallots().check(parts, opened, code)).toEqual(columns);
  const lied = { ...opened, choices: opened.choices.map((byte, at) => (at === 0 ? byte ^ 3 : byte)) };
  await expect(ballots.check(parts, lied, code)).rejects.toMatchObject({ reason: "OpeningError" });
  await expect(ballots.take(id)).rejects.toMatchObject({ reason: "NotPreparedError" });
});

test("what was taken to be cast is taken once, has the shape's length and is never opened", async () => {
  const ballots = new LocalBallots();
  const first = await ballots.prepare(parts, ballotKey, columns);
  const second = await ballots.prepare(parts, ballotKey, columns);
  expect(hex(first.code)).not.toBe(hex(second.code));
  await expect(ballots.take(first.id)).rejects.toMatchObject({ reason: "NotPreparedError" });
  const taken = await ballots.take(second.id);
  expect(taken.ballot.length).toBe(13_248);
  expect(Object.keys(taken).sort()).toEqual(["ballot", "code", "nonce"]);
  await expect(ballots.open(second.id)).rejects.toMatchObject({ reason: "NotPreparedError" });
});

test("an eleventh mark is refused by the worker too", async () => {
  const ballots = new LocalBallots();
  const eleven = columns.map((_, row) => (row < 11 ? 0 : 2));
  await expect(ballots.prepare(parts, ballotKey, eleven)).rejects.toMatchObject({ reason: "ChoiceError" });
  await ballots.prepare(parts, ballotKey, columns);
  await ballots.discard();
  await expect(ballots.open(1)).rejects.toMatchObject({ reason: "NotPreparedError" });
});
