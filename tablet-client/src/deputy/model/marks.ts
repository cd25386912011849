/**
 * The marks of one ballot: secret unless the contest is named.
 *
 * A row without a mark is not the same as one marked with the last option: who marks 弃权 made the same gesture as who marks 赞成.
 * Both are the rest of the row in the ballot. Marks are values; a change makes new ones.
 */
import type { ContestView } from "../../device/api.js";

/** The option of each row, from 0; null: no mark. */
export type Marks = readonly (number | null)[];

/** Why a mark was not set; nothing was changed. */
export type MarkRefusal =
  /** So many rows have the first option already. */
  | { readonly is: "limit"; readonly most: number }
  /** Another row, from 0, has this number. */
  | { readonly is: "number-taken"; readonly number: number; readonly item: number }
  /** The contest has no such row, option or number. */
  | { readonly is: "no-such-option" };

/** Why the marks are no ballot that the rules take. */
export type Unfit =
  /** Rows without a mark choose too, and all in all too many are chosen. */
  | { readonly is: "too-many"; readonly most: number; readonly chosen: number }
  | { readonly is: "too-few"; readonly least: number; readonly missing: number }
  /** Each number has to be given. */
  | { readonly is: "numbers-missing"; readonly numbers: readonly number[] }
  /** Without any mark it would be void (废票). */
  | { readonly is: "blank" };

/** What became of a mark. */
export type Marked =
  | { readonly ok: true; readonly marks: Marks }
  | { readonly ok: false; readonly why: MarkRefusal };

/** The last column; what a row without a mark is in the ballot. */
export function restColumn(contest: ContestView): number {
  return Math.max(contest.options.length - 1, 1);
}

/** Whether the last option is marked like the others. */
function restIsMarked(contest: ContestView): boolean {
  return contest.style.is === "votes" && contest.style.rest;
}

/** Columns that have a target, in order. */
export function markedColumns(contest: ContestView): readonly number[] {
  const columns = contest.options.map((_, column) => column);
  return restIsMarked(contest) ? columns : columns.slice(0, -1);
}

/** An empty ballot. */
export function blank(contest: ContestView): Marks {
  return contest.items.map(() => null);
}

/** The marks of a public vote that stands, to be changed; of another contest it is an empty ballot. */
export function ofVote(contest: ContestView): Marks {
  const rest = restColumn(contest);
  if (contest.vote.length !== contest.items.length || contest.vote.some((column) => column > rest)) return blank(contest);
  return contest.vote.map((column) => (column === rest && !restIsMarked(contest) ? null : column));
}

/** Whether marks of unknown origin can be marks of this contest. */
export function fits(contest: ContestView, marks: Marks): boolean {
  if (marks.length !== contest.items.length) return false;
  const columns = markedColumns(contest);
  if (!marks.every((mark) => mark === null || columns.includes(mark))) return false;
  const given = marks.filter((mark) => mark !== null);
  if (contest.style.is === "ranks") return new Set(given).size === given.length;
  const most = limitWhileMarking(contest);
  return most === null || chosenCount(contest, marks) <= most;
}

/** Rows that have a mark. */
export function markedCount(marks: Marks): number {
  return marks.filter((mark) => mark !== null).length;
}

/** Rows that choose: those with the first option, and where the rules say so those without a mark. */
export function chosenCount(contest: ContestView, marks: Marks): number {
  return marks.filter((mark) => mark === 0 || (mark === null && contest.blankItem === "approve")).length;
}

/** Rows that choose without a mark are over the limit from the start: then it is the review that says so. */
function limitWhileMarking(contest: ContestView): number | null {
  return contest.limits === null || contest.blankItem === "approve" ? null : contest.limits.most;
}

function replaced(marks: Marks, item: number, mark: number | null): Marks {
  return marks.map((before, row) => (row === item ? mark : before));
}

/** Gives a row this option, or takes its mark away if it has it already. */
export function toggle(contest: ContestView, marks: Marks, item: number, option: number): Marked {
  const before = marks[item];
  if (before === undefined || contest.style.is === "ranks" || !markedColumns(contest).includes(option)) {
    return { ok: false, why: { is: "no-such-option" } };
  }
  if (before === option) return { ok: true, marks: replaced(marks, item, null) };
  const most = limitWhileMarking(contest);
  if (option === 0 && most !== null && chosenCount(contest, marks) >= most) return { ok: false, why: { is: "limit", most } };
  return { ok: true, marks: replaced(marks, item, option) };
}

/** Gives a row a number (号), from 1, or takes it away. */
export function giveNumber(contest: ContestView, marks: Marks, item: number, number: number | null): Marked {
  if (marks[item] === undefined || contest.style.is !== "ranks") return { ok: false, why: { is: "no-such-option" } };
  if (number === null) return { ok: true, marks: replaced(marks, item, null) };
  if (!Number.isInteger(number) || number < 1 || number > restColumn(contest)) return { ok: false, why: { is: "no-such-option" } };
  const other = marks.indexOf(number - 1);
  if (other !== -1 && other !== item) return { ok: false, why: { is: "number-taken", number, item: other } };
  return { ok: true, marks: replaced(marks, item, number - 1) };
}

/** Numbers that no row has. */
export function freeNumbers(contest: ContestView, marks: Marks): readonly number[] {
  return Array.from({ length: restColumn(contest) }, (_, column) => column)
    .filter((column) => !marks.includes(column))
    .map((column) => column + 1);
}

/** Choices that are still possible, where the rules limit them. */
export function remaining(contest: ContestView, marks: Marks): number {
  if (contest.style.is === "ranks") return freeNumbers(contest, marks).length;
  return contest.limits === null ? 0 : Math.max(contest.limits.most - chosenCount(contest, marks), 0);
}

/** Why the rules do not take these marks as they are, in the order in which one mends them; null: they do. */
export function unfit(contest: ContestView, marks: Marks): Unfit | null {
  if (contest.limits !== null) {
    const { least, most } = contest.limits;
    const chosen = chosenCount(contest, marks);
    if (chosen > most) return { is: "too-many", most, chosen };
    if (chosen < least) return { is: "too-few", least, missing: least - chosen };
  }
  if (contest.style.is === "ranks" && contest.style.exactly) {
    const numbers = freeNumbers(contest, marks);
    if (numbers.length > 0) return { is: "numbers-missing", numbers };
  }
  return contest.blankVoid && markedCount(marks) === 0 ? { is: "blank" } : null;
}

/** The column of each row, as the device encrypts it. */
export function columns(contest: ContestView, marks: Marks): readonly number[] {
  const rest = restColumn(contest);
  return marks.map((mark) => mark ?? rest);
}
