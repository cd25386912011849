// Choosing (protocol.md §9.3, steps 4 to 8): votes and scores, the tie at the cut, what comes next, why.

import type { Next } from "#base/rules/decision.js";
import { compareFractions, percentOf, type Fraction, type ItemDecision, type Reason } from "./item.js";
import type { Row } from "#base/rules/numbers.js";
import { baseOf, choosing, sums, type Numbers } from "./numbers.js";
import type { Choose, Profile } from "#base/rules/profile.js";
import { neededOf, surplusOf } from "./shares.js";

export interface Scored {
  readonly item: number;
  readonly votes: number;
  readonly score: Fraction;
}

export interface Chosen {
  readonly needed: number;
  readonly base: number;
  readonly firm: readonly number[];
  readonly tied: { readonly items: readonly number[]; readonly seats: number };
  readonly next: Next;
  readonly vacant: number;
  readonly items: readonly ItemDecision[];
}

const byNumber = (left: number, right: number): number => left - right;

/** Votes and score of an item (step 4). */
function scored(rules: Profile, { score }: Choose, valid: number, row: Row, item: number): Scored {
  const ranks = rules.options.kind === "ranks" ? rules.options.ranks : 0;
  const given = row.counts.slice(0, ranks);
  const votes = given.reduce((sum, count) => sum + count, 0);
  switch (score.kind) {
    case "votes": {
      const chosen = choosing(rules, row);
      return { item, votes: chosen, score: { num: chosen, den: 1 } };
    }
    case "appearances": {
      const within = given.slice(0, score.top).reduce((sum, count) => sum + count, 0);
      return { item, votes: within, score: { num: within, den: 1 } };
    }
    case "borda": {
      const points = given.reduce((sum, count, at) => sum + count * (ranks - at), 0);
      return { item, votes, score: { num: points, den: 1 } };
    }
    case "mean_rank": {
      const marks = given.reduce((sum, count, at) => sum + count * (at + 1), 0);
      const last = score.unranked === "last";
      const fraction = last ? { num: marks + (ranks + 1) * (valid - votes), den: valid } : { num: marks, den: votes };
      return { item, votes, score: fraction.den === 0 ? { num: 0, den: 1 } : fraction };
    }
  }
}

/** Below 0 if `left` has the better score, 0 if both are equal. */
function order({ score }: Choose, left: Scored, right: Scored): number {
  if (score.kind !== "mean_rank") return compareFractions(right.score, left.score);
  if (score.unranked === "ignored" && (left.votes === 0 || right.votes === 0)) {
    return Number(left.votes === 0) - Number(right.votes === 0);
  }
  return compareFractions(left.score, right.score);
}

export function threshold(method: Choose, numbers: Numbers): { readonly needed: number; readonly base: number } {
  if (method.threshold.kind === "none") return { needed: 1, base: 0 };
  const base = baseOf(method.threshold.base, numbers);
  return { needed: Math.max(1, neededOf(method.threshold, base)), base };
}

function extraOf({ surplus }: Profile, vacant: number): number {
  switch (surplus.kind) {
    case "none":
      return 0;
    case "any":
      return 1;
    case "count":
      return surplus.least;
    case "ratio":
      return surplusOf(vacant, surplus.num, surplus.den);
  }
}

interface Cut {
  readonly firm: readonly Scored[];
  readonly tied: readonly Scored[];
  /** Seats left for the tied. */
  readonly left: number;
}

/** Step 5, over those that pass, best first. */
function cut(method: Choose, passed: readonly Scored[], seats: number): Cut {
  const last = passed[seats - 1];
  const beyond = passed[seats];
  if (last === undefined || beyond === undefined || order(method, last, beyond) !== 0) {
    return { firm: passed.slice(0, seats), tied: [], left: 0 };
  }
  const better = passed.filter((one) => order(method, one, last) < 0);
  const tied = passed.filter((one) => order(method, one, last) === 0);
  return { firm: method.on_tie === "all_in" ? [...better, ...tied] : better, tied, left: seats - better.length };
}

/** Step 7. */
function follows(rules: Profile, method: Choose, tie: Cut, vacant: number, failed: readonly Scored[]): Next {
  const { tied, left } = tie;
  const items = (of: readonly Scored[]): number[] => of.map(({ item }) => item).sort(byNumber);
  if (tied.length > 0 && (method.on_tie === "run_off" || method.on_tie === "presidium")) {
    return { kind: method.on_tie, items: items(tied), seats: left };
  }
  if (vacant > 0 && tied.length === 0 && method.on_shortfall === "second_round" && failed.length > 0) {
    const last = failed[Math.min(failed.length, vacant + extraOf(rules, vacant)) - 1];
    const taken = failed.filter((one) => last !== undefined && order(method, one, last) <= 0);
    return { kind: "second_round", items: items(taken), seats: vacant };
  }
  if (vacant > 0 && method.on_shortfall === "next_sitting") return { kind: "next_sitting", items: [], seats: vacant };
  return { kind: "none", items: [], seats: 0 };
}

export function choose(rules: Profile, method: Choose, numbers: Numbers): Chosen {
  const { valid } = sums(numbers.ballots);
  const all = numbers.rows.map((row, item) => scored(rules, method, valid, row, item));
  const { needed, base } = threshold(method, numbers);
  const best = [...all].sort((left, right) => order(method, left, right) || left.item - right.item);
  const passed = best.filter(({ votes }) => votes >= needed);
  const failed = best.filter(({ votes }) => votes < needed);
  const seats = method.seats.kind === "fixed" ? method.seats.count : all.length;
  const tie = cut(method, passed, seats);
  const { firm, tied, left } = tie;
  const vacant = tied.length > 0 && method.on_tie === "all_out" ? left : Math.max(0, seats - passed.length);
  const isFirm = new Set(firm);
  const isTied = new Set(tied);
  const reason = (one: Scored): Reason => {
    if (isTied.has(one)) return { code: "tied_at_cut", tied: tied.length, seats: left };
    if (isFirm.has(one)) return { code: "within_seats", needed, base };
    return one.votes >= needed ? { code: "seats_filled", seats } : { code: "below_threshold", needed, base };
  };
  const settled = method.on_tie === "run_off" || method.on_tie === "presidium" ? method.on_tie : "no";
  const items = all.map((one, at): ItemDecision => {
    const row = numbers.rows[at];
    const den = method.threshold.kind === "none" ? valid : base;
    return {
      counts: row?.counts ?? [],
      invalid: row?.invalid ?? 0,
      votes: one.votes,
      score: one.score,
      share: { num: one.votes, den, percent: percentOf(one.votes, den) },
      rank: 1 + all.filter((other) => order(method, other, one) < 0).length,
      passed: one.votes >= needed,
      chosen: isFirm.has(one) ? "yes" : isTied.has(one) ? settled : "no",
      grade: [],
      reason: reason(one),
    };
  });
  return {
    needed,
    base,
    firm: firm.map(({ item }) => item),
    tied: { items: tied.map(({ item }) => item).sort(byNumber), seats: left },
    next: follows(rules, method, tie, vacant, failed),
    vacant,
    items,
  };
}
