/**
 * The network is cut, or the server killed, at any moment: each ends in a sentence that says what is true and what to do, and in a log
 * that says the same. One sitting: contest 1 is open throughout, contest 2 ends while everyone is somewhere in it, contest 3 is by name.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Guest, Hall } from "./guest.js";
import { ABSENT } from "./server.js";
import { Truth } from "./truth.js";

const DEPUTIES = 8;
const PROFILES = ["procedural-secret", "roll-call"];
const [FIRST, SECOND, NAMED] = [1, 2, 3] as const;

/** The page waits with its first step until the test says `goOn()`. */
const SLOW_TO_OPEN = `(() => {
  const request = navigator.locks.request.bind(navigator.locks);
  const told = new Promise((resolve) => { window.goOn = resolve; });
  navigator.locks.request = async (...args) => {
    window.isWaiting = true;
    await told;
    return request(...args);
  };
})()`;

describe.skipIf(ABSENT !== null)("the network is cut", () => {
  let hall: Hall;
  const guest = (number: number): Guest => hall.guest(number);

  beforeAll(async () => {
    hall = await Hall.start(DEPUTIES, PROFILES);
  });

  afterAll(async () => {
    await hall.end();
  });

  test("before the page knows the sitting: it says that it connects, and goes on by itself", async () => {
    const early = await Guest.take(hall, 1, { before: (page) => page.addInitScript(SLOW_TO_OPEN) });
    // The page itself is there; what it asks next does not come.
    await expect.poll(() => early.seat.page.evaluate("window.isWaiting === true"), { timeout: 20_000, interval: 50 }).toBe(true);
    // The back button does not leave it either.
    await early.seat.page.goBack();
    expect(await early.seat.heading()).toBe("正在打开会议");
    early.relay.cut();
    await early.seat.page.evaluate("goOn()");
    await early.reads("网络断开，正在重连");
    expect(await early.seat.heading()).toBe("正在打开会议");
    await early.reads("正在核对会议，请稍候。");
    early.relay.mend();
    await early.seat.until("ways");
  });

  test("before the check-in: nothing is lost, and it goes through when the network is back", async () => {
    const early = guest(1);
    // Whose card it is can be said: the roll is there.
    await early.seat.showCard(1, hall.sitting.code(1));
    await early.seat.tap("not-me");
    early.relay.cut();
    await early.reads("网络断开，正在重连");
    await early.seat.showCard(1, hall.sitting.code(1));
    await early.seat.until("identity");
    await early.seat.tap("its-me");
    await early.reads("正在签到");
    await early.reads("请稍候，不要离开");
    early.relay.mend();
    await early.seat.until("list");
    await early.reads("代表 1代表，已签到");
  });

  test("while ticking, and before 投票: the ticks stay, the ballot goes out by itself", async () => {
    await hall.seat(2, 3, 4, 5, 6, 7, 8);
    await hall.sitting.do(`present ${DEPUTIES}`);
    await hall.sitting.open(FIRST);
    const { seat, relay } = guest(1);
    await seat.ballot(FIRST);
    await seat.tap("item-1");
    relay.cut();
    await guest(1).reads("网络断开，选择已保留，正在重连");
    await seat.tap("item-3");
    await guest(1).reads("最多 3 项，已选 2 项，还可选 1 项");
    await seat.review();
    await seat.confirm();
    await seat.tap("cast");
    await guest(1).reads("网络不通，恢复后自动再投。");
    await guest(1).reads("票已保存在这台平板。还不知道是否投出。");
    relay.mend();
    await seat.until("done");
    expect(await seat.heading()).toContain("票已投出");
  });

  test("in the middle of the ballot: it goes out again", async () => {
    const { seat, relay } = guest(2);
    await guest(2).upToCast(FIRST);
    const torn = relay.tearRequests();
    await seat.tap("cast");
    await torn;
    await guest(2).reads("网络不通，恢复后自动再投。");
    expect(await seat.claim()).toBe("casting");
    relay.mend();
    await seat.until("done");
  });

  test("between the ballot and its receipt: nobody says what is not known, and the same ballot gets the same receipt", async () => {
    const { seat, relay } = guest(3);
    await guest(3).upToCast(FIRST);
    const answered = relay.loseAnswers();
    await seat.tap("cast");
    await answered;
    relay.cut();
    await guest(3).reads("还不知道是否投出");
    expect(guest(3).told.last(FIRST)).toBe("unknown");
    relay.mend();
    await seat.until("done");
  });

  test("between the ballot and its receipt, and the page is loaded anew: the same", async () => {
    const { seat, relay } = guest(4);
    await guest(4).upToCast(FIRST);
    const answered = relay.loseAnswers();
    await seat.tap("cast");
    await answered;
    // The page and its worker come again, but no answer to the ballot does.
    await seat.page.reload();
    await guest(4).reads("正在投票，还不知道是否投出");
    expect(guest(4).told.last(FIRST)).toBe("unknown");
    relay.cut();
    relay.mend();
    await guest(4).hears(FIRST, "cast");
  });

  test("after the receipt: it stays cast, and says so", async () => {
    const { seat, relay } = guest(5);
    await guest(5).upToCast(FIRST);
    await seat.cast();
    relay.cut();
    await guest(5).reads("网络断开");
    expect(await seat.heading()).toContain("票已投出");
    await seat.tap("clear");
    await guest(5).reads("票已投出");
    relay.mend();
    await guest(5).reads("已连接");
    expect(guest(5).told.last(FIRST)).toBe("cast");
  });

  test("by the browser, which says that it is offline: the same as by a cable", async () => {
    const { seat } = guest(6);
    await guest(6).upToCast(FIRST);
    await seat.context.setOffline(true);
    guest(6).relay.cut();
    guest(6).relay.mend();
    await seat.tap("cast");
    await guest(6).reads("网络不通，恢复后自动再投。");
    await seat.context.setOffline(false);
    await seat.until("done");
  });

  test("the server is killed while ballots are on their way, and started again: each arrives once", async () => {
    const [seventh, eighth] = [guest(7), guest(8)];
    await seventh.upToCast(FIRST);
    await eighth.upToCast(FIRST);
    const answered = seventh.relay.loseAnswers();
    // One is killed between the box and the receipt, the other before it got there.
    await seventh.seat.tap("cast");
    await answered;
    await hall.sitting.do("kill");
    await eighth.seat.tap("cast");
    for (const one of [seventh, eighth]) {
      await one.reads("还不知道是否投出");
      expect(one.told.last(FIRST)).toBe("unknown");
    }
    seventh.relay.mend();
    await hall.sitting.do("start");
    for (const one of [seventh, eighth]) await one.seat.until("done");
  });

  describe("while contest 2 ends", () => {
    test("everyone is somewhere in it", async () => {
      for (const one of hall.guests) await one.backToList();
      await hall.sitting.open(SECOND);
      for (const number of [1, 2, 3, 4, 5]) {
        await guest(number).seat.ballot(SECOND);
        await guest(number).seat.tap("item-1-0");
        if (number === 4) continue;
        await guest(number).seat.review();
        if (number !== 5) await guest(number).seat.confirm();
      }
      const answered = guest(1).relay.loseAnswers();
      await guest(1).seat.tap("cast");
      await answered;
      guest(1).relay.cut();
      const torn = guest(2).relay.tearRequests();
      await guest(2).seat.tap("cast");
      await torn;
      guest(2).relay.cut();
      guest(3).relay.cut();
      await guest(3).seat.tap("cast");
      for (const number of [1, 2, 3]) await guest(number).reads("票已保存在这台平板。还不知道是否投出。");
      // Somebody casts in peace.
      await guest(6).seat.ballot(SECOND);
      await guest(6).seat.tap("item-1-0");
      await guest(6).seat.review();
      await guest(6).seat.confirm();
      await guest(6).seat.cast();
      const ending = hall.sitting.do(`end ${SECOND}`);
      await expect.poll(async () => (await Truth.read(hall.sitting)).hasEnded(SECOND), { timeout: 60_000, interval: 200 }).toBe(true);
      for (const number of [1, 2, 3]) guest(number).relay.mend();
      await ending;
    });

    test("of a ballot that arrived and whose receipt did not it is never said that it was not cast", async () => {
      await guest(1).hears(SECOND, "cast");
      expect(guest(1).told.claims(SECOND)).not.toContain("not-cast");
      expect((await Truth.read(hall.sitting)).count(guest(1).pressed(SECOND))).toBe(1);
    });

    test("of a ballot that broke on its way it is said that it was not cast, once the log says so", async () => {
      await guest(2).hears(SECOND, "not-cast");
      await guest(2).seat.until("outcome");
      expect(await guest(2).seat.heading()).toBe("没有投出");
      await guest(2).reads("没有收到回执。开箱后查过日志，里面没有这张票。");
      await guest(2).reads("这张票没有计入。请告诉工作人员。");
      expect((await Truth.read(hall.sitting)).count(guest(2).pressed(SECOND))).toBe(0);
    });

    test("of a ballot that was never sent it is said that it was not cast", async () => {
      await guest(3).hears(SECOND, "not-cast");
      expect(await guest(3).seat.heading()).toBe("没有投出");
      await guest(3).reads(/请找工作人员|请告诉工作人员/);
      expect((await Truth.read(hall.sitting)).count(guest(3).pressed(SECOND))).toBe(0);
    });

    test.each([
      ["ticking", 4],
      ["reviewing", 5],
    ] as const)("a deputy who is %s reads that voting is over and that nothing was cast", async (_, number) => {
      await guest(number).seat.until("outcome");
      expect(await guest(number).seat.heading()).toBe("没有投出");
      await guest(number).reads("投票已截止，这张票没有投出。");
      await guest(number).reads("如有疑问，请找工作人员。");
      await guest(number).seat.tap("to-list");
      await guest(number).seat.until("list");
    });
  });

  describe("in a vote by name", () => {
    test("a vote that stands and whose answer was lost is found in the log, one that was never sent was not cast", async () => {
      for (const one of hall.guests) await one.backToList();
      await hall.sitting.open(NAMED);
      for (const number of [1, 2]) {
        await guest(number).seat.ballot(NAMED);
        await guest(number).seat.tap("item-1-0");
        await guest(number).seat.review();
        await guest(number).seat.tap("right");
        if (number === 2) guest(number).relay.cut();
        await guest(number).seat.tap("yes");
        await guest(number).seat.until(number === 1 ? "done" : "casting");
      }
      await guest(2).reads("还不知道是否投出");
      for (const step of ["end", "close"]) await hall.sitting.do(`${step} ${NAMED}`);
      guest(2).relay.mend();
      // Nothing but what was stored is left of it.
      await guest(2).seat.page.reload();
      await guest(2).hears(NAMED, "not-cast");
      expect(guest(1).told.last(NAMED)).toBe("cast");
      const truth = await Truth.read(hall.sitting);
      expect([1, 2].map((number) => truth.named(NAMED, number))).toEqual([1, 0]);
    });
  });

  test("in the end the log verifies, each has the votes that were claimed, and no screen ever said otherwise", async () => {
    await hall.sitting.do(`end ${FIRST}`);
    for (const one of hall.guests) {
      await one.hears(FIRST, "cast");
      expect(one.pressed(FIRST).size).toBe(1);
    }
    expect(await hall.wrongClaims([FIRST, SECOND], [NAMED])).toEqual([]);
    expect((await Truth.read(hall.sitting)).count(hall.guests.flatMap((one) => [...one.pressed(FIRST)]))).toBe(DEPUTIES);
    await hall.sitting.verify();
  });
});
