// The hall's screen as a function of checked logs: what it shows in each stage, what never, and what keys do.

import { describe, expect, test } from "vitest";
import { SittingFold } from "../src/follow/fold.js";
import { Follower } from "../src/follow/follower.js";
import { hallView, type HallView } from "../src/hall/model.js";
import { keyOf, KEYS } from "../src/hall/keys.js";
import { NO_PLACE, readPlace, type Keeping } from "../src/hall/place.js";
import { ARMED_MS, BOUNCE_MS, GROW_MS, lapse, NOTHING, ROWS_ON_PAGE, shownRows, step, type Reveal } from "../src/hall/reveal.js";
import { Store } from "../src/hall/store.js";
import { LANGS } from "../src/lang/langs.js";
import { publicTexts } from "../src/lang/public/index.js";
import { decisionOf, SittingInTheMaking, type Hall } from "./follow/making.js";
import { Served, vectorLog, type Log } from "./follow/served.js";

const t = publicTexts("zh");
const HALL: Hall = { deputies: 12, present: 11, mode: "real" };
const VOTES = [10, 9, 8, 7, 7, 7, 6, 5, 4, 3, 2, 2, 2, 1, 0];

/** The view of a log as far as it goes, with a checkpoint of its own; `turned` contests further. */
async function view(log: Log, turned = 0): Promise<HallView> {
  const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
  if (look.is === "older") throw new Error("older");
  return hallView(t, look.fold, look.signed, turned, { root: "root", pages: [] });
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
    expect(threshold).toEqual({ at: 7 / 11, words: "须 7 票：超过全体代表 12 人的半数（第十条）" });
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
    expect(hallView(t, look.fold, alone, 0, { root: "", pages: [] }).scene).toEqual({ is: "unwitnessed" });
  });
});

describe("keys", () => {
  const ranks = [1, 2, 3, 4, 4, 4, 7, 8, 9, 10, 11, 11, 11, 14, 15];
  /** Presses far apart, as a person makes them. */
  const slowly = (from: Reveal, keys: readonly ("next" | "back" | "everything" | "page-next")[], of: readonly number[] = ranks): Reveal =>
    keys.reduce((reveal, key, at) => step(reveal, key, of, from.since + (at + 1) * 2 * GROW_MS), from);
  const shown = (count: number): Reveal => ({ ...NOTHING, shown: count });

  test("rows come from the last, those of one rank together; the first is asked for twice", () => {
    let reveal: Reveal = slowly(NOTHING, ["next"]);
    expect(reveal).toMatchObject({ shown: 0, armed: "next" });
    const counts: number[] = [];
    while (reveal.shown < ranks.length) {
      reveal = slowly(reveal, ["next"]);
      counts.push(reveal.shown);
    }
    expect(counts).toEqual([1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15]);
    expect(slowly(reveal, ["next"])).toEqual(reveal);
    expect(slowly(shown(5), ["back"]).shown).toBe(2);
    expect(slowly(NOTHING, ["back"])).toMatchObject({ shown: 0 });
  });

  test("one press reveals nothing, and neither does a finger that bounces or a press that was forgotten", () => {
    for (const key of ["next", "everything"] as const) {
      const once = step(NOTHING, key, ranks, 1000);
      expect(once).toMatchObject({ shown: 0, armed: key });
      expect(step(once, key, ranks, 1000 + BOUNCE_MS - 1)).toEqual(once);
      expect(step(once, key, ranks, 1000 + ARMED_MS + 1)).toMatchObject({ shown: 0, armed: key });
      expect(step(once, key, ranks, 1000 + BOUNCE_MS).shown).toBe(key === "next" ? 1 : 15);
      expect(lapse(once, 1000 + ARMED_MS + 1)).toMatchObject({ shown: 0, armed: undefined });
      expect(lapse(once, 1000 + ARMED_MS)).toBe(once);
    }
    // One key after the other is not the same one twice.
    expect(slowly(NOTHING, ["next", "everything", "next"])).toMatchObject({ shown: 0 });
    expect(slowly(NOTHING, ["next", "back", "next"])).toMatchObject({ shown: 0, armed: "next" });
    // Nor does "everything" pour out the rest by one press.
    expect(slowly(shown(5), ["everything"])).toMatchObject({ shown: 5, armed: "everything" });
    expect(slowly(shown(5), ["everything", "everything"])).toMatchObject({ shown: 15 });
  });

  test("a second press while a bar grows makes it stand still, and reveals no other row", () => {
    const one = slowly(NOTHING, ["next", "next"]);
    const hasty = step(one, "next", ranks, one.since + GROW_MS - 1);
    expect(hasty).toMatchObject({ shown: 1, still: true });
    expect(step(one, "next", ranks, one.since + GROW_MS).shown).toBe(2);
  });

  test("the page is that of the newest row; when all is shown, keys turn it", () => {
    expect(shownRows(shown(2), ranks).page).toBe(1);
    expect(shownRows(shown(7), ranks).rows.every((row) => row.shown)).toBe(true);
    const next = shownRows(shown(8), ranks);
    expect(next.page).toBe(0);
    expect(next.rows.map((row) => row.shown)).toEqual([false, false, false, false, false, false, false, true]);
    const all = slowly(NOTHING, ["everything", "everything"]);
    expect(shownRows(all, ranks)).toMatchObject({ page: 0, pages: 2 });
    expect(shownRows(slowly(all, ["page-next"]), ranks).rows.map(({ at }) => at)).toEqual([8, 9, 10, 11, 12, 13, 14]);
    expect(slowly(all, ["page-next", "page-next"]).page).toBe(1);
  });

  test("a rank that goes over a page stops at its top, so that every row is on a screen", () => {
    const same = Array.from({ length: 20 }, () => 1);
    expect(slowly(NOTHING, ["next", "next"], same).shown).toBe(20 - 2 * ROWS_ON_PAGE);
  });

  test("a presenter's keys are there, and other keys are none of this screen", () => {
    for (const name of ["PageDown", "Enter", "ArrowRight", " "]) expect(keyOf(name)).toBe("next");
    expect(keyOf("PageUp")).toBe("back");
    expect(keyOf(".")).toBe("blank");
    expect(keyOf("E")).toBe("everything");
    for (const name of ["a", "F5", "Escape", "Tab", "Shift", "Process", "1", "AudioVolumeUp"]) expect(keyOf(name)).toBeUndefined();
  });

  test("every binding is listed in the help, in every language, and none stands for two", () => {
    for (const lang of LANGS) {
      const { keys } = publicTexts(lang);
      expect(KEYS.map(({ key }) => key).sort()).toEqual(Object.keys(keys).sort());
    }
    const names = KEYS.flatMap((binding) => binding.names);
    expect(new Set(names).size).toBe(names.length);
    for (const { caps } of KEYS) expect(caps.length).toBeGreaterThan(0);
  });
});

describe("the screen's state", () => {
  /** The machine: what it keeps, and its clock. */
  class Machine implements Keeping {
    kept: string | null = null;
    now = 0;
    read(): string | null {
      return this.kept;
    }
    write(text: string): void {
      this.kept = text;
    }
  }

  async function store(log: Log, machine: Machine = new Machine()): Promise<Store & { machine: Machine; slowly(...keys: string[]): void }> {
    const made = Object.assign(new Store(machine, () => machine.now), {
      machine,
      slowly(...keys: string[]): void {
        for (const key of keys) {
          machine.now += 2 * GROW_MS;
          made.press(key);
        }
      },
    });
    await grow(made, log);
    return made;
  }

  async function grow(into: Store, log: Log): Promise<void> {
    const look = await new Follower(log.fingerprint, new Served(log), () => new SittingFold(), () => Promise.resolve()).look();
    if (look.is === "older") throw new Error("older");
    into.follow({ shown: { fold: look.fold, signed: look.signed }, reading: undefined, wrong: undefined });
  }

  const closed = (): SittingInTheMaking => making().open().issue(11).end(11).box(11, 128).close(11, 11);
  const declared = (): Log => closed().declare(decisionOf(VOTES, 11, 12, 4)).log();

  test("a result is revealed by keys alone, and a covered, frozen or helping screen takes none", async () => {
    const one = await store(declared());
    expect(one.state.reveal.shown).toBe(0);
    one.slowly("ArrowRight", "PageDown");
    expect(one.state.reveal.shown).toBe(1);
    for (const hides of ["b", "f", "?"]) {
      one.slowly(hides, "Enter", "e", "e", hides);
      expect(one.state.reveal.shown).toBe(1);
    }
    expect(one.state).toMatchObject({ blank: false, frozen: false, help: false });
    one.slowly("e", "e");
    expect(one.state.reveal.shown).toBe(15);
  });

  test("a key that is held down reveals nothing", async () => {
    const one = await store(declared());
    one.slowly("Enter");
    for (let times = 0; times < 40; times += 1) {
      one.machine.now += 500;
      expect(one.press("Enter", true)).toBe(true);
    }
    expect(one.state.reveal.shown).toBe(0);
  });

  test("a first press is forgotten by the clock", async () => {
    const one = await store(declared());
    one.slowly("Enter");
    expect(one.state.reveal.armed).toBe("next");
    one.machine.now += ARMED_MS + 1;
    one.tick(0);
    expect(one.state.reveal.armed).toBeUndefined();
  });

  test("a reload keeps the place, and a covered screen stays covered", async () => {
    const one = await store(declared());
    one.slowly("Enter", "Enter", "Enter", "b");
    const again = await store(declared(), one.machine);
    expect(again.state.reveal).toMatchObject({ shown: 2, still: true, armed: undefined });
    expect(again.state.blank).toBe(true);
    // As does one between the two presses of the first row: nothing is revealed by it.
    const other = await store(declared());
    other.slowly("Enter");
    expect((await store(declared(), other.machine)).state.reveal).toMatchObject({ shown: 0, armed: undefined });
  });

  test("what a machine kept reveals nothing before the declaration, and of another contest never", async () => {
    const one = await store(declared());
    one.slowly("e", "e");
    const before = await store(closed().log(), one.machine);
    expect(before.state.view?.scene.is).toBe("closed");
    expect(before.state.reveal).toEqual(NOTHING);
    const elsewhere = new SittingInTheMaking({ ...HALL, title: "另一项表决" }).open().issue(11).end(11).box(11, 128).close(11, 11).declare(decisionOf(VOTES, 11, 12, 4)).log();
    expect((await store(elsewhere, one.machine)).state.reveal.shown).toBe(0);
  });

  test("what is kept is how far, and no result; anything else that is kept is as nothing", async () => {
    const one = await store(declared());
    one.slowly("Enter", "Enter", "b");
    expect(one.machine.kept).toMatch(/^\{"revealed":\[\{"contest":"[0-9a-f]{64}","shown":1,"page":0\}\],"turned":"","newest":"[0-9a-f]{64}","blank":true\}$/);
    for (const kept of ["", "{", "[]", "{}", '{"revealed":[{"contest":"x","shown":-1,"page":0}],"turned":"","newest":"","blank":false}', '{"revealed":[],"turned":"","newest":"","blank":1}']) {
      expect(readPlace({ read: () => kept, write: () => undefined })).toEqual(NO_PLACE);
    }
  });

  test("turning to another contest and back keeps what each has revealed; a reload too", async () => {
    const one = await store(vectorLog("log"));
    one.slowly("Enter", "Enter", "[", "Enter", "Enter", "Enter");
    expect(one.state.view?.contest?.number).toBe(5);
    const before = one.state.reveal.shown;
    one.slowly("]");
    expect(one.state.reveal.shown).toBeGreaterThan(0);
    one.slowly("[");
    expect(one.state.reveal.shown).toBe(before);
    const again = await store(vectorLog("log"), one.machine);
    expect(again.state.view?.contest?.number).toBe(5);
    expect(again.state.reveal.shown).toBe(before);
  });

  test("another language says the same scene in its words, and reveals as much", async () => {
    const one = await store(declared());
    one.slowly("e", "e", "l");
    expect(one.state.preferences.lang).toBe("en");
    expect(one.state.reveal.shown).toBe(15);
    const scene = one.state.view?.scene;
    if (scene?.is !== "declared") throw new Error("not declared");
    expect(scene.result.rows[0]).toMatchObject({ figure: "10 votes", mark: { word: "Chosen" } });
    expect(scene.result.notes).toEqual(["Nos. 4, 5, 6 have equal votes; a further vote is needed (1 place)"]);
    one.slowly("l");
    expect(one.state.preferences.lang).toBe("zh");
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
    const one = new Store(new Machine(), () => 0);
    const shown = { fold: look.fold, signed: look.signed };
    one.follow({ shown, reading: undefined, wrong: undefined });
    // The fold goes on into what no checkpoint covers.
    for (let deputy = 4; deputy < 9; deputy += 1) look.fold.contests[0]?.opened?.issued.add(deputy);
    one.follow({ shown, reading: undefined, wrong: { is: "source", trouble: "unreachable" } });
    one.press("[");
    expect(one.state.view?.scene).toMatchObject({ counts: [{ value: 3 }, {}] });
    expect(one.state.wrong).toEqual({ is: "source", trouble: "unreachable" });
  });

  test("a result that is declared later is hidden again until its keys", async () => {
    const one = await store(making().open().issue(11).end(11).box(11, 128).close(11, 11).log());
    one.slowly("e", "e", "Enter", "Enter");
    await grow(one, declared());
    expect(one.state.view?.scene.is).toBe("declared");
    expect(one.state.reveal).toEqual(NOTHING);
    expect(readPlace(one.machine)).toEqual(NO_PLACE);
  });
});
