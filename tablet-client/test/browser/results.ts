/** Logs of results in every shape that the hall shows. */

import { decisionOf, SittingInTheMaking, type Hall } from "../follow/making.js";
import { type Log } from "../follow/served.js";

export const HALL: Hall = { deputies: 60, present: 58, mode: "real" };
export const REHEARSAL: Hall = { ...HALL, mode: "rehearsal" };
/** Tenth and eleventh have as many. */
export const VOTES = [52, 49, 47, 31, 45, 44, 40, 38, 36, 35, 33, 33, 30, 22, 9];
export const TIED = VOTES.map((votes) => (votes === 31 ? 37 : votes));

/** A sitting whose result is declared. */
export const declared = (hallOf: Hall, decision: Readonly<Record<string, unknown>>): Log => new SittingInTheMaking(hallOf).open().issue(58).end(57).box(57, 128).close(58, 57).declare({ ...decision, unreturned: 1 }).log();

/** Fewer ballots came back than the rules ask for. */
export const VOID = {
  outcome: { kind: "void", reason: "vote_quorum", bound: 58, actual: 57 },
  needed: 0,
  base: 0,
  firm: [],
  tied: { items: [], seats: 0 },
  next: { kind: "none", items: [], seats: 0 },
  vacant: 0,
  unreturned: 0,
  unreturned_could_change: false,
  items: [],
};

/** 赞成 as given; of the rest half are 反对. */
export function threeWay(votes: readonly number[], valid: number, membership: number): Readonly<Record<string, unknown>> {
  const decision = decisionOf(votes, valid, membership, votes.length);
  const items = decision["items"];
  if (!Array.isArray(items)) throw new Error("no items");
  return {
    ...decision,
    vacant: votes.filter((count) => count <= membership / 2).length,
    items: items.map((item: object, at) => {
      const rest = valid - (votes[at] ?? 0);
      return { ...item, counts: [votes[at] ?? 0, Math.floor(rest / 2), rest - Math.floor(rest / 2)] };
    }),
  };
}

/** 满意 as given, 5 不满意, the others 基本满意. */
export function graded(best: readonly number[], valid: number): Readonly<Record<string, unknown>> {
  const shares = best.map((count) => Math.min(valid - 5, count + 12));
  const items = best.map((count, at) => {
    const good = shares[at] ?? 0;
    const percent = Math.floor((20_000 * good + valid) / (2 * valid));
    const grade = percent >= 9_000 ? 0 : percent >= 7_000 ? 1 : 2;
    return {
      counts: [count, good - count, valid - good, 0, 0],
      invalid: 0,
      votes: valid,
      score: { num: 0, den: 1 },
      share: { num: good, den: valid, percent },
      rank: 1 + shares.filter((other) => other > good).length,
      passed: grade < 2,
      chosen: "graded",
      grade: [grade],
      reason: { code: "rate", band: grade === 0 ? [90] : grade === 1 ? [70] : [] },
    };
  });
  return { ...VOID, outcome: { kind: "valid" }, items };
}
