/**
 * `npm run measure`: how long a cold start and an encryption take in Chromium against a real server on loopback, and how large the bundle
 * is. It prints figures and asserts none: no test measures time.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, environment, installAuthorities, TABLET } from "./browser.js";
import { rules } from "./profiles.js";
import { ABSENT, RealSitting } from "./server.js";

const ROUNDS = 7;
/** 15 items, 赞成 反对 弃权, at most 10 approved: the ballot of docs/benchmarks.md. */
const ITEMS = 15;
const MOST = 10;
const CONTEST = 2;
const DEPUTIES = 5;
/** What a deputy needs at least to read fifteen items and tick ten, in milliseconds. */
const READING = 5_000;
/** Longer than the browser keeps what is stored in memory alone, in milliseconds. */
const WRITING = 30_000;

const endings: (() => unknown)[] = [];
let sitting: RealSitting;
let home: string;
/** The browser's folder on disk, in which deputy 1 is signed in. */
let profile: string;

/** Notes when each screen was painted first, what the worker was asked and how long it took, and how long the page ever stood still. */
const NOTES = `
  window.notes = { screens: {}, asked: [], still: 0, ready: 0 };
  new MutationObserver(() => {
    const name = document.querySelector("[data-screen]")?.getAttribute("data-screen");
    // Painted once the frame after the next begins.
    const paint = (note) => requestAnimationFrame(() => requestAnimationFrame(() => { note(performance.now()); }));
    if (name && !(name in notes.screens)) { notes.screens[name] = 0; paint((at) => { notes.screens[name] = at; }); }
    const ready = document.querySelector('button.ready[data-action="contest-${CONTEST}"]');
    if (ready && notes.ready === 0) { notes.ready = performance.now(); if (window.name === "hurry") ready.click(); }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  const asked = new Map();
  window.Worker = class extends Worker {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data }) => { const one = asked.get(data.number); one.ms = performance.now() - one.at; });
    }
    postMessage(message) {
      const one = { kind: message.question.kind, at: performance.now(), ms: null };
      asked.set(message.number, one);
      notes.asked.push(one);
      super.postMessage(message);
    }
  };
  let last = performance.now();
  const frame = (at) => { if (notes.watched) notes.still = Math.max(notes.still, at - last); last = at; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);`;

async function launch(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: ["--no-sandbox"], env: environment(home), viewport: TABLET, hasTouch: true, locale: "zh-CN" });
}

function pageOf(context: BrowserContext): Promise<Page> {
  const [page] = context.pages();
  return page === undefined ? context.newPage() : Promise.resolve(page);
}

async function number(page: Page, expression: string): Promise<number> {
  const value: unknown = await page.evaluate(expression);
  if (typeof value !== "number") throw new Error(`${expression} is ${JSON.stringify(value)}`);
  return value;
}

/** Until this number is no longer 0. Asked by the debugger: the page's policy lets no text become a program in it. */
async function until(page: Page, expression: string): Promise<number> {
  const found = await number(page, expression);
  if (found > 0) return found;
  await page.waitForTimeout(20);
  return until(page, expression);
}

/** Loads the page with nothing in the browser's cache. `hurry`: the contest is opened as soon as it can be. */
async function load(page: Page, hurry: boolean): Promise<void> {
  await (await page.context().newCDPSession(page)).send("Network.clearBrowserCache");
  await page.addInitScript(`${hurry ? 'window.name = "hurry";' : ""}${NOTES}`);
  await page.goto(`${sitting.origin}/`);
}

const FIRST_PAINT = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0`;

function said(all: readonly number[]): string {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (index: number): string => String(Math.round(sorted[index] ?? 0));
  return `median ${at(Math.floor(sorted.length / 2))} ms, most ${at(sorted.length - 1)} ms`;
}

const tap = (page: Page, action: string): Promise<void> => page.locator(`[data-action="${action}"]`).last().tap();

/** Files of the profile in which the ticks stand as the page stores them. */
function holding(): readonly string[] {
  const marks = JSON.stringify(Array.from({ length: ITEMS }, (_, item) => (item < MOST ? 0 : null)));
  const forms = [Buffer.from(marks, "latin1"), Buffer.from(marks, "utf16le")];
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .filter((file) => forms.some((form) => readFileSync(file).includes(form)));
}

async function signIn(page: Page): Promise<void> {
  await tap(page, "type");
  await page.locator('[data-action="field-number"]').fill("1");
  await page.locator('[data-action="field-code"]').fill(sitting.code(1));
  await tap(page, "sign-in");
  await tap(page, "its-me");
  await page.locator('[data-screen="list"]').waitFor();
}

/** Marks ten at once and asks for the encryption; how long until it is there, and how long the page stood still meanwhile. */
async function encrypt(page: Page): Promise<{ readonly warm: number; readonly prepare: number; readonly still: number }> {
  await page.evaluate(`(async () => {
    notes.watched = true;
    const of = (action) => document.querySelector('[data-action="' + action + '"]');
    for (let item = 1; item <= ${MOST}; item += 1) of("item-" + item + "-0").click();
    await new Promise(requestAnimationFrame);
    of("review").click();
  })()`);
  const prepare = await until(page, `notes.asked.findLast(({ kind }) => kind === "prepare")?.ms ?? 0`);
  return { warm: await number(page, `notes.asked.find(({ kind }) => kind === "warm")?.ms ?? 0`), prepare, still: await number(page, "notes.still") };
}

beforeAll(async () => {
  if (ABSENT !== null) return;
  sitting = await RealSitting.start(DEPUTIES, [rules("county-selection", ITEMS, { options: '{ kind = "three_way" }' })]);
  endings.push(() => sitting.end());
  profile = mkdtempSync(join(tmpdir(), "piaojue-profile-"));
  endings.push(() => {
    rmSync(profile, { recursive: true, force: true });
  });
  home = installAuthorities([sitting.authority]);
  endings.push(() => {
    rmSync(home, { recursive: true, force: true });
  });
});

afterAll(async () => {
  for (const ending of endings.reverse()) await ending();
});

describe.skipIf(ABSENT !== null)("figures", () => {
  test("cold start and encryption", async () => {
    const [paints, ways]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const fresh = mkdtempSync(join(tmpdir(), "piaojue-profile-"));
      const context = await launch(fresh);
      const page = await pageOf(context);
      await load(page, false);
      ways.push(await until(page, "notes.screens.ways ?? 0"));
      paints.push(await number(page, FIRST_PAINT));
      await context.close();
      rmSync(fresh, { recursive: true, force: true });
    }
    console.log(`cold start, sign-in page: first paint ${said(paints)}; 代表签到 can be tapped ${said(ways)}`);

    const first = await launch(profile);
    const entering = await pageOf(first);
    await entering.goto(`${sitting.origin}/`);
    await signIn(entering);
    await first.close();
    // Without a quorum no contest is opened.
    await sitting.seat(2, DEPUTIES);
    await sitting.do(`present ${DEPUTIES}`);
    await sitting.open(CONTEST);
    await sitting.voted(CONTEST);
    const lists = (): number[] => [];
    const cold = { paint: lists(), list: lists(), ballot: lists(), prepare: lists(), warm: lists(), still: lists() };
    const read = { prepare: lists(), still: lists() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await launch(profile);
      const page = await pageOf(context);
      await load(page, true);
      cold.ballot.push(await until(page, `notes.screens["ballot-${CONTEST}"] ?? 0`));
      // Nobody is so quick: the first encryption, while the worker still warms.
      const made = await encrypt(page);
      cold.paint.push(await number(page, FIRST_PAINT));
      cold.list.push(await number(page, "notes.ready"));
      cold.prepare.push(made.prepare);
      cold.warm.push(made.warm);
      cold.still.push(made.still);
      await context.close();

      const again = await launch(profile);
      const reading = await pageOf(again);
      await load(reading, true);
      await until(reading, `notes.screens["ballot-${CONTEST}"] ?? 0`);
      await reading.waitForTimeout(READING);
      const after = await encrypt(reading);
      read.prepare.push(after.prepare);
      read.still.push(after.still);
      expect(after.warm).toBeGreaterThan(0);
      await again.close();
    }
    console.log(`cold start, signed in, contest open: first paint ${said(cold.paint)}; contest can be opened ${said(cold.list)}; ballot painted ${said(cold.ballot)}`);
    console.log(`encrypt and prove ${ITEMS} × 3, at most ${MOST}, in the worker: after ${READING / 1000} s of reading ${said(read.prepare)} (page still for ${said(read.still)})`);
    console.log(`  at once after the cold start, the worker still warming: ${said(cold.prepare)} (warming ${said(cold.warm)}; page still for ${said(cold.still)})`);
  });

  // What a page deletes, the browser may keep on disk until it tidies up: no page can do anything about that.
  test("what of the ticks is on disk after the cast, once the browser has ended", async () => {
    const context = await launch(profile);
    const page = await pageOf(context);
    await load(page, true);
    await until(page, `notes.screens["ballot-${CONTEST}"] ?? 0`);
    await encrypt(page);
    // The browser writes to disk some seconds after a page has stored.
    await page.waitForTimeout(WRITING);
    const before = holding();
    await tap(page, "right");
    await page.locator('[data-action="check"]').waitFor();
    await tap(page, "cast");
    await page.locator(`[data-screen="done-${CONTEST}"]`).waitFor();
    await tap(page, "clear");
    await page.locator('[data-screen="list"]').waitFor();
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("ticks")))).toEqual([]);
    await context.close();
    const said = (files: readonly string[]): string => (files.length === 0 ? "nowhere" : files.map((file) => file.slice(profile.length)).join(", "));
    console.log(`ticks on disk before the cast: ${said(before)}; after it, the browser ended: ${said(holding())}`);
  });

  test("bundle", () => {
    const dist = resolve(import.meta.dirname, "../../dist");
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    const zipped = (some: readonly string[]): number => some.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
    const raw = files.reduce((sum, file) => sum + readFileSync(file).length, 0) / 1000;
    // The deputy's page, what it names, and what that names in turn.
    const deputy = new Set(files.filter((file) => file.endsWith("deputy.html")));
    for (const file of deputy) {
      const text = readFileSync(file, "utf8");
      for (const other of files) if (text.includes(other.slice(other.lastIndexOf("/") + 1))) deputy.add(other);
    }
    console.log(`bundle: ${zipped(files).toFixed(1)} kB gzipped (${raw.toFixed(0)} kB), ${files.length} files; of it the deputy's page ${zipped([...deputy]).toFixed(1)} kB, ${deputy.size} files`);
    expect(deputy.size).toBeGreaterThan(3);
  });
});
