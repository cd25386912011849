/** What the deputy's screens do in a browser: a whole vote by keyboard alone, the limit, the back button, the cover. tour.browser.ts has how they look. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Settings } from "../../src/deputy/model/state.js";
import { SCREENS, type Watching, type Size } from "./chromium.js";
import { start, type Harness } from "./harness.js";
import type {} from "./page.js";


let harness: Harness | null = null;

beforeAll(async () => {
  harness = await start();
});
afterAll(async () => {
  await harness?.close();
});

async function open(size: Size): Promise<Watching> {
  if (harness === null) throw new Error("the browser was not started");
  return harness.open(size);
}

async function show(page: Page, name: string, settings: Settings): Promise<void> {
  await page.evaluate(([scene, set]) => window.piaojue.show(scene, set), [name, settings] as const);
}

/** Tabs to what has this action, and presses it. */
async function press(page: Page, action: string, key = "Enter"): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    const here = await page.evaluate(() => {
      const focus = document.activeElement;
      return focus instanceof HTMLElement ? (focus.dataset["action"] ?? focus.closest<HTMLElement>("label[data-action]")?.dataset["action"] ?? "") : "";
    });
    if (here === action) {
      await page.keyboard.press(key);
      await page.waitForTimeout(40);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${action} is not reached by keyboard`);
}

test("a whole vote by keyboard alone", { timeout: 120_000 }, async () => {
  const { page, faults } = await open(SCREENS[0]);
  await page.evaluate(() => {
    window.piaojue.whole();
  });
  const heading = (): Promise<string> => page.locator("h1").innerText();
  await press(page, "type");
  await press(page, "field-number", "1");
  await page.keyboard.type("37");
  await press(page, "field-code", "7");
  await page.keyboard.type("K3M");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(40);
  expect(await heading()).toBe("请确认身份");
  await press(page, "its-me");
  await press(page, "contest-1");
  expect(await heading()).toBe("请选择项目");
  await press(page, "item-1", "Space");
  await press(page, "item-3", "Space");
  expect(await page.locator("[data-counter]").innerText()).toBe("最多 10 项，已选 2 项，还可选 8 项");
  await press(page, "next-page");
  await press(page, "review");
  expect(await heading()).toBe("请核对");
  await press(page, "right");
  await press(page, "cast");
  expect(await heading()).toBe("票已投出");
  const cast = await page.evaluate(() => window.piaojue.device().box.get(1)?.columns.slice(0, 4));
  expect(cast).toEqual([0, 1, 0, 1]);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await press(page, "clear");
  expect(await heading()).toBe("表决事项");
  expect(await page.evaluate(() => window.piaojue.device().calls.at(-1))).toBe("wipeCode 1");
  expect(faults).toEqual([]);
});

test("the eleventh tap leaves its box empty, and the focus comes back", { timeout: 60_000 }, async () => {
  const { page } = await open(SCREENS[0]);
  await show(page, "sheet-limit", { lang: "zh", size: 1, theme: "light", bilingual: false });
  expect(await page.locator("dialog").innerText()).toContain("最多选 10 项。要选这一项，请先取消一项。");
  await page.keyboard.press("Escape");
  await page.locator('[data-action="next-page"]').click();
  await page.locator('[data-action="item-11"]').click();
  expect(await page.locator("dialog").count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(40);
  expect(await page.locator('[data-action="item-11"] input').isChecked()).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.closest<HTMLElement>("label")?.dataset["action"])).toBe("item-11");
});

test("the back button is the previous step and never leaves", { timeout: 60_000 }, async () => {
  const { page } = await open(SCREENS[0]);
  await show(page, "review-select", { lang: "zh", size: 2, theme: "light", bilingual: false });
  for (const expected of ["请选择项目", "表决事项", "表决事项"]) {
    await page.evaluate(() => {
      history.back();
    });
    await page.waitForTimeout(120);
    expect(await page.locator("h1").innerText()).toBe(expected);
  }
});

test("what is covered is not in the document", { timeout: 60_000 }, async () => {
  const { page } = await open(SCREENS[0]);
  await show(page, "covered", { lang: "zh", size: 2, theme: "light", bilingual: false });
  expect(await page.locator("body").innerText()).not.toContain("雨污分流");
  expect(await page.locator("input").count()).toBe(0);
});
