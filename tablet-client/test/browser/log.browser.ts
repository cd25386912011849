import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { vectorLog } from "../follow/served.js";
import { launch, open, type Watching } from "./chromium.js";
import { misshapen, violations } from "./measures.js";
import { Site } from "./site.js";

const PICTURES = process.env["PIAOJUE_PICTURES"];
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 360, height: 740 },
] as const;

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

async function observer(name: string, size: { readonly width: number; readonly height: number }): Promise<Watching> {
  site = new Site(vectorLog(name), "real");
  await site.listen();
  const watching = await open(browser, site.origin, "/log", size);
  await watching.page.waitForSelector("table");
  return watching;
}

async function check({ page, faults }: Watching, name: string): Promise<void> {
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/log-${name}.png`, fullPage: true });
  }
  expect(await misshapen(page, true), name).toEqual([]);
  expect(await violations(page), name).toEqual([]);
  expect(faults, name).toEqual([]);
}

describe.each(SIZES)("at $width × $height", (size) => {
  test("a whole log, and the page of it with a ballot", async () => {
    const watching = await observer("log", size);
    const { page } = watching;
    await check(watching, `whole-${size.width}`);
    await page.click("[data-action=filter-all]");
    await page.click("[data-action=older]");
    const code = (await page.locator(".ballot-code").first().innerText()).replace("查票码", "").trim();
    await page.fill("input", code.toLowerCase());
    await page.click("[data-action=look-up]");
    await page.waitForSelector(".found-cast");
    await page.click("[data-action=show-entry]");
    expect(await page.locator("tr.marked .ballot-code").innerText()).toContain(code);
    await check(watching, `found-${size.width}`);
  });
});

describe("what the page says", () => {
  const SIZE = SIZES[0];

  test("witnesses by name, what was checked, and what was not", async () => {
    const watching = await observer("witnessed", SIZE);
    const text = await watching.page.locator("body").innerText();
    expect(text).toMatch(/\d\/4，足够：/);
    expect(text).toContain("完整的核对是 audit verify");
    expect(text).toContain("每张选票的证明");
    expect(text).toMatch(/audit follow http:\/\/127\.0\.0\.1:\d+ 我的副本 --fingerprint [0-9a-f]{64}/);
    await check(watching, "witnessed");
  });

  test("a code that is none, and a code that is not there", async () => {
    const { page } = await observer("log", SIZE);
    await page.fill("input", "hello");
    await page.press("input", "Enter");
    await page.waitForSelector("text=这不是查票码");
    await page.fill("input", "0000-0000-0000-0000");
    await page.press("input", "Enter");
    await page.waitForSelector("text=没有找到");
  });

  test("a camera that is refused is said, and typing goes on", async () => {
    const { page } = await observer("log", SIZE);
    await page.click("[data-action=scan]");
    await page.waitForSelector("text=摄像头打不开");
  });

  test("a log that does not check is not shown", async () => {
    const log = vectorLog("log");
    site = new Site({ ...log, lines: log.lines.map((line, at) => (at === 60 ? (log.lines[61] ?? line) : line)) }, "real");
    await site.listen();
    const { page } = await open(browser, site.origin, "/log", SIZE);
    await page.waitForSelector(".said");
    expect(await page.locator(".said").innerText()).toMatch(/连不上.*第 60 条/);
    expect(await page.locator("table").count()).toBe(0);
  });

  test("without sitting.json the page says so", async () => {
    site = new Site(vectorLog("log"), "real");
    await site.listen();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route("**/sitting.json", (route) => route.fulfill({ status: 404 }));
    await page.goto(`${site.origin}/log`);
    await page.waitForSelector("text=本页还没有装好");
  });
});
