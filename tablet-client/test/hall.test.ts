// The hall's screen as a function of checked logs: what it shows in each stage, what never, and what keys do.

import { describe, expect, test } from "vitest";
import { SittingFold } from "../src/follow/fold.js";
import { Follower } from "../src/follow/follower.js";
import { hallView, type HallView } from "../src/hall/model.js";
import { keyOf, NOTHING, ROWS_ON_PAGE, shownRows, step, type Reveal } from "../src/hall/reveal.js";
import { Store } from "../src/hall/store.js";
import { decisionOf, SittingInTheMaking, type Hall } from "./follow/making.js";
import { Served, vectorLog, type Log } from "./follow/served.js";

const HALL: Hall = { deputies: 12, present: 11, mode: "real" };
const VOTES = [10, 9, 8, 7, 7, 7, 6, 5, 4, 3, 2, 2, 2, 1, 0];

/** The view of a log as far as it goes, with a checkpoint of its own; `turned` contests further. */
async function view(log: Log, turned = 0): Promise<HallView> {
  const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
  if (look.is === "older") throw new Error("older");
  return hallView(look.fold, look.signed, turned, { root: "root", pages: [] });
}

const making = (): SittingInTheMaking => new SittingInTheMaking(HALL);

describe("stages", () => {
  test("before: 应到, 实到, and the quorum with its article", async () => {
    const { scene } = await view(making().log());
    expect(scene).toEqual({
      is: "before",
      counts: [
        { name: "应到", value: 12 },
        { name: "实到", value: 11 },
      ],
      quorum: "出席的代表须达到全体代表 12 人的三分之二，即 8 人（第三条）",
      state: "已达到法定人数，可以投票",
      reached: true,
    });
    const few = await view(new SittingInTheMaking({ ...HALL, present: 5 }).log());
    expect(few.scene).toMatchObject({ is: "before", state: "还差 3 人", reached: false });
  });

  test("open: what was issued, and nothing else", async () => {
    const { scene, contest } = await view(making().open().issue(7).log());
    expect(scene).toMatchObject({ is: "open", counts: [{ name: "发出", value: 7 }, { name: "回条", value: undefined }] });
    expect(contest?.code).toMatch(/^[0-9A-F]{4} [0-9A-F]{4}$/);
  });

  test("ended, and a box that is read out: slips, no tally", async () => {
    expect((await view(making().open().issue(9).end(8).log())).scene).toMatchObject({ is: "ended", counts: [{ value: 9 }, { name: "回条", value: 8 }], line: "正在收齐回条" });
    expect((await view(making().open().issue(9).end(8).box(8, 128).log())).scene).toMatchObject({ is: "ended", line: "已开箱，正在核对发出、收回各数" });
  });

  test("closed: both channels", async () => {
    const paper = { issued: 2, returned: 2, void: 1, entered: 0 };
    const { scene } = await view(making().open().issue(9).end(8).box(8, 128).close(9, 8, paper).log());
    expect(scene).toMatchObject({ is: "closed", counts: [{ name: "发出", value: 11, note: "其中纸质票 2" }, { name: "收回", value: 10 }], line: "监票人共同计票 0 / 2" });
  });

  test("declared: the log's decision, best first, in words", async () => {
    const { scene } = await view(making().open().issue(11).end(11).box(11, 128).close(11, 11).declare(decisionOf(VOTES, 11, 12, 4)).log());
    if (scene.is !== "declared") throw new Error(scene.is);
    const { rows, threshold, notes, counts } = scene.result;
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 4, 4, 7, 8, 9, 10, 11, 11, 11, 14, 15]);
    expect(rows[0]).toMatchObject({ number: 1, figure: "10 票", mark: { is: "chosen", word: "入选" }, length: 10 / 11 });
    expect(rows[3]).toMatchObject({ mark: { is: "tied", word: "票数相等" } });
    expect(rows[6]?.mark).toEqual({ is: "none" });
    expect(threshold).toEqual({ at: 7 / 11, number: 7, words: "超过全体代表 12 人的半数（第十条）" });
    expect(notes).toEqual(["第 4、5、6 号票数相等，需再次投票（1 个名额）"]);
    expect(counts.map(({ name, value }) => `${name} ${value}`)).toEqual(["发出 11", "收回 11", "有效 11", "废票 0", "未收回 0"]);
  });

  test("never a choice before the declaration", async () => {
    for (const log of [making().open().issue(9), making().open().issue(9).end(8), making().open().issue(9).end(8).box(8, 128), making().open().issue(9).end(8).box(8, 128).close(9, 8)]) {
      const shown = JSON.stringify(await view(log.log()));
      expect(shown).not.toMatch(/票"|入选|相等|rows|result/);
    }
  });
});

describe("the logs of the vectors", () => {
  test("each contest of the whole log, back from the last", async () => {
    const log = vectorLog("log");
    const scenes: string[] = [];
    for (let turned = 0; turned > -6; turned -= 1) {
      const { scene, contest } = await view(log, turned);
      scenes.push(`${contest?.number ?? 0} ${scene.is}`);
    }
    expect(scenes).toEqual(["6 declared", "5 declared", "4 declared", "3 declared", "2 voided", "1 declared"]);
    const { scene } = await view(log);
    expect(scene.is === "declared" && scene.result.rows.map(({ mark }) => ("word" in mark ? mark.word : ""))).toEqual(["通过", "未通过"]);
  });

  test("a tie that the presidium settled", async () => {
    const { scene } = await view(vectorLog("settled"));
    if (scene.is !== "declared") throw new Error(scene.is);
    expect(scene.result.notes.join()).toMatch(/票数相等，主席团决定第 \d 号入选/);
    expect(scene.result.rows.filter(({ mark }) => mark.is === "chosen").length).toBeGreaterThan(0);
  });

  test("with witnesses, nothing of a result is shown before a quorum has seen it", async () => {
    const log = vectorLog("witnessed");
    const whole = await view(log);
    expect(whole.scene.is).toBe("declared");
    expect(whole.witnesses).toMatchObject({ quorum: 4 });
    const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
    if (look.is === "older") throw new Error("older");
    // As if no witness had cosigned anything after the declaration.
    look.fold.witnessed = look.fold.contests[0]?.opened?.declared?.index ?? 0;
    const alone = { ...look.signed, by: [], enough: false };
    expect(hallView(look.fold, alone, 0, { root: "", pages: [] }).scene).toEqual({ is: "unwitnessed" });
  });
});

describe("keys", () => {
  const ranks = [1, 2, 3, 4, 4, 4, 7, 8, 9, 10, 11, 11, 11, 14, 15];

  test("rows come from the last, those of one rank together", () => {
    let reveal: Reveal = NOTHING;
    const shown: number[] = [];
    while (reveal.shown < ranks.length) {
      reveal = step(reveal, "next", ranks);
      shown.push(reveal.shown);
    }
    expect(shown).toEqual([1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15]);
    expect(step(reveal, "next", ranks).shown).toBe(15);
    expect(step({ ...reveal, shown: 5 }, "back", ranks).shown).toBe(2);
    expect(step(NOTHING, "back", ranks)).toMatchObject({ shown: 0 });
  });

  test("the page is that of the newest row; when all is shown, keys turn it", () => {
    expect(shownRows({ shown: 2, page: 0, still: false }, ranks).page).toBe(1);
    expect(shownRows({ shown: 7, page: 0, still: false }, ranks).rows.every(({ shown }) => shown)).toBe(true);
    const next = shownRows({ shown: 8, page: 0, still: false }, ranks);
    expect(next.page).toBe(0);
    expect(next.rows.map(({ shown }) => shown)).toEqual([false, false, false, false, false, false, false, true]);
    const all = step(NOTHING, "everything", ranks);
    expect(shownRows(all, ranks)).toMatchObject({ page: 0, pages: 2 });
    expect(shownRows(step(all, "page-next", ranks), ranks).rows.map(({ at }) => at)).toEqual([8, 9, 10, 11, 12, 13, 14]);
    expect(step(step(all, "page-next", ranks), "page-next", ranks).page).toBe(1);
  });

  test("a rank that goes over a page stops at its top, so that every row is on a screen", () => {
    const same = Array.from({ length: 20 }, () => 1);
    expect(step(NOTHING, "next", same).shown).toBe(20 - 2 * ROWS_ON_PAGE);
  });

  test("other keys are none of this screen", () => {
    expect(keyOf("ArrowRight")).toBe("next");
    expect(keyOf("E")).toBe("everything");
    expect(keyOf("a")).toBeUndefined();
    expect(keyOf("F5")).toBeUndefined();
  });
});

describe("the screen's state", () => {
  async function store(log: Log): Promise<Store> {
    const made = new Store();
    await grow(made, log);
    return made;
  }

  async function grow(into: Store, log: Log): Promise<void> {
    const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
    if (look.is === "older") throw new Error("older");
    into.follow({ shown: { fold: look.fold, signed: look.signed }, reading: undefined, wrong: undefined });
  }

  const declared = (): Log => making().open().issue(11).end(11).box(11, 128).close(11, 11).declare(decisionOf(VOTES, 11, 12, 4)).log();

  test("a result is revealed by keys alone, and a covered or frozen screen takes none", async () => {
    const one = await store(declared());
    expect(one.state.reveal.shown).toBe(0);
    one.press("ArrowRight");
    expect(one.state.reveal.shown).toBe(1);
    one.press("b");
    expect(one.state.blank).toBe(true);
    one.press("ArrowRight");
    expect(one.state.reveal.shown).toBe(1);
    one.press("b");
    one.press("f");
    one.press("e");
    expect(one.state.reveal.shown).toBe(1);
    one.press("f");
    one.press("e");
    expect(one.state.reveal.shown).toBe(15);
  });

  test("a frozen screen stays as it is while the log goes on", async () => {
    const one = await store(making().open().issue(3).log());
    one.press("f");
    await grow(one, making().open().issue(9).log());
    expect(one.state.view?.checkpoint.size).toBe(making().open().issue(3).log().lines.length);
    one.press("f");
    expect(one.state.view?.scene).toMatchObject({ counts: [{ value: 9 }, {}] });
  });

  test("what was read and does not check is not shown, though keys turn", async () => {
    const log = making().open().issue(3).log();
    const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
    if (look.is === "older") throw new Error("older");
    const one = new Store();
    const shown = { fold: look.fold, signed: look.signed };
    one.follow({ shown, reading: undefined, wrong: undefined });
    // The fold goes on into what no checkpoint covers.
    for (let deputy = 4; deputy < 9; deputy += 1) look.fold.contests[0]?.opened?.issued.add(deputy);
    one.follow({ shown, reading: undefined, wrong: { is: "source", trouble: "unreachable" } });
    one.press("[");
    expect(one.state.view?.scene).toMatchObject({ counts: [{ value: 3 }, {}] });
    expect(one.state.wrong?.mild).toBe(true);
  });

  test("a result that is declared later is hidden again until its keys", async () => {
    const one = await store(making().open().issue(11).end(11).box(11, 128).close(11, 11).log());
    one.press("e");
    await grow(one, declared());
    expect(one.state.view?.scene.is).toBe("declared");
    expect(one.state.reveal).toEqual(NOTHING);
  });
});
