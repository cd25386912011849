/** Files leave a page of the strict policy by the browser's own saving: the bytes are those of the device, and nothing is asked for elsewhere. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SCREENS } from "./chromium.js";
import { start, type Harness } from "./harness.js";
import { SCENES } from "./scenes.js";

let harness: Harness | null = null;

beforeAll(async () => {
  harness = await start();
});
afterAll(async () => {
  await harness?.close();
});

test.each(["sheet-files", "sheet-files-evidence"])("each file of %s is saved under its name, byte for byte", { timeout: 120_000 }, async (name) => {
  if (harness === null) throw new Error("the browser was not started");
  const { page, faults } = await harness.open(SCREENS[0]);
  await page.evaluate((scene) => window.piaojue.show(scene, { lang: "zh", size: 2, theme: "light", bilingual: false }), name);
  const files = SCENES[name]?.view.files ?? [];
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const saved = page.waitForEvent("download");
    await page.evaluate((action) => document.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click(), `save-${file.name}`);
    const download = await saved;
    expect(download.suggestedFilename()).toBe(file.name);
    expect(readFileSync(await download.path(), "utf8")).toBe(file.text);
  }
  expect(faults).toEqual([]);
});
