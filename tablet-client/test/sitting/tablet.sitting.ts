/** What people and tablets do: two taps, two tabs, a reload or the back button on each screen, a clock that is wrong by a day. */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Guest, Hall } from "./guest.js";
import { ABSENT } from "./server.js";
import { Truth } from "./truth.js";

const DEPUTIES = 6;
const [CONTEST, OTHER] = [1, 2] as const;
const DAY = 86_400_000;

/** Every clock that a page can read for the time of day is wrong by so many milliseconds; those that never go back are right. */
function wrongClock(by: number): string {
  return `(() => {
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) { if (given.length === 0) super(Right.now() + ${by}); else super(...given); }
      static now() { return Right.now() + ${by}; }
    };
  })()`;
}

describe.skipIf(ABSENT !== null)("at a tablet", () => {
  let hall: Hall;
  const guest = (number: number): Guest => hall.guest(number);

  async function reloaded(number: number, screen: string): Promise<void> {
    await guest(number).seat.page.reload();
    await guest(number).seat.until(screen);
  }

  async function back(number: number, screen: string): Promise<void> {
    const { page } = guest(number).seat;
    const address = page.url();
    await page.goBack();
    await guest(number).seat.until(screen);
    expect(page.url()).toBe(address);
  }

  /** Two fingers, or one that trembles: both before the page has answered the first. */
  async function twice(page: Page, action: string): Promise<void> {
    const box = await page.locator(`[data-action="${action}"]`).last().boundingBox();
    if (box === null) throw new Error(`${action} is nowhere`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await Promise.all([page.touchscreen.tap(x, y), page.touchscreen.tap(x, y)]);
  }

  beforeAll(async () => {
    hall = await Hall.start(DEPUTIES, ["procedural-secret"]);
  });

  afterAll(async () => {
    await hall.end();
  });

  test("a reload or the back button before the check-in: nothing was sent, and one begins again", async () => {
    const { seat } = await Guest.take(hall, 1);
    await seat.until("ways");
    await reloaded(1, "ways");
    await back(1, "ways");
    await seat.tap("type");
    await seat.tap("key-1");
    await back(1, "ways");
    await seat.tap("scan");
    await seat.until("scan");
    await back(1, "ways");
    await seat.tap("scan");
    await reloaded(1, "ways");
    await seat.tap("desk");
    await seat.until("desk");
    await back(1, "ways");
    await seat.showCard(1, hall.sitting.code(1));
    await seat.until("identity");
    await reloaded(1, "ways");
    await seat.showCard(1, hall.sitting.code(1));
    await seat.until("identity");
    await back(1, "ways");
    await guest(1).reads("已清除。请把平板交给工作人员，或出示自己的代表证。");
    await seat.signIn(1);
    await reloaded(1, "list");
    await guest(1).reads("代表 1代表，已签到");
    await back(1, "list");
  });

  test("a clock that is wrong by a day, either way, changes nothing", async () => {
    for (const [number, by] of [[2, DAY], [3, -DAY]] as const) {
      const { seat } = await Guest.take(hall, number, { before: (page) => page.addInitScript(wrongClock(by)) });
      await seat.signIn(number);
      expect(Math.abs(Number(await seat.page.evaluate("Date.now()")) - by - Date.now())).toBeLessThan(60_000);
    }
    await hall.seat(4, 5, 6);
    await hall.sitting.do(`present ${DEPUTIES}`);
    await hall.sitting.open(CONTEST);
    for (const number of [2, 3]) {
      const { seat } = guest(number);
      await guest(number).upToCast(CONTEST);
      await seat.cast();
      // 20 s are 20 s: the code is not wiped at once, nor after a day.
      await guest(number).reads(/1[0-9] 秒后清屏|20 秒后清屏/);
      await seat.tap("clear");
      await guest(number).reads("票已投出");
    }
  });

  test("a reload on each screen of the ballot keeps what may be kept, casts nothing, and leads on", async () => {
    const { seat } = guest(1);
    await seat.ballot(CONTEST);
    await seat.tap("item-2");
    await reloaded(1, "list");
    await guest(1).reads("可以投票，选择已保留");
    await seat.ballot(CONTEST);
    await guest(1).reads("已选 1 项");
    await seat.review();
    await reloaded(1, "list");
    await seat.ballot(CONTEST);
    await seat.review();
    await seat.confirm();
    await reloaded(1, "list");
    await guest(1).reads("可以投票，选择已保留");
    // What was checked is spoilt and its marks are gone.
    await seat.ballot(CONTEST);
    await seat.review();
    await seat.confirm();
    await seat.tap("check");
    await seat.tap("yes");
    await seat.until("opened");
    await guest(1).reads("这张票已作废，没有投出，不会计入。");
    await reloaded(1, "list");
    await expect.poll(() => seat.status(1), { timeout: 20_000 }).toBe("可以投票");
    await seat.ballot(CONTEST);
    await seat.tap("cover");
    await seat.until("cover");
    await reloaded(1, "list");
    expect(guest(1).pressed(CONTEST).size).toBe(0);
  });

  test("the back button goes one step back on each screen of the ballot, never off the page, and never off what is on its way", async () => {
    const { seat, relay } = guest(1);
    await guest(1).upToCast(CONTEST);
    await back(1, "review");
    await back(1, "ballot");
    await guest(1).reads("已选 1 项");
    await back(1, "list");
    await seat.ballot(CONTEST);
    await seat.tap("detail-1");
    await back(1, "ballot");
    expect(await seat.page.locator("dialog").count()).toBe(0);
    await seat.review();
    await seat.confirm();
    await seat.tap("check");
    await seat.tap("yes");
    await seat.until("opened");
    await back(1, "ballot");
    await seat.tap("item-1");
    await seat.review();
    await seat.confirm();
    relay.cut();
    await seat.tap("cast");
    await guest(1).reads("还不知道是否投出");
    await back(1, "casting");
    relay.mend();
    await seat.until("done");
    await back(1, "list");
    await guest(1).reads("票已投出");
    await reloaded(1, "list");
    await guest(1).reads("票已投出");
  });

  test("two taps on 投票 cast one ballot", async () => {
    const { seat } = guest(4);
    await guest(4).upToCast(CONTEST);
    await twice(seat.page, "cast");
    await seat.until("done");
    expect(guest(4).pressed(CONTEST).size).toBe(1);
    // The second tap did not fall on what came after.
    await guest(4).reads("票已投出");
  });

  test("a second tab says that the first is the one, can do nothing, and takes over when that is closed", async () => {
    const { seat } = guest(5);
    await guest(5).upToCast(CONTEST);
    const second = await seat.tab();
    await second.locator('[data-screen="elsewhere"]').waitFor();
    expect(await second.locator("h1").innerText()).toBe("已在另一个窗口打开");
    expect(await second.locator("body").innerText()).toContain("请回到那个窗口，关闭这个。");
    expect(await second.locator("[data-action]").count()).toBe(0);
    await seat.cast();
    await seat.page.close();
    await second.reload();
    await second.locator('[data-screen="list"]').waitFor();
    await expect.poll(() => second.locator(".contest-status").first().innerText(), { timeout: 20_000 }).toBe("票已投出");
  });

  test("a tablet that was handed back shows the next deputy nothing, and finishes what was on its way", async () => {
    const { seat, relay } = guest(6);
    await guest(6).upToCast(CONTEST);
    relay.cut();
    await hall.sitting.open(OTHER);
    await seat.tap("cast");
    await guest(6).reads("网络不通");
    await reloadedWhileCut(seat.page, relay);
    await guest(6).hears(CONTEST, "cast");
    await guest(6).backToList();
    await seat.tap("finish");
    await seat.tap("yes");
    await seat.until("stopped");
    await back(6, "stopped");
    // The page asks for itself anew only when it can be had: the browser's own error page would lead nowhere.
    relay.cut();
    await seat.tap("next-deputy");
    await seat.page.waitForTimeout(1_500);
    expect(await seat.screen()).toBe("stopped");
    relay.mend();
    await seat.until("ways");
    expect(await seat.text()).not.toContain("代表 6");
  });

  /** A page that is served over the same network comes again only when that is back. */
  async function reloadedWhileCut(page: Page, relay: Guest["relay"]): Promise<void> {
    await expect(page.reload()).rejects.toThrow();
    relay.mend();
    // The browser's own error page may still be on its way.
    await expect.poll(() => page.reload().then(() => true, () => false), { timeout: 20_000, interval: 500 }).toBe(true);
  }

  test("in the end the log verifies, each has one vote, and no screen ever said otherwise", async () => {
    await hall.sitting.do(`end ${CONTEST}`);
    expect(await hall.wrongClaims([CONTEST])).toEqual([]);
    expect((await Truth.read(hall.sitting)).count(hall.guests.flatMap((one) => [...one.pressed(CONTEST)]))).toBe(DEPUTIES);
    await hall.sitting.verify();
  });
});
