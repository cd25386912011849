/**
 * Each kind of contest, by touch in a browser and at terminals, up to a verified log whose totals are what was marked; and after every
 * step all that the browser keeps is read, and holds no choice that the design does not allow.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tablets } from "./browser.js";
import { rules } from "./profiles.js";
import { Seat } from "./seat.js";
import { ABSENT, RealSitting, type Verified } from "./server.js";
import { formsOf, found, storage } from "./storage.js";

const DEPUTIES = 6;
/** At tablets; the others at terminals. */
const FIRST = 1;
const SECOND = 2;

type Marks = readonly (number | null)[];

interface Kind {
  readonly name: string;
  /** As the example numbers them. */
  readonly contest: number;
  readonly style: "select" | "options" | "ranks";
  readonly options: number;
  readonly items: number;
  readonly rules: string;
}

/** So many items that a ballot's marks stand nowhere by chance. */
const SELECT: Kind = { name: "select", contest: 2, style: "select", options: 2, items: 40, rules: rules("county-selection", 40) };
const THREE: Kind = { name: "three-way", contest: 3, style: "options", options: 3, items: 20, rules: rules("item-by-item", 20) };
const GRADES: Kind = { name: "grades", contest: 4, style: "options", options: 4, items: 14, rules: rules("appraisal-three-grades", 14) };
const RANKS: Kind = { name: "ranks", contest: 5, style: "ranks", options: 6, items: 10, rules: rules("priority-borda", 10, { options: '{ kind = "ranks", ranks = 5, each = "at_most_once" }', seats: '{ kind = "fixed", count = 5 }' }) };
const RECAST: Kind = { name: "recast", contest: 6, style: "select", options: 2, items: 40, rules: rules("county-selection", 40, { recast: '"last"' }) };
const NAMED: Kind = { name: "named", contest: 7, style: "options", options: 3, items: 12, rules: rules("roll-call", 12) };
const KINDS = [SELECT, THREE, GRADES, RANKS, RECAST, NAMED] as const;

/** Marks at these items (from 1), in this column. */
function marksOf(kind: Kind, columns: Readonly<Record<number, number>>): Marks {
  return Array.from({ length: kind.items }, (_, item) => columns[item + 1] ?? null);
}

const at = (column: number, ...items: readonly number[]): Record<number, number> => Object.fromEntries(items.map((item) => [item, column]));

function cellsOf(kind: Kind, marks: Marks): readonly number[] {
  return marks.flatMap((mark) => Array.from({ length: kind.options - 1 }, (_, column) => Number(mark === column)));
}

/** In the page: the same choices as bits and as bytes. */
const HELP = `
  const cells = columns.map((column) => Number(column === 0));
  const packed = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((mark, cell) => { packed[cell >> 3] |= mark << (cell & 7); });
  const hex = [...packed].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = btoa(String.fromCharCode(...packed));
  const put = (value) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("planted");
    opening.onupgradeneeded = () => opening.result.createObjectStore("planted");
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("planted", "readwrite");
      transaction.objectStore("planted").put(value, "one");
      transaction.oncomplete = () => { opening.result.close(); resolve(); };
      transaction.onabort = reject;
    };
  });`;

/** Where choices are planted, each in another form. */
const PLANTS: Readonly<Record<string, string>> = {
  "packed bits in IndexedDB": "await put({ state: { cast: packed } });",
  "a buffer of columns in IndexedDB": "await put([Uint8Array.from(columns).buffer]);",
  "columns in IndexedDB": "await put({ columns });",
  "a body in JSON with base64, in IndexedDB": `await put({ body: JSON.stringify({ choices: base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") }) });`,
  "booleans in IndexedDB": "await put(new Map([['x', cells.map(Boolean)]]));",
  "hex in localStorage": `localStorage.setItem("planted", hex.toUpperCase());`,
  "ticks in sessionStorage": `sessionStorage.setItem("planted", JSON.stringify({ marks }));`,
  "base64 in a cookie": `document.cookie = "planted=" + base64 + "; secure";`,
  "JSON in a cache": `await (await caches.open("planted")).put("/planted", new Response(JSON.stringify(columns)));`,
  "bytes in a private file": `const file = await (await navigator.storage.getDirectory()).getFileHandle("planted", { create: true }); const to = await file.createWritable(); await to.write(packed); await to.close();`,
  "items in the window's name": `window.name = columns.flatMap((column, item) => (column === 0 ? [item + 1] : [])).join(",");`,
  "the history's state": "history.replaceState({ marks }, '');",
};

const CLEAR = `
  await new Promise((resolve) => { const gone = indexedDB.deleteDatabase("planted"); gone.onsuccess = resolve; gone.onerror = resolve; });
  localStorage.removeItem("planted");
  sessionStorage.removeItem("planted");
  document.cookie = "planted=; max-age=0; secure";
  await caches.delete("planted");
  await (await navigator.storage.getDirectory()).removeEntry("planted").catch(() => undefined);
  window.name = "";
  history.replaceState(null, "");`;

let sitting: RealSitting;
let tablets: Tablets;
const endings: (() => Promise<void>)[] = [];
let first: Seat;
let second: Seat;
/** Marks that count, of those at tablets. */
const counted = new Map<number, Marks[]>();
/** What terminals marked. */
const elsewhere = new Map<number, readonly number[]>();
/** Every secret ballot that was cast or opened at the first tablet so far: none of it may be kept. */
const gone: (readonly string[])[] = [];

/** Nothing of what was cast or opened is kept; of what is being marked, only the ticks in the tab's own storage, and those only before the end. */
async function keepsNothing(seat: Seat, inHand: readonly string[] = []): Promise<void> {
  const kept = await storage(seat.page);
  expect(kept.others.length).toBeGreaterThan(1_000);
  for (const forms of [...gone, inHand]) {
    expect(found(kept.others, forms)).toEqual([]);
    if (forms !== inHand) expect(found(kept.tab, forms)).toEqual([]);
  }
}

function counts(kind: Kind, marks: Marks): void {
  counted.set(kind.contest, [...(counted.get(kind.contest) ?? []), marks]);
}

/** From the ballot to "cast or check"; storage is read after each step. `taps`: what still has to be touched for these marks. */
async function upToCast(seat: Seat, kind: Kind, marks: Marks, taps = marks): Promise<string> {
  const forms = formsOf(marks, kind.options);
  expect(forms.length).toBeGreaterThan(0);
  await keepsNothing(seat);
  await seat.mark(taps, kind.style);
  await keepsNothing(seat, forms);
  // What the design allows: the ticks, where a reload finds them. It also shows that they would be found elsewhere.
  if (marks.some((mark) => mark !== null)) expect(found((await storage(seat.page)).tab, forms)).not.toEqual([]);
  await seat.review();
  await keepsNothing(seat, forms);
  const code = await seat.confirm();
  await keepsNothing(seat, forms);
  gone.push(forms);
  return code;
}

async function vote(seat: Seat, kind: Kind, marks: Marks, taps = marks): Promise<void> {
  await seat.ballot(kind.contest);
  const code = await upToCast(seat, kind, marks, taps);
  await seat.tap("cast");
  await keepsNothing(seat);
  await seat.until(`done-${kind.contest}`);
  expect(await seat.claim()).toBe("cast");
  expect(await seat.code()).toBe(code);
  await keepsNothing(seat);
  await seat.tap("clear");
  await seat.until("list");
  await keepsNothing(seat);
  counts(kind, marks);
}

beforeAll(async () => {
  if (ABSENT !== null) return;
  sitting = await RealSitting.start(DEPUTIES, KINDS.map((kind) => kind.rules));
  endings.push(() => sitting.end());
  tablets = await Tablets.launch(sitting.authority);
  endings.push(() => tablets.close());
  [first, second] = [await Seat.take(sitting, tablets), await Seat.take(sitting, tablets)];
  await first.signIn(FIRST);
  await second.signIn(SECOND);
  await sitting.seat(SECOND + 1, DEPUTIES);
  await sitting.do(`present ${DEPUTIES}`);
});

afterAll(async () => {
  // Whatever there is: a start that failed tells its own reason.
  for (const ending of endings.reverse()) await ending();
});

describe.skipIf(ABSENT !== null)("each kind of contest", () => {
  test("what is planted in any storage is found in every form", async () => {
    const marks = marksOf(SELECT, at(0, 3, 8, 17, 24, 31, 39));
    const forms = formsOf(marks, SELECT.options);
    const before = await storage(second.page);
    expect(found(before.tab + before.others, forms)).toEqual([]);
    const columns = marks.map((mark) => mark ?? 1);
    for (const [place, plant] of Object.entries(PLANTS)) {
      await second.page.evaluate(`((columns, marks) => (async () => { ${HELP} ${plant} })())(${JSON.stringify(columns)}, ${JSON.stringify(marks)})`);
      const kept = await storage(second.page);
      expect([place, found(kept.tab + kept.others, forms)]).not.toEqual([place, []]);
      await second.page.evaluate(`(async () => { ${CLEAR} })()`);
    }
    const after = await storage(second.page);
    expect(found(after.tab + after.others, forms)).toEqual([]);
  });

  test("select: ten of forty, over a reload; and an explicit blank ballot", async () => {
    const marks = marksOf(SELECT, at(0, 2, 3, 7, 11, 18, 19, 25, 30, 36, 40));
    await sitting.open(SELECT.contest);
    await first.ballot(SELECT.contest);
    await first.mark(marks);
    expect(await first.page.locator("[data-counter]").innerText()).toContain("已选 10 项");
    await first.page.reload();
    await first.until("list");
    await first.page.getByText("可以投票，选择已保留").waitFor();
    await first.ballot(SELECT.contest);
    expect(await first.page.locator("[data-counter]").innerText()).toContain("已选 10 项");
    // A second tap takes a mark away, which then is made anew.
    await first.mark(marksOf(SELECT, at(0, 2)));
    expect(await first.page.locator("[data-counter]").innerText()).toContain("已选 9 项");
    await first.tap("back");
    await vote(first, SELECT, marks, marksOf(SELECT, at(0, 2)));
    // The code was shown once: no screen has it again.
    await first.page.reload();
    await first.until("list");
    await keepsNothing(first);
    await first.choose(SELECT.contest);
    await first.until(`done-${SELECT.contest}`);
    expect(await first.claim()).toBe("cast");
    expect(await first.text()).toContain("查票码已清除");
    expect(await first.page.locator(".code, .qr").count()).toBe(0);
    await first.tap("clear");

    await second.ballot(SELECT.contest);
    await second.review();
    expect(await second.text()).toContain("一项也没选");
    await second.confirm();
    await second.cast();
    counts(SELECT, marksOf(SELECT, {}));
    await second.tap("clear");
    elsewhere.set(SELECT.contest, await sitting.voted(SELECT.contest));
  });

  test("three-way: a check of the device first, then the true vote", async () => {
    await sitting.open(THREE.contest);
    await first.ballot(THREE.contest);
    const tried = await upToCast(first, THREE, marksOf(THREE, { ...at(0, 1, 2, 9, 20), ...at(1, 4, 5, 13), ...at(2, 7) }));
    await first.tap("check");
    await first.tap("yes");
    await first.until("opened");
    await first.page.locator(".code").waitFor();
    expect(await first.code()).toBe(tried);
    expect(await first.claim()).toBe("not-cast");
    await keepsNothing(first);
    await first.tap("again");
    await first.until("ballot");
    expect(await first.page.locator("[data-counter]").innerText()).toContain("已标 0 项");
    const marks = marksOf(THREE, { ...at(0, 3, 6, 8, 19), ...at(1, 1, 14), ...at(2, 16) });
    await first.tap("back");
    await vote(first, THREE, marks);
    await vote(second, THREE, marksOf(THREE, { ...at(0, 1), ...at(1, 2, 20) }));
    elsewhere.set(THREE.contest, await sitting.voted(THREE.contest));
  });

  test("grades", async () => {
    await sitting.open(GRADES.contest);
    await vote(first, GRADES, marksOf(GRADES, { ...at(0, 1, 5, 9), ...at(1, 2, 14), ...at(2, 3, 8) }));
    await vote(second, GRADES, marksOf(GRADES, { ...at(2, 1, 2, 3), ...at(0, 14) }));
    elsewhere.set(GRADES.contest, await sitting.voted(GRADES.contest));
  });

  test("priority numbers", async () => {
    await sitting.open(RANKS.contest);
    await vote(first, RANKS, marksOf(RANKS, { 2: 0, 10: 1, 5: 2, 7: 3, 1: 4 }));
    await vote(second, RANKS, marksOf(RANKS, { 9: 0, 3: 4, 4: 1, 8: 2 }));
    elsewhere.set(RANKS.contest, await sitting.voted(RANKS.contest));
  });

  test("the last ballot counts: changed once, over a reload", async () => {
    await sitting.open(RECAST.contest);
    const marks = marksOf(RECAST, at(0, 4, 6, 12, 22, 33, 34));
    await first.ballot(RECAST.contest);
    await upToCast(first, RECAST, marks);
    await first.cast();
    await keepsNothing(first);
    await first.page.reload();
    await first.until("list");
    await first.page.getByText("截止前还可以改票 7 次").waitFor({ state: "attached" });
    await keepsNothing(first);
    await first.choose(RECAST.contest);
    await first.tap("change-vote");
    await first.until("ballot");
    expect(await first.page.locator("[data-counter]").innerText()).toContain("已选 0 项");
    const changed = marksOf(RECAST, at(0, 1, 6, 15, 28, 33, 38));
    const code = await upToCast(first, RECAST, changed);
    await first.cast();
    expect(await first.text()).toContain("改票完成，只有这张票有效");
    expect(await first.code()).toBe(code);
    await keepsNothing(first);
    await first.tap("clear");
    counts(RECAST, changed);
    await vote(second, RECAST, marksOf(RECAST, at(0, 1, 2, 3, 4, 5, 9)));
    elsewhere.set(RECAST.contest, await sitting.voted(RECAST.contest));
  });

  test("by name", async () => {
    await sitting.open(NAMED.contest);
    for (const [seat, marks] of [
      [first, marksOf(NAMED, { ...at(0, 1, 2, 3), ...at(1, 8), ...at(2, 12) })],
      [second, marksOf(NAMED, at(1, 1, 12))],
    ] as const) {
      await seat.ballot(NAMED.contest);
      expect(await seat.text()).toContain("记名表决：您的姓名和选择将公开");
      await seat.mark(marks, "options");
      // Public once it is cast, and not before.
      expect(found((await storage(seat.page)).others, formsOf(marks, NAMED.options))).toEqual([]);
      await seat.review();
      await seat.tap("right");
      expect(await seat.page.locator("dialog").innerText()).toContain("您的姓名和选择立即公开");
      await seat.tap("yes");
      await seat.until(`done-${NAMED.contest}`);
      expect(await seat.text()).toMatch(/记名票已投出，记入日志第 \d+ 条/);
      await keepsNothing(seat);
      await seat.tap("clear");
      counts(NAMED, marks);
    }
    elsewhere.set(NAMED.contest, await sitting.voted(NAMED.contest));
  });

  test("the log verifies, with exactly the totals of what was marked", async () => {
    await sitting.declare(...KINDS.map(({ contest }) => contest));
    for (const seat of [first, second]) {
      // On whichever page of the list.
      await seat.page.locator(".contest").filter({ hasText: /日志第 \d+ 条/ }).nth(KINDS.length - 1).waitFor({ state: "attached" });
    }
    await keepsNothing(first);
    await sitting.do("seal");
    const verified: Verified = await sitting.verify();
    expect(verified.sealed).toBe(true);
    for (const kind of KINDS) {
      const marked = [...(counted.get(kind.contest) ?? []).map((marks) => cellsOf(kind, marks)), elsewhere.get(kind.contest) ?? []];
      const totals = cellsOf(kind, marksOf(kind, {})).map((_, cell) => marked.reduce((sum, one) => sum + (one[cell] ?? 0), 0));
      expect([kind.name, verified.contests.get(kind.contest)]).toEqual([kind.name, { ballots: DEPUTIES, totals }]);
    }
    await keepsNothing(first);
    for (const seat of [first, second]) {
      expect(seat.wrong).toEqual([]);
      expect([...seat.origins].sort()).toEqual([sitting.origin, sitting.origin.replace("https", "wss")].sort());
    }
  });
});
