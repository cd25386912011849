import { describe, expect, test } from "vitest";
import * as marks from "../../src/deputy/model/marks.js";
import { KINDS, contest, items } from "../scripted.js";

const { select, votes, ranks } = KINDS;
const first = (count: number, of = 15): marks.Marks => Array.from({ length: of }, (_, row) => (row < count ? 0 : null));

describe("select", () => {
  test("a tap marks, the next one takes the mark away", () => {
    const once = marks.toggle(select, marks.blank(select), 3, 0);
    expect(once).toMatchObject({ ok: true });
    if (!once.ok) return;
    expect(marks.chosenCount(select, once.marks)).toBe(1);
    expect(marks.toggle(select, once.marks, 3, 0)).toEqual({ ok: true, marks: marks.blank(select) });
  });
  test("the eleventh is refused, and nothing is replaced", () => {
    expect(marks.toggle(select, first(10), 10, 0)).toEqual({ ok: false, why: { is: "limit", most: 10 } });
    expect(marks.toggle(select, first(10), 9, 0)).toEqual({ ok: true, marks: first(9) });
  });
  test.each([[15, 0], [-1, 0], [0, 1], [0, -1]])("no such row or option: %i, %i", (item, option) => {
    expect(marks.toggle(select, marks.blank(select), item, option)).toEqual({ ok: false, why: { is: "no-such-option" } });
  });
  test("too few for the rules", () => {
    const exactly = contest(1, { limits: { least: 10, most: 10 } });
    expect(marks.unfit(exactly, first(7))).toEqual({ is: "too-few", least: 10, missing: 3 });
    expect(marks.unfit(exactly, first(10))).toBeNull();
  });
  test("without a mark it is 废票 only where the rules say so", () => {
    expect(marks.unfit(select, marks.blank(select))).toBeNull();
    expect(marks.unfit(contest(1, { blankVoid: true }), marks.blank(select))).toEqual({ is: "blank" });
  });
  test("rows without a mark are the rest", () => {
    expect(marks.columns(select, first(2))).toEqual([0, 0, ...Array.from({ length: 13 }, () => 1)]);
  });
});

describe("votes", () => {
  test("弃权 is marked like the others where the rest is an option", () => {
    expect(marks.toggle(votes, marks.blank(votes), 0, 2)).toEqual({ ok: true, marks: [2, null, null] });
  });
  test("and is no target where it is only what no mark means", () => {
    const silent = contest(2, { ...votes, style: { is: "votes", rest: false } });
    expect(marks.toggle(silent, marks.blank(silent), 0, 2)).toEqual({ ok: false, why: { is: "no-such-option" } });
  });
  test("items that choose without a mark are over the limit until some are changed", () => {
    const approve = contest(2, { ...votes, items: items(3), blankItem: "approve", limits: { least: 0, most: 2 } });
    expect(marks.unfit(approve, [null, null, null])).toEqual({ is: "too-many", most: 2, chosen: 3 });
    expect(marks.unfit(approve, [null, null, 1])).toBeNull();
  });
  test("a vote that stands is shown to be changed; one of another shape is not", () => {
    expect(marks.ofVote({ ...votes, vote: [0, 1, 2] })).toEqual([0, 1, 2]);
    expect(marks.ofVote({ ...votes, vote: [0, 1] })).toEqual([null, null, null]);
    expect(marks.ofVote({ ...votes, vote: [0, 1, 7] })).toEqual([null, null, null]);
  });
});

describe("ranks", () => {
  test("no number is given twice", () => {
    const given = marks.giveNumber(ranks, marks.blank(ranks), 4, 2);
    expect(given).toMatchObject({ ok: true });
    if (!given.ok) return;
    expect(marks.giveNumber(ranks, given.marks, 5, 2)).toEqual({ ok: false, why: { is: "number-taken", number: 2, item: 4 } });
    expect(marks.giveNumber(ranks, given.marks, 4, 6)).toMatchObject({ ok: true });
    expect(marks.freeNumbers(ranks, given.marks)).toEqual([1, 3, 4, 5, 6]);
  });
  test.each([0, 7, 1.5, -1])("there is no number %d", (number) => {
    expect(marks.giveNumber(ranks, marks.blank(ranks), 0, number)).toEqual({ ok: false, why: { is: "no-such-option" } });
  });
  test("each number must be given where the rules say so", () => {
    const exactly = contest(4, { ...ranks, style: { is: "ranks", exactly: true } });
    expect(marks.unfit(exactly, marks.blank(exactly))).toEqual({ is: "numbers-missing", numbers: [1, 2, 3, 4, 5, 6] });
  });
});

test("marks of unknown origin are taken only where they fit", () => {
  expect(marks.fits(select, first(10))).toBe(true);
  expect(marks.fits(select, first(11))).toBe(false);
  expect(marks.fits(select, first(2, 14))).toBe(false);
  expect(marks.fits(select, [1, ...first(0, 14)])).toBe(false);
  expect(marks.fits(ranks, [0, 0, ...first(0, 10)])).toBe(false);
});
