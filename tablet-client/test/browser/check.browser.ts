import { mkdirSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, hex } from "../../src/base/bytes.js";
import { parseEntry } from "../../src/base/entry/entry.js";
import { vectorLog } from "../follow/served.js";
import { launch, open, type Watching } from "./chromium.js";
import { misshapen, violations } from "./measures.js";
import { Site } from "./site.js";

const PICTURES = process.env["PIAOJUE_PICTURES"];
const LOG = vectorLog("log");
const SIZES = [
  { width: 1280, height: 800 },
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

/** The two codes of a real challenge in the log. */
function codes(): readonly [first: string, second: string] {
  for (const line of LOG.lines) {
    if (!(fromUtf8(line) ?? "").includes('"kind":"ballot_challenged"')) continue;
    const { body } = parseEntry(line);
    if (body.kind === "ballot_challenged") return [hex(body.code).toUpperCase(), `PJO1.${[body.com, body.seed, body.choices].map(hex).join(".")}`.toUpperCase()];
  }
  throw new Error("no challenge");
}

async function check({ page, faults }: Watching, name: string): Promise<void> {
  if (PICTURES !== undefined) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/check-${name}.png`, fullPage: true });
  }
  expect(await misshapen(page, true), name).toEqual([]);
  expect(await violations(page), name).toEqual([]);
  expect(faults, name).toEqual([]);
}

describe.each(SIZES)("at $width × $height", (size) => {
  test("two codes: 一致, with what it held; one that was changed: 不一致", async () => {
    site = new Site(LOG, "real");
    await site.listen();
    const watching = await open(browser, site.origin, "/check", size);
    const { page } = watching;
    const [first, second] = codes();
    const type = async (text: string): Promise<void> => {
      await page.fill("textarea", text);
      await page.click("[data-action=take]");
    };
    await page.waitForSelector("textarea");
    // Here no camera is allowed.
    await page.waitForSelector("text=摄像头打不开");
    await type(second);
    await page.waitForSelector("text=必须先扫查票码");
    await check(watching, `wrong-${size.width}`);
    await type(first);
    await page.waitForSelector("text=再扫打开的票");
    await type(first);
    await page.waitForSelector("text=这还是查票码");
    await type(second);
    await page.waitForSelector(".verdict-same");
    expect(await page.locator(".held li").count()).toBe(3);
    await check(watching, `same-${size.width}`);
    await page.click("[data-action=again]");
    await type(first);
    await page.waitForSelector("text=再扫打开的票");
    await type(second.replace(/.$/, (digit) => (digit === "1" ? "2" : "1")));
    await page.waitForSelector(".verdict-different");
    await check(watching, `different-${size.width}`);
  });
});
