import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { decisionOf, SittingInTheMaking } from "../follow/making.js";
import { type Log } from "../follow/served.js";
import { launch, open, type Watching } from "./chromium.js";
import { rows, settle, twice } from "./hall-scenes.js";
import { declared, HALL, REHEARSAL, VOTES } from "./results.js";
import { Site } from "./site.js";

const SIZE = { width: 1280, height: 720 };
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
async function hall(log: Log, mode: "real" | "rehearsal", pageHash?: string): Promise<Watching> {
  site = new Site(log, mode);
  site.pageHash = pageHash;
  await site.listen();
  const watching = await open(browser, site.origin, "/hall", SIZE);
  await watching.page.waitForSelector(".foot, .wrong");
  return watching;
}

describe("what keys and bad days do", () => {
  test("nothing is shown by one key; then rows come one after another, and a covered screen is black", async () => {
    const { page, faults } = await hall(declared(HALL, decisionOf(VOTES, 57, 60)), "real");
    const shown = (): Promise<number> => page.locator(".row:not(.hidden-row)").count();
    for (const key of ["a", "Escape", "Tab", "Home", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "e", "PageDown", "e"]) {
      await page.keyboard.press(key);
      expect(await shown(), key).toBe(0);
    }
    await page.mouse.click(600, 400);
    await page.mouse.wheel(0, 400);
    expect(await shown()).toBe(0);
    await settle(page, rows(2));
    expect(await shown()).toBe(2);
    await page.keyboard.press("b");
    expect(await page.locator(".blank").count()).toBe(1);
    expect(await page.locator("body").innerText()).toBe("");
    await page.keyboard.press(".");
    expect(await shown()).toBe(2);
    expect(faults).toEqual([]);
  });

  test("a presenter is enough: PageDown, PageUp, Enter; and a growing bar is skipped by the same key", async () => {
    site = new Site(declared(HALL, decisionOf(VOTES, 57, 60)), "real");
    await site.listen();
    const { page } = await open(browser, site.origin, "/hall", SIZE, false);
    await page.waitForSelector(".foot");
    await settle(page, ["PageDown", "wait", "PageDown"]);
    expect(await page.locator(".grows").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await page.locator(".grows").count()).toBe(0);
    expect(await page.locator(".row:not(.hidden-row)").count()).toBe(1);
    await page.keyboard.press("Enter");
    expect(await page.locator(".row:not(.hidden-row)").count()).toBe(2);
    await page.keyboard.press("PageUp");
    expect(await page.locator(".row:not(.hidden-row)").count()).toBe(1);
  });

  test("a reload keeps the place, the cover, language and colours", async () => {
    const { page } = await hall(declared(HALL, decisionOf(VOTES, 57, 60)), "real");
    await settle(page, [...rows(3), "l", "t"]);
    await page.reload();
    await page.waitForSelector(".rows");
    expect(await page.locator(".row:not(.hidden-row)").count()).toBe(3);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("contrast-light");
    expect(await page.locator(".mark").allInnerTexts()).not.toContain("入选");
    await page.keyboard.press("b");
    await page.reload();
    await page.waitForSelector(".blank");
    expect(await page.locator("body").innerText()).toBe("");
    // What is kept says how far, and nothing of the result.
    const kept = await page.evaluate(() => Object.entries(localStorage));
    expect(kept.map(([key]) => key)).toEqual(["piaojue.hall"]);
    expect(JSON.stringify(kept)).not.toMatch(/\p{Script=Han}|votes|rank/u);
  });

  test("keys are listed on the screen they belong to", async () => {
    const { page } = await hall(new SittingInTheMaking(HALL).log(), "real");
    await page.waitForSelector("text=按 ? 看按键");
    await page.keyboard.press("?");
    expect(await page.locator(".keys dl > div").count()).toBe(12);
    expect(await page.locator(".keys").innerText()).toContain("总监票人");
    await page.keyboard.press("F1");
    expect(await page.locator(".keys").count()).toBe(0);
  });

  test("bars grow only for those who have not asked for less motion", async () => {
    site = new Site(declared(HALL, decisionOf(VOTES, 57, 60)), "real");
    await site.listen();
    const moving = await open(browser, site.origin, "/hall", SIZE, false);
    await moving.page.waitForSelector(".foot");
    await settle(moving.page, twice("ArrowRight"));
    const name = (): Promise<string> => moving.page.locator(".bar-length").last().evaluate((bar) => getComputedStyle(bar).animationName);
    expect(await name()).toBe("grow");
    await moving.page.emulateMedia({ reducedMotion: "reduce" });
    expect(await name()).toBe("none");
  });

  test("what does not check is said, and not shown", async () => {
    const log = new SittingInTheMaking(HALL).open().issue(20).log();
    const { page } = await hall(log, "real");
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
    const { page } = await hall(step1.log(), "real");
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
