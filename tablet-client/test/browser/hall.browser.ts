import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decisionOf, GRADES, PROJECTS, SittingInTheMaking, THREE_WAY, type Hall } from "../follow/making.js";
import { type Log } from "../follow/served.js";
import { launch, open, type Watching } from "./chromium.js";
import { misshapen, violations } from "./measures.js";
import { Site } from "./site.js";

const PICTURES = process.env["PIAOJUE_PICTURES"];
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;
const HALL: Hall = { deputies: 60, present: 58, mode: "real" };
const REHEARSAL: Hall = { ...HALL, mode: "rehearsal" };
/** Tenth and eleventh have as many. */
const VOTES = [52, 49, 47, 31, 45, 44, 40, 38, 36, 35, 33, 33, 30, 22, 9];
const TIED = VOTES.map((votes) => (votes === 31 ? 37 : votes));

let browser: Browser;
let site: Site | undefined;

beforeAll(async () => {
  browser = await launch();
});
afterEach(async () => {
  await site?.close();
  site = undefined;
});
afterAll(async () => {
  await browser.close();
});

/** The hall's screen of a log, once something is shown. */
async function hall(log: Log, mode: "real" | "rehearsal", size: (typeof SIZES)[number], pageHash?: string): Promise<Watching> {
  site = new Site(log, mode);
  site.pageHash = pageHash;
  await site.listen();
  const watching = await open(browser, site.origin, "/hall", size);
  await watching.page.waitForSelector(".foot, .wrong");
  return watching;
}

/** What is asked of every screen; and its picture, if somebody wants to look at it. */
async function check({ page, faults }: Watching, name: string): Promise<void> {
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}.png` });
  }
  expect(await misshapen(page), name).toEqual([]);
  expect(await violations(page), name).toEqual([]);
  expect(faults, name).toEqual([]);
}

const declared = (hallOf: Hall, decision: Readonly<Record<string, unknown>>): Log => new SittingInTheMaking(hallOf).open().issue(58).end(57).box(57, 128).close(58, 57).declare(decision).log();

const VOID = {
  outcome: { kind: "void", reason: "returned_exceeds_issued", bound: 56, actual: 57 },
  needed: 0,
  base: 0,
  firm: [],
  tied: { items: [], seats: 0 },
  next: { kind: "none", items: [], seats: 0 },
  vacant: 0,
  unreturned: 0,
  unreturned_could_change: false,
  items: [],
};

/** 赞成 as given; of the rest half are 反对. */
function threeWay(votes: readonly number[], valid: number, membership: number): Readonly<Record<string, unknown>> {
  const decision = decisionOf(votes, valid, membership, votes.length);
  const items = decision["items"];
  if (!Array.isArray(items)) throw new Error("no items");
  return {
    ...decision,
    vacant: votes.filter((count) => count <= membership / 2).length,
    items: items.map((item: object, at) => {
      const rest = valid - (votes[at] ?? 0);
      return { ...item, counts: [votes[at] ?? 0, Math.floor(rest / 2), rest - Math.floor(rest / 2)] };
    }),
  };
}

/** 满意 as given, 5 不满意, the others 基本满意. */
function graded(best: readonly number[], valid: number): Readonly<Record<string, unknown>> {
  const shares = best.map((count) => Math.min(valid - 5, count + 12));
  const items = best.map((count, at) => {
    const good = shares[at] ?? 0;
    const percent = Math.floor((20_000 * good + valid) / (2 * valid));
    const grade = percent >= 9_000 ? 0 : percent >= 7_000 ? 1 : 2;
    return {
      counts: [count, good - count, valid - good, 0, 0],
      invalid: 0,
      votes: valid,
      score: { num: 0, den: 1 },
      share: { num: good, den: valid, percent },
      rank: 1 + shares.filter((other) => other > good).length,
      passed: grade < 2,
      chosen: "graded",
      grade: [grade],
      reason: { code: "rate", band: grade === 0 ? [90] : grade === 1 ? [70] : [] },
    };
  });
  return { ...VOID, outcome: { kind: "valid" }, items };
}

const SCENES: readonly (readonly [name: string, log: () => Log, mode: "real" | "rehearsal", keys: readonly string[]])[] = [
  ["before", () => new SittingInTheMaking(HALL).log(), "real", []],
  ["before-few", () => new SittingInTheMaking({ ...REHEARSAL, present: 12 }).log(), "rehearsal", []],
  ["open", () => new SittingInTheMaking(HALL).open().issue(43).log(), "real", []],
  ["open-rehearsal", () => new SittingInTheMaking(REHEARSAL).open().issue(43).log(), "rehearsal", []],
  ["held", () => new SittingInTheMaking(HALL).open().issue(20).hold("会场停电，核对设备").log(), "real", []],
  ["ended", () => new SittingInTheMaking(HALL).open().issue(58).end(51).log(), "real", []],
  ["closed", () => new SittingInTheMaking(HALL).open().issue(58).end(57).box(57, 128).close(58, 57).log(), "real", []],
  ["declared-waiting", () => declared(HALL, decisionOf(VOTES, 57, 60)), "real", []],
  ["declared-partly", () => declared(HALL, decisionOf(VOTES, 57, 60)), "real", ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"]],
  ["declared-partly-top", () => declared(HALL, decisionOf(VOTES, 57, 60)), "real", Array.from({ length: 11 }, () => "ArrowRight")],
  ["declared-all", () => declared(HALL, decisionOf(VOTES, 57, 60)), "real", ["e"]],
  ["declared-all-2", () => declared(HALL, decisionOf(VOTES, 57, 60)), "real", ["e", "ArrowDown"]],
  ["three-way", () => declared({ ...HALL, profile: THREE_WAY, items: PROJECTS.slice(0, 6) }, threeWay([52, 49, 30, 45, 44, 22], 57, 60)), "real", ["e"]],
  ["grades", () => declared({ ...HALL, profile: GRADES, items: PROJECTS.slice(0, 5), title: "2027 年度民生实事项目满意度测评" }, graded([50, 30, 20, 44, 10], 57)), "real", ["e"]],
  ["void", () => declared(HALL, VOID), "real", []],
  ["tied-rehearsal", () => declared(REHEARSAL, decisionOf(TIED, 57, 60, 11)), "rehearsal", ["e", "ArrowDown"]],
];

describe.each(SIZES)("at $width × $height", (size) => {
  test.each(SCENES)("%s", async (name, log, mode, keys) => {
    const watching = await hall(log(), mode, size, "70b1e5de67cd7257133634229aaf57a425e9b9f33d0aa4ddaf1752eb978af62d");
    for (const key of keys) await watching.page.keyboard.press(key);
    await check(watching, `${name}-${size.height}`);
  });
});

describe("what keys and bad days do", () => {
  const SIZE = SIZES[0];

  test("rows come one after another, a covered screen is black, and a skipped bar stands still", async () => {
    const { page, faults } = await hall(declared(HALL, decisionOf(VOTES, 57, 60)), "real", SIZE);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".row:not(.hidden-row)").count()).toBe(2);
    await page.keyboard.press("b");
    expect(await page.locator(".blank").count()).toBe(1);
    expect(await page.locator("body").innerText()).toBe("");
    await page.keyboard.press("b");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".grows").count()).toBe(1);
    await page.keyboard.press(" ");
    expect(await page.locator(".grows").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("bars grow only for those who have not asked for less motion", async () => {
    site = new Site(declared(HALL, decisionOf(VOTES, 57, 60)), "real");
    await site.listen();
    const moving = await open(browser, site.origin, "/hall", SIZE, false);
    await moving.page.waitForSelector(".foot");
    await moving.page.keyboard.press("ArrowRight");
    const name = (): Promise<string> => moving.page.locator(".bar-length").last().evaluate((bar) => getComputedStyle(bar).animationName);
    expect(await name()).toBe("grow");
    await moving.page.emulateMedia({ reducedMotion: "reduce" });
    expect(await name()).toBe("none");
  });

  test("what does not check is said, and not shown", async () => {
    const log = new SittingInTheMaking(HALL).open().issue(20).log();
    const { page } = await hall(log, "real", SIZE);
    expect(await page.locator(".figure").first().innerText()).toBe("20");
    if (site === undefined) throw new Error("no site");
    // The server goes on with another history.
    const other = new SittingInTheMaking(HALL).open().hold("另一份").log();
    site.log = { ...other, lines: [...other.lines.slice(0, 30), ...log.lines.slice(30, other.lines.length)] };
    await page.waitForSelector(".wrong", { timeout: 15_000 });
    expect(await page.locator(".wrong").innerText()).toMatch(/总监票人|比刚才少/);
    expect(await page.locator(".figure").first().innerText()).toBe("20");
  });

  test("a cut network is said, what was checked stays, and it goes on by itself", async () => {
    const step1 = new SittingInTheMaking(HALL).open().issue(20);
    const { page } = await hall(step1.log(), "real", SIZE);
    if (site === undefined) throw new Error("no site");
    site.down = true;
    await page.waitForSelector(".wrong.mild", { timeout: 15_000 });
    expect(await page.locator(".figure").first().innerText()).toBe("20");
    site.log = new SittingInTheMaking(HALL).open().issue(31).log();
    site.down = false;
    await page.waitForSelector('.figure:text-is("31")', { timeout: 20_000 });
    expect(await page.locator(".wrong").count()).toBe(0);
  });

  test("another sitting, and a rehearsal on a page for a real one, are not shown", async () => {
    site = new Site(new SittingInTheMaking(HALL).log(), "real", new Uint8Array(32).fill(7));
    await site.listen();
    const foreign = await open(browser, site.origin, "/hall", SIZE);
    await foreign.page.waitForSelector("text=另一次会议");
    await site.close();
    site = new Site(new SittingInTheMaking(REHEARSAL).log(), "real");
    await site.listen();
    const mixed = await open(browser, site.origin, "/hall", SIZE);
    await mixed.page.waitForSelector("text=演练与正式会议不符");
    expect(await mixed.page.locator("body").innerText()).not.toContain("实到");
  });
});
