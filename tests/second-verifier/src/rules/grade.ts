// Grading (protocol.md §9.3, step 9).

import { percentOf, type Fraction, type ItemDecision, type Reason } from "./item.js";
import { baseOf, type Numbers } from "./numbers.js";
import type { Profile, Rule, Share } from "#base/rules/profile.js";
import { neededOf } from "./shares.js";

interface Graded {
  readonly votes: number;
  readonly satisfied: number;
  readonly score: Fraction;
  readonly grade: readonly number[];
  readonly reason: Reason;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** What a share needs of its base, where `valid` is the item's own votes. */
function neededOfItem(share: Share, votes: number, numbers: Numbers): { readonly needed: number; readonly base: number } {
  const base = share.base === "valid" ? votes : baseOf(share.base, numbers);
  return { needed: Math.max(1, neededOf(share, base)), base };
}

/** The grade of one item, by its counts. */
export function gradeOf(rules: Profile, rule: Rule, counts: readonly number[], numbers: Numbers): Graded {
  const { options } = rules;
  if (options.kind !== "grades") throw new Error("only grades are graded");
  const grades = options.grades.length;
  const marks = counts.slice(0, grades);
  const votes = total(rules.blank_item === "abstain" ? counts : counts.slice(0, -1));
  const satisfied = total(counts.slice(0, options.satisfied));
  const graded = total(marks);
  const zero = { num: 0, den: 1 };
  if (graded === 0) return { votes, satisfied, score: zero, grade: [], reason: { code: "no_votes" } };
  const last = grades - 1;
  const banded = (bands: readonly number[], reaches: (band: number) => boolean): { grade: number[]; band: number[] } => {
    const at = bands.findIndex(reaches);
    return at < 0 ? { grade: [last], band: [] } : { grade: [at], band: bands.slice(at, at + 1) };
  };
  switch (rule.kind) {
    case "plurality": {
      const most = Math.max(...marks);
      const equal = marks.flatMap((count, g) => (count === most ? [g] : []));
      const [first] = equal;
      const settled = { higher: first, lower: equal.at(-1), presidium: undefined }[rule.on_tie];
      const grade = equal.length === 1 ? first : settled;
      const reason: Reason = { code: "plurality", marks: most, grades: equal };
      return { votes, satisfied, score: zero, grade: grade === undefined ? [] : [grade], reason };
    }
    case "cumulative": {
      const { needed, base } = neededOfItem(rule.share, votes, numbers);
      const upTo = (g: number): number => total(marks.slice(0, g + 1));
      const at = Array.from({ length: last }, (_, g) => g).find((g) => upTo(g) >= needed);
      const reason: Reason = { code: "cumulative", reached: upTo(at ?? last - 1), needed, base };
      return { votes, satisfied, score: zero, grade: [at ?? last], reason };
    }
    case "weighted": {
      const points = total(marks.map((count, g) => count * (rule.weights[g] ?? 0)));
      const { grade, band } = banded(rule.bands, (bound) => points >= bound * graded);
      return { votes, satisfied, score: { num: points, den: graded }, grade, reason: { code: "weighted", band } };
    }
    case "rate": {
      const { grade, band } = banded(rule.bands, (bound) => 100 * satisfied >= bound * votes);
      return { votes, satisfied, score: zero, grade, reason: { code: "rate", band } };
    }
  }
}

export function gradeAll(rules: Profile, rule: Rule, numbers: Numbers): ItemDecision[] {
  const { options } = rules;
  const last = options.kind === "grades" ? options.grades.length - 1 : 0;
  const graded = numbers.rows.map(({ counts }) => gradeOf(rules, rule, counts, numbers));
  // An item without votes has the share 0.
  const shares = graded.map(({ satisfied, votes }) => (votes === 0 ? { num: 0, den: 1 } : { num: satisfied, den: votes }));
  return graded.map(({ votes, satisfied, score, grade, reason }, at) => {
    const row = numbers.rows[at];
    const own = shares[at] ?? { num: 0, den: 1 };
    const better = shares.filter(({ num, den }) => BigInt(num) * BigInt(own.den) > BigInt(own.num) * BigInt(den));
    return {
      counts: row?.counts ?? [],
      invalid: row?.invalid ?? 0,
      votes,
      score,
      share: { num: satisfied, den: votes, percent: percentOf(satisfied, votes) },
      rank: 1 + better.length,
      passed: grade.some((g) => g < last),
      chosen: "graded",
      grade,
      reason,
    };
  });
}
