import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { vectorLog } from "../follow/served.js";
import { launch, open, type Watching } from "./chromium.js";
import { changed, challenged, type } from "./read-scenes.js";
import { Site } from "./site.js";

const SIZE = { width: 1280, height: 800 };

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

async function page(name: string, path: "/log" | "/check" = "/log"): Promise<Watching> {
  site = new Site(vectorLog(name), "real");
  await site.listen();
  const watching = await open(browser, site.origin, path, SIZE);
  await watching.page.waitForSelector(path === "/log" ? "table" : "textarea");
  return watching;
}

describe("the observer's page", () => {
  test("finds a ballot by its code, as a person types it, and shows its entry", async () => {
    const { page: log, faults } = await page("log");
    await log.click("[data-action=filter-all]");
    await log.click("[data-action=older]");
    const code = (await log.locator(".ballot-code").first().innerText()).replace("查票码", "").trim();
    await log.fill("input", code.toLowerCase());
    await log.click("[data-action=look-up]");
    await log.waitForSelector(".found-cast");
    await log.click("[data-action=show-entry]");
    expect(await log.locator("tr.marked .ballot-code").innerText()).toContain(code);
    expect(faults).toEqual([]);
  });

  test("witnesses by name, what was checked, and what was not", async () => {
    const { page: log } = await page("witnessed");
    const text = await log.locator("body").innerText();
    expect(text).toMatch(/\d\/4，足够：/);
    expect(text).toContain("完整的核对是 audit verify");
    expect(text).toContain("每张选票的证明");
    expect(text).toMatch(/audit follow http:\/\/127\.0\.0\.1:\d+ 我的副本 --fingerprint [0-9a-f]{64}/);
  });

  test("a code that is none, and a code that is not there", async () => {
    const { page: log } = await page("log");
    await log.fill("input", "hello");
    await log.press("input", "Enter");
    await log.waitForSelector("text=这不是查票码");
    await log.fill("input", "0000-0000-0000-0000");
    await log.press("input", "Enter");
    await log.waitForSelector("text=没有找到");
  });

  test("a camera that is refused is said, and typing goes on", async () => {
    const { page: log } = await page("log");
    await log.click("[data-action=scan]");
    await log.waitForSelector("text=镜头不能用");
  });

  test("a log that does not check is not shown", async () => {
    const good = vectorLog("log");
    site = new Site({ ...good, lines: good.lines.map((line, at) => (at === 60 ? (good.lines[61] ?? line) : line)) }, "real");
    await site.listen();
    const { page: log } = await open(browser, site.origin, "/log", SIZE);
    await log.waitForSelector(".said");
    expect(await log.locator(".said").innerText()).toMatch(/连不上.*第 60 条/);
    expect(await log.locator("table").count()).toBe(0);
  });

  test("without sitting.json the page says so", async () => {
    site = new Site(vectorLog("log"), "real");
    await site.listen();
    const context = await browser.newContext();
    const log = await context.newPage();
    await log.route("**/sitting.json", (route) => route.fulfill({ status: 404 }));
    await log.goto(`${site.origin}/log`);
    await log.waitForSelector("text=本页还没有装好");
    await log.click("[data-action=lang]");
    await log.waitForSelector("text=This page is not set up");
  });
});

describe("how a page looks", () => {
  test("the other language is named in itself, keeps what was asked, and stays after a reload", async () => {
    const { page: log, faults } = await page("log");
    await log.fill("input", "0000-0000-0000-0000");
    await log.click("[data-action=look-up]");
    await log.waitForSelector("text=没有找到");
    await log.click("text=English");
    await log.waitForSelector("text=Not found.");
    expect(await log.locator("html").getAttribute("lang")).toBe("en");
    expect(await log.title()).toBe("Public record");
    expect(await log.locator("main").innerText()).toContain("audit follow http://127.0.0.1");
    await log.click("[data-action=size]");
    await log.click("[data-action=theme]");
    expect(new URL(log.url()).search).toBe("?lang=en&size=3&theme=contrast-light");
    await log.reload();
    await log.waitForSelector("text=Find your ballot");
    expect(await log.locator("html").getAttribute("data-size")).toBe("3");
    await log.click("text=中文");
    await log.waitForSelector("text=查票");
    // What a reader chose is in the address alone.
    expect(await log.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    expect(faults).toEqual([]);
  });
});

describe("the second device", () => {
  test("two codes: 一致, with what it held, in either language; one that was changed: 不一致", async () => {
    const { page: check, faults } = await page("log", "/check");
    const [first, second] = challenged();
    // Here no camera is allowed.
    await check.waitForSelector("text=镜头不能用");
    await type(check, second);
    await check.waitForSelector("text=必须先扫查票码");
    await type(check, first);
    await check.waitForSelector("text=再扫打开的票");
    await type(check, first);
    await check.waitForSelector("text=这还是查票码");
    await type(check, second);
    await check.waitForSelector(".verdict-same");
    expect(await check.locator(".held li").count()).toBe(3);
    const held = await check.locator(".held-word").allInnerTexts();
    await check.click("[data-action=lang]");
    expect(await check.locator(".held-word").allInnerTexts()).toEqual(held.map((word) => (word === "选" ? "chosen" : "not chosen")));
    await check.click("[data-action=again]");
    await type(check, first);
    await check.waitForSelector("text=Now scan the opened ballot");
    await type(check, changed(second));
    await check.waitForSelector(".verdict-different");
    expect(faults).toEqual([]);
  });
});
