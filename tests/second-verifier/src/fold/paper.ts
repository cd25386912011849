// Paper ballots (protocol.md §3.9): issued, counted twice, confirmed.

import { equal } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { columns } from "#base/rules/profile.js";
import { Refused } from "./refusal.js";
import { hasBallot, need, needReason, type Closed, type Contest, type Opened, type State } from "./state.js";
import { same } from "./definition.js";
import { needOpenOrHeld, needSecrecy } from "./voting.js";
import { needWitnessed } from "./witnesses.js";

export function paperIssued(state: State, body: BodyOf<"paper_issued">): void {
  const { contest, opened } = state.contest(body.contest);
  needSecrecy(contest, "secret");
  needOpenOrHeld(contest);
  needWitnessed(state, opened.index);
  const { deputies } = body;
  need(deputies.length > 0 && deputies.every((number, at) => at === 0 || number > (deputies[at - 1] ?? 0)), "paper-bad", "deputies");
  for (const number of deputies) {
    need(state.deputy(number).device !== undefined, "not-checked-in", `deputy ${number}`);
    need(!hasBallot(opened, number), "ballot-issued-already", `deputy ${number}`);
  }
  for (const number of deputies) opened.papers.add(number);
}

/** Whether the papers are counted apart, and so must be confirmed before anything is decrypted or declared. */
export function isCountedApart({ entered }: Opened, { paper }: Closed): boolean {
  const valid = paper.returned - paper.void;
  return paper.returned <= paper.issued && (paper.void > 0 || (valid > 0 && entered === 0));
}

export function needClosed({ stage }: Contest, { closed }: Opened): Closed {
  need(stage !== "declared" && stage !== "voided", "contest-over", stage);
  if (stage !== "closed" || closed === undefined) throw new Refused("contest-not-closed", stage);
  return closed;
}

export function needPapersConfirmed(opened: Opened, closed: Closed): void {
  need(!isCountedApart(opened, closed) || opened.paperConfirmed !== undefined, "paper-not-confirmed");
}

export function paperCounted(state: State, entry: Entry, body: BodyOf<"paper_counted">): void {
  const { contest, opened } = state.contest(body.contest);
  const closed = needClosed(contest, opened);
  need(equal(body.closed, closed.leaf), "follows-wrong");
  need(isCountedApart(opened, closed), "paper-bad", "nothing to count");
  need(opened.paperConfirmed === undefined, "paper-bad", "confirmed already");
  const before = opened.paperCounts.get(body.count);
  const [replaces] = body.replaces;
  const follows = before === undefined ? replaces === undefined : replaces !== undefined && equal(replaces, before.leaf);
  need(follows && body.replaces.length <= 1, "follows-wrong");
  for (const { reason, count } of body.void) {
    needReason(reason);
    need(count >= 1, "paper-bad", "void");
  }
  const { paper } = closed;
  need(body.void.reduce((sum, { count }) => sum + count, 0) === paper.void, "paper-bad", "void");
  const valid = paper.returned - paper.void;
  const { profile, items } = contest.definition;
  const rows = opened.entered > 0 || valid === 0 ? 0 : items.length;
  need(body.rows.length === rows, "paper-bad", "rows");
  for (const { counts, invalid } of body.rows) {
    const sum = counts.reduce((total, count) => total + count, invalid);
    need(counts.length === columns(profile) && sum === valid, "paper-bad", "rows");
  }
  opened.paperCounts.set(body.count, { leaf: entry.leaf, body });
}

export function paperConfirmed(state: State, body: BodyOf<"paper_confirmed">): void {
  const { contest, opened } = state.contest(body.contest);
  const closed = needClosed(contest, opened);
  need(isCountedApart(opened, closed), "paper-bad", "nothing to count");
  const [first, second] = [opened.paperCounts.get(1), opened.paperCounts.get(2)];
  need(opened.paperConfirmed === undefined, "paper-bad", "confirmed already");
  need(first !== undefined && second !== undefined, "paper-not-confirmed", "not counted twice");
  need(equal(body.first, first.leaf) && equal(body.second, second.leaf), "follows-wrong");
  need(same(first.body.rows, second.body.rows), "paper-counts-differ");
  opened.paperConfirmed = first.body.rows;
}
