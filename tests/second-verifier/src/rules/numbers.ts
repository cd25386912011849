// Whether the numbers of a decision belong together (protocol.md §9.3, steps 1 to 3).

import type { Ballots, Roll, Row } from "#base/rules/numbers.js";
import { choosingBounds, columns, type Base, type Profile } from "#base/rules/profile.js";
import { neededOf } from "./shares.js";
import { firstUnfit, firstUnsound } from "./sound.js";

export interface Numbers {
  readonly roll: Roll;
  readonly ballots: Ballots;
  readonly rows: readonly Row[];
}

/** The numbers do not belong together, or the profile does not fit them. */
export class NumbersError extends Error {
  override readonly name = "NumbersError";
  constructor(readonly details: Readonly<Record<string, string | number>>) {
    super(JSON.stringify(details));
  }
}

const MEMBERSHIP_MAX = 1_000_000;
const ROWS_MAX = 200;

export interface Sums {
  readonly issued: number;
  readonly returned: number;
  readonly valid: number;
  readonly unreturned: number;
}

export function sums({ machine, paper }: Ballots): Sums {
  const issued = machine.issued + paper.issued;
  const returned = machine.returned + paper.returned;
  return { issued, returned, valid: machine.valid + paper.valid, unreturned: Math.max(0, issued - returned) };
}

export function baseOf(base: Base, { roll: { membership, due, present }, ballots: counted }: Numbers): number {
  switch (base) {
    case "membership":
      return membership;
    case "due":
      return due;
    case "present":
      return present;
    case "returned":
      return sums(counted).returned;
    case "valid":
      return sums(counted).valid;
  }
}

function refuse(what: string, more: Readonly<Record<string, string | number>> = {}): never {
  throw new NumbersError({ kind: "numbers", what, ...more });
}

/** Step 1. Throws [`NumbersError`]. */
export function checkNumbers(rules: Profile, numbers: Numbers): void {
  const unsound = firstUnsound(rules);
  if (unsound !== undefined) throw new NumbersError({ kind: "profile", parameter: unsound });
  const { membership, due, present } = numbers.roll;
  if (present > due) refuse("present");
  if (due > membership) refuse("due");
  if (membership > MEMBERSHIP_MAX) refuse("membership");
  const { machine, paper } = numbers.ballots;
  if (machine.issued + paper.issued > present) refuse("issued");
  if (machine.valid + machine.void !== machine.returned) refuse("machine");
  if (paper.valid + paper.void !== paper.returned) refuse("paper");
}

export interface Void {
  readonly reason: "meeting_quorum" | "returned_exceeds_issued" | "vote_quorum" | "minimum_ballots";
  readonly bound: number;
  readonly actual: number;
}

/** Step 2: the first reason why the vote is void whatever its content. */
export function voidReason(rules: Profile, numbers: Numbers): Void | undefined {
  const { present } = numbers.roll;
  const quorum = neededOf(rules.meeting_quorum, baseOf(rules.meeting_quorum.base, numbers));
  if (present < quorum) return { reason: "meeting_quorum", bound: quorum, actual: present };
  for (const { issued, returned } of [numbers.ballots.machine, numbers.ballots.paper]) {
    if (returned > issued) return { reason: "returned_exceeds_issued", bound: issued, actual: returned };
  }
  const { returned, valid } = sums(numbers.ballots);
  if (rules.vote_quorum.kind === "share") {
    const bound = neededOf(rules.vote_quorum, baseOf(rules.vote_quorum.base, numbers));
    if (returned < bound) return { reason: "vote_quorum", bound, actual: returned };
  }
  if (rules.secrecy === "secret" && valid < rules.minimum_ballots) {
    return { reason: "minimum_ballots", bound: rules.minimum_ballots, actual: valid };
  }
  return undefined;
}

/** Marks of an item that choose it: its votes, where the score is `votes`. */
export function choosing(rules: Profile, { counts }: Row): number {
  return (counts[0] ?? 0) + (rules.blank_item === "approve" ? (counts.at(-1) ?? 0) : 0);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Step 3. Throws [`NumbersError`]. */
export function checkRows(rules: Profile, numbers: Numbers): void {
  const { rows } = numbers;
  const { valid } = sums(numbers.ballots);
  if (rows.length < 1 || rows.length > ROWS_MAX) refuse("rows");
  const unfit = firstUnfit(rules, rows.length);
  if (unfit !== undefined) throw new NumbersError({ kind: "profile", parameter: unfit });
  for (const [item, { counts, invalid }] of rows.entries()) {
    if (counts.length !== columns(rules)) refuse("columns", { item });
    if (total(counts) + invalid !== valid) refuse("sum", { item });
  }
  const invalid = total(rows.map((one) => one.invalid));
  if (rules.options.kind === "ranks") {
    for (let column = 0; column < rules.options.ranks; column += 1) {
      const given = total(rows.map(({ counts }) => counts[column] ?? 0));
      const tooFew = rules.options.each === "exactly_once" && given < valid - invalid;
      if (given > valid || tooFew) refuse("ranks", { column });
    }
  }
  const bounds = choosingBounds(rules, rows.length);
  if (bounds === undefined) return;
  const chosen = total(rows.map((one) => choosing(rules, one)));
  if (BigInt(chosen) > BigInt(valid) * BigInt(bounds.most)) refuse("most");
  if (BigInt(chosen + invalid) < BigInt(valid) * BigInt(bounds.least)) refuse("least");
}
