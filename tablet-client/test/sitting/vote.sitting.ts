/** Deputies by touch in browsers beside others at terminals: from the card to a log that verifies. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { Tablets } from "./browser.js";
import { Seat } from "./seat.js";
import { ABSENT, RealSitting } from "./server.js";

const DEPUTIES = 6;
/** Those with the lowest numbers sit at tablets, the others at terminals. */
const TABLETS = 2;
/** What each of them ticks, by item from 0. */
const TICKED = [[0, 4], [4]];
const ITEMS = 6;

let sitting: RealSitting;
let tablets: Tablets;

beforeAll(async () => {
  if (ABSENT !== null) return;
  sitting = await RealSitting.start(DEPUTIES);
  tablets = await Tablets.launch(sitting.authority);
});

afterAll(async () => {
  if (ABSENT !== null) return;
  await tablets.close();
  await sitting.end();
});

test.skipIf(ABSENT !== null)("a tablet without the authority's certificate shows nothing of the sitting", async () => {
  const bare = await Tablets.launch(null);
  const context = await bare.context();
  const page = await context.newPage();
  await expect(page.goto(`${sitting.origin}/`)).rejects.toThrow("ERR_CERT_AUTHORITY_INVALID");
  await bare.close();
});

test.skipIf(ABSENT !== null)("two deputies vote by touch, four at terminals, and the log verifies with the totals of what they marked", async () => {
  const seats: Seat[] = [];
  for (let number = 1; number <= TABLETS; number += 1) {
    const seat = await Seat.take(sitting, tablets);
    await seat.signIn(number);
    expect(await seat.text()).toContain(`代表 ${number}代表，已签到`);
    seats.push(seat);
  }
  await sitting.seat(TABLETS + 1, DEPUTIES);
  await sitting.do(`present ${DEPUTIES}`);
  await sitting.open(1);
  for (const [index, seat] of seats.entries()) {
    await seat.ballot(1);
    expect(await seat.claim()).toBe(null);
    await seat.mark(Array.from({ length: ITEMS }, (_, item) => (TICKED[index]?.includes(item) === true ? 0 : null)));
    await seat.review();
    expect(await seat.claim()).toBe("not-cast");
    expect(await seat.confirm()).toMatch(/^[0-9A-F]{64}$/);
    await seat.cast();
    expect(await seat.claim()).toBe("cast");
    expect(await seat.heading()).toContain("票已投出");
  }
  const terminals = await sitting.voted(1);
  await sitting.declare(1);
  for (const seat of seats) {
    await seat.page.getByText("已在日志第").first().waitFor();
    expect(seat.wrong).toEqual([]);
    await seat.close();
  }
  await sitting.do("seal");
  const verified = await sitting.verify();
  expect(verified.sealed).toBe(true);
  const ticked = (item: number): number => TICKED.filter((one) => one.includes(item)).length;
  expect(verified.contests.get(1)).toEqual({ ballots: DEPUTIES, totals: terminals.map((total, item) => total + ticked(item)) });
});
