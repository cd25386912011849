// A rule profile (protocol.md §9.1): its form. What a profile must also satisfy is in `sound.ts`.

import { bool, int, list, object, oneOf, tagged, text, type Read } from "../wire/schema.js";

const base = oneOf("membership", "due", "present", "returned", "valid");
const shareFields = { num: int, den: int, inclusive: bool, base };
export const share = object(shareFields);
export const requirement = tagged("kind", { none: {}, share: shareFields });

const score = tagged("kind", {
  votes: {},
  appearances: { top: int },
  borda: {},
  mean_rank: { unranked: oneOf("ignored", "last") },
});
const seats = tagged("kind", { fixed: { count: int }, every_item: {} });
const runOff = object({ threshold: oneOf("none", "same"), rounds: int, then: oneOf("presidium", "vacant") });
const rule = tagged("kind", {
  plurality: { on_tie: oneOf("higher", "lower", "presidium") },
  cumulative: { share },
  weighted: { weights: list(int), bands: list(int) },
  rate: { bands: list(int) },
});
const method = tagged("kind", {
  choose: {
    score,
    seats,
    threshold: requirement,
    on_tie: oneOf("run_off", "all_in", "all_out", "presidium"),
    on_shortfall: oneOf("vacant", "second_round", "next_sitting"),
    run_off: runOff,
  },
  grade: { rule },
});

export const profile = object({
  title: text,
  secrecy: oneOf("secret", "named", "hands"),
  meeting_quorum: share,
  vote_quorum: requirement,
  suspended: oneOf("counted", "not_counted"),
  roll_freeze: oneOf("session", "plenary", "contest"),
  late_arrival: oneOf("not_admitted", "until_issued", "until_end"),
  leave_early: oneOf("stays", "leaves"),
  options: tagged("kind", {
    select: {},
    two_way: {},
    three_way: {},
    grades: { grades: list(text), others: list(text), satisfied: int },
    ranks: { ranks: int, each: oneOf("at_most_once", "exactly_once") },
  }),
  choice: tagged("kind", { each: {}, at_most: { most: int }, exactly: { count: int }, between: { least: int, most: int } }),
  blank_item: oneOf("abstain", "approve", "invalid"),
  blank_ballot: oneOf("abstain", "void"),
  mark_conflict: oneOf("item_void", "ballot_void"),
  recast: oneOf("first", "last"),
  surplus: tagged("kind", { any: {}, none: {}, count: { least: int }, ratio: { num: int, den: int } }),
  method,
  minimum_ballots: int,
  channel_floor: int,
  articles: object({
    meeting_quorum: text,
    validity: text,
    roll: text,
    late_arrival: text,
    secrecy: text,
    choice: text,
    blank: text,
    recast: text,
    threshold: text,
    order: text,
    on_tie: text,
    on_shortfall: text,
    run_off: text,
    grade: text,
  }),
});

export type Profile = Read<typeof profile>;
export type Share = Read<typeof share>;
export type Requirement = Read<typeof requirement>;
export type Base = Share["base"];
export type Choose = Extract<Profile["method"], { kind: "choose" }>;
export type Rule = Read<typeof rule>;
export type Field = keyof Profile;

/** Columns of the ballot, the rest included (§9.1). */
export function columns(rules: Profile): number {
  switch (rules.options.kind) {
    case "select":
      return 2;
    case "two_way":
      return 3;
    case "three_way":
      return rules.blank_item !== "abstain" || rules.blank_ballot === "void" ? 4 : 3;
    case "grades":
      return rules.options.grades.length + rules.options.others.length + 1;
    case "ranks":
      return rules.options.ranks + 1;
  }
}

/** Least and most items that a ballot chooses; `undefined` for `each`. */
export function choiceBounds({ choice }: Pick<Profile, "choice">): { readonly least: number; readonly most: number } | undefined {
  switch (choice.kind) {
    case "each":
      return undefined;
    case "at_most":
      return { least: 0, most: choice.most };
    case "exactly":
      return { least: choice.count, most: choice.count };
    case "between":
      return { least: choice.least, most: choice.most };
  }
}

/** Least and most of the choosing column of so many items: those of `choice`, and at least 1 where no ballot is blank. */
export function choosingBounds(rules: Profile, items: number): { readonly least: number; readonly most: number } | undefined {
  const bounds = choiceBounds(rules);
  if (rules.options.kind !== "select" || rules.blank_ballot !== "void") return bounds;
  return { least: Math.max(1, bounds?.least ?? 1), most: bounds?.most ?? items };
}
