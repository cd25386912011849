/**
 * Every screen of the four pages, in every language, text size and theme: axe finds nothing, targets are a finger wide and apart,
 * nothing is cut off, the browser complains of nothing. `PIAOJUE_GALLERY=folder` keeps a picture of each.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { LANGS } from "../../src/lang/langs.js";
import { SIZES, THEMES } from "../../src/ui/appearance.js";
import { PAGE_HASH } from "../follow/making.js";
import { open, SCREENS } from "./chromium.js";
import { HALL_SCENES, settle } from "./hall-scenes.js";
import { start, type Harness } from "./harness.js";
import { READ_SCENES } from "./read-scenes.js";
import { SCENES } from "./scenes.js";
import { Site } from "./site.js";
import { isWanted, LOOKS, together, Tourist, unseen, type Seen } from "./tour.js";
import type {} from "./page.js";

const HOUR = 3_600_000;

let harness: Harness;

beforeAll(async () => {
  harness = await start();
});
afterAll(async () => {
  await harness.close();
});

function report(page: string, { drawn, searched, measured }: Seen, began: number): void {
  console.log(`${page}: ${searched} searches by axe, ${measured} measurings, ${drawn} pictures in ${Math.round((performance.now() - began) / 1000)} s`);
}

test("the deputy's screens", { timeout: HOUR }, async () => {
  const seen = unseen();
  const began = performance.now();
  for (const size of SCREENS) {
    const first = size === SCREENS[0];
    const pages = await Promise.all([harness.open(size), harness.open(size)]);
    const free = pages.map((watching) => ({ watching, tourist: new Tourist(watching, seen) }));
    await together(Object.keys(SCENES).filter(isWanted), async (name) => {
      const mine = free.pop();
      if (mine === undefined) throw new Error("more work than pages");
      const { page } = mine.watching;
      for (const look of LOOKS) {
        // Where nothing is drawn and nothing searched, colours are not gone through either.
        if (!first && look.theme !== "light" && process.env["PIAOJUE_GALLERY_ALL"] === undefined) continue;
        const settings = { ...look, bilingual: name === "ballot-bilingual" };
        await page.evaluate(([scene, set]) => window.piaojue.show(scene, set), [name, settings] as const);
        await mine.tourist.stop({ name: `deputy.${name}`, look, window: size, first });
      }
      free.push(mine);
    });
    for (const { page } of pages) await page.context().close();
  }
  report("deputy", seen, began);
  expect(seen.wrong).toEqual([]);
});

/** 16 to 9, and a projector that is not. */
const HALLS = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 600 },
] as const;

test("the hall's screens", { timeout: HOUR }, async () => {
  const seen = unseen();
  const began = performance.now();
  await together(HALL_SCENES.filter(({ name }) => isWanted(name)), async ({ name, log, mode, keys }) => {
    const site = new Site(log(), mode);
    site.pageHash = name === "other-page" ? "70b1e5de".repeat(8) : PAGE_HASH;
    await site.listen();
    const watching = await open(harness.browser, site.origin, "/hall", HALLS[0]);
    const { page } = watching;
    const tourist = new Tourist(watching, seen);
    await page.waitForSelector(".foot, .wrong, .starting p");
    await settle(page, keys);
    for (const lang of LANGS) {
      for (const theme of THEMES) {
        for (const window of HALLS) {
          await page.setViewportSize(window);
          // All lengths are of the screen's height: there is one text size.
          await tourist.stop({ name: `hall.${name}`, look: { lang, size: 2, theme }, window, first: window === HALLS[0] });
        }
        await page.keyboard.press("t");
      }
      await page.keyboard.press("l");
    }
    await page.context().close();
    await site.close();
  });
  report("hall", seen, began);
  expect(seen.wrong).toEqual([]);
});

test("the observer's page and the second device's", { timeout: HOUR }, async () => {
  const seen = unseen();
  const began = performance.now();
  const jobs = READ_SCENES.filter(({ name }) => isWanted(name)).flatMap((scene) => SCREENS.map((window) => ({ scene, window })));
  await together(jobs, async ({ scene: { name, path, site: made, reach }, window }) => {
    const site = made();
    await site.listen();
    const watching = await open(harness.browser, site.origin, `${path}?size=${SIZES[0]}`, window);
    const { page } = watching;
    const tourist = new Tourist(watching, seen);
    await page.waitForSelector("[data-action=lang]");
    await reach(page);
    for (const lang of LANGS) {
      for (const size of SIZES) {
        for (const theme of THEMES) {
          await tourist.stop({ name, look: { lang, size, theme }, window, first: window === SCREENS[0], scrolls: true });
          await page.click("[data-action=theme]");
        }
        await page.click("[data-action=size]");
      }
      await page.click("[data-action=lang]");
    }
    await page.context().close();
    await site.close();
  });
  report("log and check", seen, began);
  expect(seen.wrong).toEqual([]);
});
