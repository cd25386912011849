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
