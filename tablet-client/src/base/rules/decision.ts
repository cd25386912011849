// A decision (protocol.md §9.3): its form in the log.

import { bool, int, list, object, oneOf, tagged, type Read } from "../wire/schema.js";

const needed = { needed: int, base: int };

const item = object({
  counts: list(int),
  invalid: int,
  votes: int,
  score: object({ num: int, den: int }),
  share: object({ num: int, den: int, percent: int }),
  rank: int,
  passed: bool,
  chosen: oneOf("yes", "no", "run_off", "presidium", "graded"),
  grade: list(int),
  reason: tagged("code", {
    tied_at_cut: { tied: int, seats: int },
    within_seats: needed,
    seats_filled: { seats: int },
    below_threshold: needed,
    no_votes: {},
    plurality: { marks: int, grades: list(int) },
    cumulative: { reached: int, ...needed },
    weighted: { band: list(int) },
    rate: { band: list(int) },
  }),
});

export const decision = object({
  outcome: tagged("kind", {
    valid: {},
    void: {
      reason: oneOf("meeting_quorum", "returned_exceeds_issued", "vote_quorum", "minimum_ballots"),
      bound: int,
      actual: int,
    },
  }),
  needed: int,
  base: int,
  firm: list(int),
  tied: object({ items: list(int), seats: int }),
  next: object({
    kind: oneOf("none", "run_off", "presidium", "second_round", "next_sitting"),
    items: list(int),
    seats: int,
  }),
  vacant: int,
  unreturned: int,
  unreturned_could_change: bool,
  items: list(item),
});

export type Decision = Read<typeof decision>;
export type Next = Decision["next"];
/** An item in the making: all its fields, in the order of the log. */
export interface ItemDecision {
  readonly counts: readonly number[];
  readonly invalid: number;
  readonly votes: number;
  readonly score: Fraction;
  readonly share: { readonly num: number; readonly den: number; readonly percent: number };
  readonly rank: number;
  readonly passed: boolean;
  readonly chosen: "yes" | "no" | "run_off" | "presidium" | "graded";
  readonly grade: readonly number[];
  readonly reason: Reason;
}
export interface Fraction {
  readonly num: number;
  readonly den: number;
}
export type Reason =
  | { readonly code: "tied_at_cut"; readonly tied: number; readonly seats: number }
  | { readonly code: "within_seats"; readonly needed: number; readonly base: number }
  | { readonly code: "seats_filled"; readonly seats: number }
  | { readonly code: "below_threshold"; readonly needed: number; readonly base: number }
  | { readonly code: "no_votes" }
  | { readonly code: "plurality"; readonly marks: number; readonly grades: readonly number[] }
  | { readonly code: "cumulative"; readonly reached: number; readonly needed: number; readonly base: number }
  | { readonly code: "weighted"; readonly band: readonly number[] }
  | { readonly code: "rate"; readonly band: readonly number[] };

/** Compares num/den exactly: below 0 if `left` is the smaller. Denominators are not 0. */
export function compareFractions(left: Fraction, right: Fraction): number {
  const difference = BigInt(left.num) * BigInt(right.den) - BigInt(right.num) * BigInt(left.den);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Hundredths of a percent, rounded; 0 of nothing. */
export function percentOf(num: number, den: number): number {
  if (den === 0) return 0;
  return Number((20_000n * BigInt(num) + BigInt(den)) / (2n * BigInt(den)));
}
