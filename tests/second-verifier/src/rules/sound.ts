// Whether a profile is sound, and fits so many items (protocol.md §9.1). The first condition that fails names its field.

import { choiceBounds, type Field, type Profile, type Requirement, type Rule, type Share } from "#base/rules/profile.js";
import { surplusOf } from "./shares.js";

type Condition = (rules: Profile) => boolean;

const ANY_BASE = ["membership", "due", "present", "returned", "valid"];

function isShare(share: Share, bases: readonly string[]): boolean {
  const { num, den, inclusive, base } = share;
  return num >= 1 && (inclusive ? num <= den : num < den) && bases.includes(base);
}

function isRequirement(requirement: Requirement, bases: readonly string[]): boolean {
  return requirement.kind === "none" || isShare(requirement, bases);
}

/** At least one character that is no white space. */
function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text);
}

function falls(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => at === 0 || number < (numbers[at - 1] ?? 0));
}

function optionsHold({ options, secrecy }: Profile): boolean {
  if (secrecy === "hands" && options.kind !== "two_way" && options.kind !== "three_way") return false;
  if (options.kind === "ranks") return options.ranks >= 1 && options.ranks <= 30;
  if (options.kind !== "grades") return true;
  const { grades, others, satisfied } = options;
  const names = [...grades, ...others];
  const counts = grades.length >= 2 && grades.length <= 9 && others.length <= 3;
  const distinct = new Set(names).size === names.length && !names.some(isBlank);
  return counts && distinct && satisfied >= 1 && satisfied < grades.length;
}

function choiceHolds({ options, secrecy, choice }: Profile): boolean {
  switch (choice.kind) {
    case "each":
      return true;
    case "at_most":
      if (choice.most < 1) return false;
      break;
    case "exactly":
      if (choice.count < 1) return false;
      break;
    case "between":
      if (choice.least < 1 || choice.least >= choice.most) return false;
  }
  return options.kind !== "grades" && options.kind !== "ranks" && secrecy !== "hands";
}

function blankItemHolds({ options, blank_item }: Profile): boolean {
  if (options.kind === "select" || options.kind === "ranks") return blank_item === "abstain";
  return options.kind !== "grades" || blank_item !== "approve";
}

function blankBallotHolds(rules: Profile): boolean {
  if (rules.blank_ballot === "void") return true;
  const exactlyOnce = rules.options.kind === "ranks" && rules.options.each === "exactly_once";
  return (choiceBounds(rules)?.least ?? 0) === 0 && !exactlyOnce;
}

function ruleHolds(rule: Rule, grades: number): boolean {
  const bandsHold = (bands: readonly number[], most: number): boolean =>
    bands.length === grades - 1 && falls(bands) && bands.every((band) => band >= 1 && band <= most);
  switch (rule.kind) {
    case "plurality":
      return true;
    case "cumulative":
      return isShare(rule.share, ANY_BASE);
    case "weighted": {
      const { weights, bands } = rule;
      const most = weights[0] ?? 0;
      return weights.length === grades && falls(weights) && most <= 1000 && bandsHold(bands, most);
    }
    case "rate":
      return bandsHold(rule.bands, 100);
  }
}

function methodHolds({ options, method }: Profile): boolean {
  if (method.kind === "grade") return options.kind === "grades" && ruleHolds(method.rule, options.grades.length);
  if (options.kind === "grades") return false;
  const { score, seats, threshold, run_off } = method;
  if ((options.kind === "ranks") === (score.kind === "votes")) return false;
  if (score.kind === "appearances" && options.kind === "ranks" && (score.top < 1 || score.top > options.ranks)) return false;
  if (seats.kind === "fixed" && (seats.count < 1 || seats.count > 1000)) return false;
  return isRequirement(threshold, ANY_BASE) && run_off.rounds >= 1;
}

function surplusHolds({ surplus, method }: Profile): boolean {
  const seatless = method.kind === "grade" || method.seats.kind === "every_item";
  switch (surplus.kind) {
    case "any":
      return true;
    case "none":
      return !seatless;
    case "count":
      return !seatless && surplus.least >= 1;
    case "ratio":
      return !seatless && surplus.num >= 1 && surplus.den >= 1;
  }
}

/** In the order of the fields, but that `surplus` is asked after `method`. */
const CONDITIONS: readonly (readonly [field: Field, holds: Condition])[] = [
  ["title", ({ title }) => !isBlank(title)],
  ["meeting_quorum", ({ meeting_quorum }) => isShare(meeting_quorum, ["membership", "due"])],
  ["vote_quorum", ({ vote_quorum }) => isRequirement(vote_quorum, ["membership", "due", "present"])],
  ["late_arrival", ({ late_arrival, secrecy }) => late_arrival !== "until_issued" || secrecy === "secret"],
  ["options", optionsHold],
  ["choice", choiceHolds],
  ["blank_item", blankItemHolds],
  ["blank_ballot", blankBallotHolds],
  ["recast", ({ recast, secrecy }) => recast === "first" || secrecy !== "hands"],
  ["method", methodHolds],
  ["surplus", surplusHolds],
  ["minimum_ballots", ({ minimum_ballots }) => minimum_ballots >= 2],
  ["channel_floor", ({ channel_floor }) => channel_floor >= 2],
];

/** The field of the first condition that does not hold. */
export function firstUnsound(rules: Profile): Field | undefined {
  return CONDITIONS.find(([, holds]) => !holds(rules))?.[0];
}

/** The field of the first condition that does not hold for a contest of so many items, of a sound profile. */
export function firstUnfit(rules: Profile, items: number): Field | undefined {
  const { options, surplus, method } = rules;
  if (options.kind === "ranks" && options.ranks > items) return "options";
  const most = choiceBounds(rules)?.most ?? 0;
  if (most > items) return "choice";
  if (method.kind !== "choose" || method.seats.kind !== "fixed") return undefined;
  const seats = method.seats.count;
  if (seats > items) return "method";
  const beyond = items - seats;
  const holds =
    surplus.kind === "any" ||
    (surplus.kind === "none" && beyond === 0) ||
    (surplus.kind === "count" && beyond >= surplus.least) ||
    (surplus.kind === "ratio" && beyond >= surplusOf(seats, surplus.num, surplus.den));
  return holds ? undefined : "surplus";
}
