/** Every screen of the observer's page and of the second device's: a log that is served, and what a person did. */

import type { Page } from "playwright-core";
import { fromUtf8, hex } from "../../src/base/bytes.js";
import { parseEntry } from "../../src/base/entry/entry.js";
import { SittingInTheMaking } from "../follow/making.js";
import { vectorLog } from "../follow/served.js";
import { HALL, REHEARSAL } from "./results.js";
import { Site } from "./site.js";

export interface ReadScene {
  readonly name: string;
  readonly path: string;
  readonly site: () => Site;
  readonly reach: (page: Page) => Promise<void>;
}

const LOG = vectorLog("log");
const whole = (): Site => new Site(LOG, "real");
const nothing = (): Promise<void> => Promise.resolve();

/** Texts of the two codes of a real challenge in the log. */
export function challenged(): readonly [first: string, second: string] {
  for (const line of LOG.lines) {
    if (!(fromUtf8(line) ?? "").includes('"kind":"ballot_challenged"')) continue;
    const { body } = parseEntry(line);
    if (body.kind === "ballot_challenged") return [hex(body.code).toUpperCase(), `PJO1.${[body.com, body.seed, body.choices].map(hex).join(".")}`.toUpperCase()];
  }
  throw new Error("no challenge");
}

/** Another last digit. */
export const changed = (text: string): string => text.replace(/.$/, (digit) => (digit === "1" ? "2" : "1"));

/** Types a code on the second device. */
export async function type(page: Page, text: string): Promise<void> {
  await page.fill("textarea", text);
  await page.click("[data-action=take]");
}

async function both(page: Page, second: string): Promise<void> {
  const [first] = challenged();
  await type(page, first);
  await page.waitForSelector("[data-action=start-again]");
  await type(page, second);
}

async function look(page: Page, code: string): Promise<void> {
  await page.fill("input", code);
  await page.click("[data-action=look-up]");
}

const read = (name: string, site: () => Site, reach: ReadScene["reach"]): ReadScene => ({ name, path: `/${name.slice(0, name.indexOf("."))}`, site, reach });

export const READ_SCENES: readonly ReadScene[] = [
  read("log.whole", whole, nothing),
  read("log.found", whole, async (page) => {
    await page.click("[data-action=filter-all]");
    await page.click("[data-action=older]");
    const code = await page.locator(".ballot-code").first().innerText();
    await look(page, code.replace("查票码", "").trim());
    await page.waitForSelector(".found-cast");
    await page.click("[data-action=show-entry]");
  }),
  read("log.opened", whole, async (page) => {
    await look(page, challenged()[0]);
    await page.waitForSelector(".found-opened");
  }),
  read("log.not-found", whole, (page) => look(page, "0000-0000-0000-0000")),
  read("log.no-code", whole, async (page) => {
    await page.click("[data-action=scan]");
    await look(page, "你好");
  }),
  read("log.witnessed", () => new Site(vectorLog("witnessed"), "real"), nothing),
  read("log.voting-rehearsal", () => new Site(new SittingInTheMaking(REHEARSAL).open().issue(43).log(), "rehearsal"), nothing),
  read("log.broken", () => new Site({ ...LOG, lines: LOG.lines.map((line, at) => (at === 60 ? (LOG.lines[61] ?? line) : line)) }, "real"), nothing),
  read("check.first", whole, async (page) => {
    await page.waitForSelector("textarea");
  }),
  read("check.first-wrong", whole, (page) => type(page, challenged()[1])),
  read("check.second", whole, async (page) => {
    await type(page, challenged()[0]);
    await page.waitForSelector("[data-action=start-again]");
  }),
  read("check.same", whole, async (page) => {
    await both(page, challenged()[1]);
    await page.waitForSelector(".verdict-same");
  }),
  read("check.different", whole, async (page) => {
    await both(page, changed(challenged()[1]));
    await page.waitForSelector(".verdict-different");
  }),
  read("check.no-contest", () => new Site(new SittingInTheMaking(HALL).log(), "real"), async (page) => {
    await both(page, challenged()[1]);
    await page.waitForSelector(".verdict-no-contest");
  }),
];
