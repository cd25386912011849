// An item of a decision in the making, and the arithmetic of fractions (protocol.md §9.3).

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
