// Decryption, totals and decision (protocol.md §3.6, §8, §9).

import { equal } from "#base/bytes.js";
import { checkShare, combine, isTotal } from "../decryption.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import type { Point } from "#base/group.js";
import { decide } from "../rules/decide.js";
import type { Row } from "#base/rules/numbers.js";
import { NumbersError, voidReason, type Numbers, type Void } from "../rules/numbers.js";
import { columns } from "#base/rules/profile.js";
import { setCourse } from "./course.js";
import { same } from "./definition.js";
import { needClosed, needPapersConfirmed } from "./paper.js";
import { Refused } from "./refusal.js";
import { need, needReason, type Closed, type Contest, type Opened, type State } from "./state.js";
import { keyOf, needSecrecy } from "./voting.js";
import { needAnnounced, needWitnessed } from "./witnesses.js";

/** Roll and ballots of §9.2; the rows are still to come. */
function numbersOf({ membership, due, counted }: Opened, { issued, returned, paper }: Closed): Numbers {
  const machine = { issued, returned, valid: returned, void: 0 };
  const papers = { issued: paper.issued, returned: paper.returned, valid: paper.returned - paper.void, void: paper.void };
  return { roll: { membership, due, present: counted.size }, ballots: { machine, paper: papers }, rows: [] };
}

function voidOf({ definition }: Contest, opened: Opened, closed: Closed): Void | undefined {
  return voidReason(definition.profile, numbersOf(opened, closed));
}

/** Ballots in the sum: those of the box and the papers that were entered. */
function summed(opened: Opened): number {
  return (opened.box?.count ?? 0) + opened.entered;
}

export function decrypted(state: State, body: BodyOf<"decrypted">): void {
  const { contest, opened } = state.contest(body.contest);
  needSecrecy(contest, "secret");
  const closed = needClosed(contest, opened);
  need(equal(body.closed, closed.leaf), "follows-wrong");
  needWitnessed(state, closed.index);
  needPapersConfirmed(opened, closed);
  const reason = voidOf(contest, opened, closed);
  need(reason === undefined, reason?.reason === "minimum_ballots" ? "too-few-ballots" : "vote-void", reason?.reason);
  need(summed(opened) > 0, "too-few-ballots");
  const { scrutineer, shares } = body;
  need(!opened.shares.has(scrutineer), "shares-twice", `scrutineer ${scrutineer}`);
  const { agreed } = keyOf(opened);
  const shareKey = agreed.shareKeys[scrutineer - 1];
  need(shareKey !== undefined, "shares-wrong", `scrutineer ${scrutineer}`);
  need(shares.length === opened.sums.length, "shares-wrong", `${shares.length} cells`);
  const label = "decryption-share";
  const statement = { label, sitting: state.fingerprint, contest: opened.hash, leaf: closed.leaf, key: agreed.key, scrutineer, shareKey } as const;
  const partials = shares.map((share, cell) => {
    const sum = opened.sums[cell];
    const d = sum === undefined ? undefined : checkShare(statement, cell, sum, share);
    if (d === undefined) throw new Refused("share-proof-bad", `scrutineer ${scrutineer}, cell ${cell}`);
    state.done.add(25);
    return d;
  });
  opened.shares.set(scrutineer, partials);
}

/** The totals of a secret contest are what the shares decrypt to (§8.3). */
function checkTotals(state: State, opened: Opened, totals: readonly number[]): void {
  const ballots = summed(opened);
  const { threshold } = keyOf(opened).agreed.run;
  need(ballots === 0 || opened.shares.size >= threshold, "shares-missing", `${opened.shares.size}`);
  need(totals.length === opened.sums.length, "totals-wrong", `${totals.length} cells`);
  for (const [cell, total] of totals.entries()) {
    const sum = opened.sums[cell];
    if (sum === undefined) throw new Refused("totals-wrong", `cell ${cell}`);
    if (ballots === 0) {
      need(total === 0, "totals-wrong", `cell ${cell}`);
    } else {
      const partials = new Map<number, Point>();
      for (const [scrutineer, points] of [...opened.shares].slice(0, threshold)) {
        const point = points[cell];
        if (point !== undefined) partials.set(scrutineer, point);
      }
      need(total <= ballots && isTotal(total, combine(sum, partials)), "totals-wrong", `cell ${cell}`);
    }
    state.done.add(26);
  }
}

/** Counts a column of each item, from the totals of the cells: the rest is what the ballots leave. */
function rowsOf(totals: readonly number[], width: number, ballots: number): Row[] {
  const cells = width - 1;
  return Array.from({ length: totals.length / cells }, (_, row) => {
    const counts = totals.slice(row * cells, (row + 1) * cells);
    return { counts: [...counts, ballots - counts.reduce((sum, count) => sum + count, 0)], invalid: 0 };
  });
}

function addRows(left: readonly Row[], right: readonly Row[] | undefined): Row[] {
  return left.map(({ counts, invalid }, at) => {
    const other = right?.[at];
    return { counts: counts.map((count, column) => count + (other?.counts[column] ?? 0)), invalid: invalid + (other?.invalid ?? 0) };
  });
}

/** Rows of a named contest or a show of hands, which are plain to see. */
function plainRows(contest: Contest, opened: Opened, closed: Closed): readonly Row[] {
  if (closed.rows !== undefined) return closed.rows;
  const width = columns(contest.definition.profile);
  const votes = [...opened.votes.values()];
  return contest.definition.items.map((_, item) => ({
    counts: Array.from({ length: width }, (__, column) => votes.filter(({ choices }) => choices[item] === column).length),
    invalid: 0,
  }));
}

export function resultDeclared(state: State, entry: Entry, body: BodyOf<"result_declared">): void {
  const { contest, opened } = state.contest(body.contest);
  const closed = needClosed(contest, opened);
  const { profile } = contest.definition;
  need(equal(body.closed, closed.leaf), "follows-wrong");
  needPapersConfirmed(opened, closed);
  const numbers = numbersOf(opened, closed);
  let rows: readonly Row[] = [];
  if (voidOf(contest, opened, closed) !== undefined) {
    need(body.totals.length === 0, "totals-wrong", "of a void vote");
  } else if (profile.secrecy === "secret") {
    checkTotals(state, opened, body.totals);
    rows = addRows(rowsOf(body.totals, columns(profile), summed(opened)), opened.paperConfirmed);
  } else {
    rows = plainRows(contest, opened, closed);
    const totals = rows.flatMap(({ counts }) => counts.slice(0, -1));
    need(same(body.totals, totals), "totals-wrong");
    state.done.add(26, totals.length);
  }
  need(same(body.decision, decided(contest, { ...numbers, rows })), "decision-wrong");
  contest.stage = "declared";
  opened.finished = state.tree.size - 1;
  opened.declared = { leaf: entry.leaf, decision: body.decision, totals: body.totals };
  setCourse(state, opened, entry);
}

function decided({ definition }: Contest, numbers: Numbers): unknown {
  try {
    return decide(definition.profile, numbers);
  } catch (error) {
    if (error instanceof NumbersError) throw new Refused("decision-wrong", error.message);
    throw error;
  }
}

export function tieSettled(state: State, entry: Entry, body: BodyOf<"tie_settled">): void {
  const { contest, opened } = state.contest(body.contest);
  const { declared } = opened;
  need(contest.stage !== "voided", "contest-over");
  need(declared !== undefined, "contest-not-closed", contest.stage);
  need(equal(body.follows, declared.leaf), "follows-wrong");
  needReason(body.reason);
  const { next } = declared.decision;
  const { items } = body;
  need(next.kind === "presidium" && opened.settled === undefined, "tie-bad", "nothing to settle");
  const rising = items.every((item, at) => at === 0 || item > (items[at - 1] ?? 0));
  need(rising && items.length === next.seats && items.every((item) => next.items.includes(item)), "tie-bad", "items");
  needAnnounced(state, contest);
  opened.settled = items;
  opened.finished = state.tree.size - 1;
  opened.report = undefined;
  setCourse(state, opened, entry);
}
