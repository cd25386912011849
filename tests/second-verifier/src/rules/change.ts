// Could ballots that are missing, or too many, change the result? (protocol.md §9.4)

import { threshold, type Chosen } from "./choose.js";
import { compareFractions, type Fraction, type ItemDecision } from "./item.js";
import { gradeOf } from "./grade.js";
import { baseOf, sums, type Numbers, type Void } from "./numbers.js";
import type { Choose, Profile, Rule } from "#base/rules/profile.js";
import { neededOf } from "./shares.js";

/** `missing` ballots may be missing (a), `extra` too many (r). */
export interface Doubt {
  readonly missing: number;
  readonly extra: number;
}

const less = (from: number, by: number): number => Math.max(0, from - by);

export function couldChangeVoid({ reason, bound, actual }: Void, { missing, extra }: Doubt): boolean {
  switch (reason) {
    case "meeting_quorum":
      return false;
    case "returned_exceeds_issued":
      return less(actual, extra) <= bound;
    case "vote_quorum":
    case "minimum_ballots":
      return actual + missing >= bound;
  }
}

/** Whether without the extra ones the vote would be void. */
function couldBecomeVoid(rules: Profile, numbers: Numbers, { extra }: Doubt): boolean {
  const { returned, valid } = sums(numbers.ballots);
  const { vote_quorum: quorum } = rules;
  if (quorum.kind === "share" && less(returned, extra) < neededOf(quorum, baseOf(quorum.base, numbers))) return true;
  return rules.secrecy === "secret" && less(valid, extra) < rules.minimum_ballots;
}

/** The lesser and the greater `needed`, where ballots change the base. */
function bothNeeded(method: Choose, numbers: Numbers, { missing, extra }: Doubt): { readonly n: number; readonly nn: number } {
  const { needed } = threshold(method, numbers);
  const share = method.threshold;
  if (share.kind === "none" || (share.base !== "returned" && share.base !== "valid")) return { n: needed, nn: needed };
  const other = Math.max(1, neededOf(share, less(baseOf(share.base, numbers) + missing, extra)));
  return { n: Math.min(needed, other), nn: Math.max(needed, other) };
}

export function couldChangeChoice(rules: Profile, method: Choose, numbers: Numbers, chosen: Chosen, doubt: Doubt): boolean {
  const { missing, extra } = doubt;
  if (missing === 0 && extra === 0) return false;
  if (couldBecomeVoid(rules, numbers, doubt) || chosen.tied.items.length > 0) return true;
  const { n, nn } = bothNeeded(method, numbers, doubt);
  const isFirm = new Set(chosen.firm);
  const firm = chosen.items.filter((_, item) => isFirm.has(item));
  const others = chosen.items.filter((_, item) => !isFirm.has(item)).filter(({ votes }) => votes + missing >= n);
  if (firm.some(({ votes }) => less(votes, extra) < nn)) return true;
  if (others.length > 0 && chosen.vacant > 0) return true;
  const reaches = reachOf(rules, method, doubt);
  return others.some((other) => firm.some((one) => reaches(other, one)));
}

type Reaches = (other: ItemDecision, firm: ItemDecision) => boolean;

/** Whether the best that an item could have reaches the worst that a firm one could. */
function reachOf(rules: Profile, { score }: Choose, { missing, extra }: Doubt): Reaches {
  const ranks = rules.options.kind === "ranks" ? rules.options.ranks : 0;
  switch (score.kind) {
    case "votes":
    case "appearances":
      return (other, firm) => other.votes + missing >= less(firm.votes, extra);
    case "borda":
      return (other, firm) => other.score.num + missing * ranks >= less(firm.score.num, extra * ranks);
    case "mean_rank": {
      const most = score.unranked === "last" ? ranks + 1 : ranks;
      const isNone = ({ num, den }: Fraction): boolean => num === 0 && den === 1;
      const read = (item: ItemDecision): { readonly p: number; readonly v: number } =>
        isNone(item.score) ? { p: 0, v: 0 } : { p: item.score.num, v: item.score.den };
      const clamp = ({ num, den }: Fraction): Fraction => {
        if (num < den) return { num: 1, den: 1 };
        return num > most * den ? { num: most, den: 1 } : { num, den };
      };
      return (other, firm) => {
        const a = read(other);
        const b = read(firm);
        const left = { a: less(a.v, extra) + missing, b: less(b.v, extra) + missing };
        if (left.a === 0 || left.b === 0) return true;
        const best = clamp({ num: less(a.p, extra * most) + missing, den: left.a });
        const taken = clamp({ num: less(b.p, extra) + missing * most, den: left.b });
        const kept = clamp({ num: b.p + missing * most, den: b.v + missing });
        const worst = compareFractions(taken, kept) >= 0 ? taken : kept;
        return compareFractions(best, worst) <= 0;
      };
    }
  }
}

/** Marks taken from columns in an order, as far as they have any. */
function take(counts: readonly number[], order: readonly number[], marks: number): number[] {
  const out = [...counts];
  let left = marks;
  for (const column of order) {
    const taken = Math.min(left, out[column] ?? 0);
    out[column] = (out[column] ?? 0) - taken;
    left -= taken;
  }
  return out;
}

export function couldChangeGrades(rules: Profile, rule: Rule, numbers: Numbers, items: readonly ItemDecision[], doubt: Doubt): boolean {
  const { missing, extra } = doubt;
  if (missing === 0 && extra === 0) return false;
  if (couldBecomeVoid(rules, numbers, doubt)) return true;
  return items.some((item) => couldChangeGrade(rules, rule, numbers, item, doubt));
}

function couldChangeGrade(rules: Profile, rule: Rule, numbers: Numbers, item: ItemDecision, { missing, extra }: Doubt): boolean {
  const { counts, grade } = item;
  const grades = rules.options.kind === "grades" ? rules.options.grades.length : 0;
  if (rule.kind === "plurality") {
    const [most = 0, next = 0] = counts.slice(0, grades).sort((left, right) => right - left);
    if (most - next <= missing + extra) return true;
  }
  // A base `returned` moves with the ballots; only the paper channel's number is changed for it here.
  const { machine, paper } = numbers.ballots;
  const returned = less(sums(numbers.ballots).returned + missing, extra);
  const moved = { ...numbers, ballots: { machine: { ...machine, returned }, paper: { ...paper, returned: 0 } } };
  const from = rule.kind === "weighted" ? grades : counts.length - (rules.blank_item === "abstain" ? 0 : 1);
  const forward = Array.from({ length: from }, (_, column) => column);
  const orders = [forward, [...forward].reverse(), []];
  return counts.some((_, column) => {
    const more = counts.map((count, at) => (at === column ? count + missing : count));
    return orders.some((order) => {
      const other = gradeOf(rules, rule, take(more, order, extra), moved).grade;
      return JSON.stringify(other) !== JSON.stringify(grade);
    });
  });
}
