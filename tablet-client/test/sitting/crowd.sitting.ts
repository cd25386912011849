/** One sitting of eighty: sixty at terminals, twenty in browsers of their own. All vote; the log is sealed and verifies. */

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tablets } from "./browser.js";
import { Seat } from "./seat.js";
import { ABSENT, RealSitting } from "./server.js";

const TERMINALS = 60;
const TABLETS = 20;
const ITEMS = 6;
const MOST = 3;
/** So many browsers are busy at a time, on two cores. */
const AT_ONCE = 4;

let sitting: RealSitting;
let tablets: Tablets;
const endings: (() => Promise<unknown>)[] = [];

/** Runs over all, a few at a time. */
async function few<T>(all: readonly T[], run: (one: T, index: number) => Promise<void>): Promise<void> {
  const waiting = [...all.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** What a process and all below it hold of their own, in megabytes: shared pages count once. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    const stat = read(`/proc/${name}/stat`);
    // The name, in brackets, may hold anything.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (Number.isInteger(parent)) parents.set(Number(name), parent);
  }
  const isBelow = (process: number | undefined): boolean => process !== undefined && process > 1 && (process === root || isBelow(parents.get(process)));
  const kilobytes = [...parents.keys()].filter(isBelow).map((process) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${process}/smaps_rollup`))?.[1] ?? 0));
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

/** A process may be gone by the time it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

beforeAll(async () => {
  if (ABSENT !== null) return;
  sitting = await RealSitting.start(TERMINALS + TABLETS);
  endings.push(() => sitting.end());
  tablets = await Tablets.launch(sitting.authority);
  endings.push(() => tablets.close());
});

afterAll(async () => {
  for (const ending of endings.reverse()) await ending();
});

describe.skipIf(ABSENT !== null)("sixty terminals and twenty browsers", () => {
  test("all vote, all are found, sealed and verified", async () => {
    const started = performance.now();
    const told: string[] = [];
    const lap = (what: string): void => {
      told.push(`${what} ${((performance.now() - started) / 1000).toFixed(1)} s`);
    };
    const numbers = Array.from({ length: TABLETS }, (_, index) => index + 1);
    const seats: Seat[] = [];
    await few(numbers, async (number, index) => {
      const seat = await Seat.take(sitting, tablets);
      seats[index] = seat;
      await seat.signIn(number);
    });
    lap(`${TABLETS} browsers signed in`);
    await sitting.seat(TABLETS + 1, TABLETS + TERMINALS);
    await sitting.do(`present ${TABLETS + TERMINALS}`);
    lap(`${TERMINALS} terminals signed in`);
    await sitting.open(1);
    const totals = Array.from({ length: ITEMS }, () => 0);
    await few(seats, async (seat, index) => {
      // Every number of ticks, the blank ballot among them.
      const ticked = Array.from({ length: index % (MOST + 1) }, (_, step) => (index + 2 * step) % ITEMS);
      await seat.ballot(1);
      await seat.mark(Array.from({ length: ITEMS }, (_, item) => (ticked.includes(item) ? 0 : null)));
      await seat.review();
      await seat.confirm();
      await seat.cast();
      expect(await seat.claim()).toBe("cast");
      for (const item of ticked) totals[item] = (totals[item] ?? 0) + 1;
    });
    lap("all browsers voted");
    const terminals = await sitting.voted(1);
    lap("all terminals voted");
    const memory = { "chromium MB": memoryOf(tablets.process), "server and terminals MB": memoryOf(sitting.pid) };
    await sitting.declare(1);
    lap("declared");
    await few(seats, async (seat) => {
      await seat.page.getByText("已在日志第").first().waitFor();
      expect(seat.wrong).toEqual([]);
    });
    lap("found in the log by every browser");
    await sitting.do("seal");
    const verified = await sitting.verify();
    lap(`sealed and verified, ${verified.entries} entries`);
    console.log(told.join("; "), memory);
    expect(verified.sealed).toBe(true);
    expect(verified.contests.get(1)).toEqual({ ballots: TERMINALS + TABLETS, totals: terminals.map((total, item) => total + (totals[item] ?? 0)) });
  });
});
