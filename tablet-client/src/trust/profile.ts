// Whether rules can be followed (protocol.md §9.1): said anew here, condition by condition, in the order in which they are asked.

import { choiceBounds, type Profile, type Requirement, type Share } from "../base/rules/profile.js";

type Field = keyof Profile;

const PEOPLE: readonly Share["base"][] = ["membership", "due"];
const PEOPLE_HERE: readonly Share["base"][] = [...PEOPLE, "present"];
const ANY: readonly Share["base"][] = [...PEOPLE_HERE, "returned", "valid"];

function isShare({ num, den, inclusive, base }: Share, bases: readonly Share["base"][]): boolean {
  const isPart = inclusive ? num <= den : num < den;
  return num > 0 && isPart && bases.includes(base);
}

function isRequirement(of: Requirement, bases: readonly Share["base"][]): boolean {
  return of.kind === "none" || isShare(of, bases);
}

function hasWords(text: string): boolean {
  return /\P{White_Space}/u.test(text);
}

const within = (least: number, value: number, most: number): boolean => least <= value && value <= most;

/** Each below the one before. */
function isFalling([first, ...rest]: readonly number[]): boolean {
  const [next] = rest;
  return first === undefined || next === undefined || (first > next && isFalling(rest));
}

function choiceFits({ choice, options, secrecy }: Profile): boolean {
  const bounds = choiceBounds({ choice });
  if (bounds === undefined) return true;
  const counts = choice.kind === "between" ? bounds.least >= 1 && bounds.least < bounds.most : bounds.most >= 1;
  return counts && !["grades", "ranks"].includes(options.kind) && secrecy !== "hands";
}

function optionsFit({ options, secrecy }: Profile): boolean {
  if (secrecy === "hands") return options.kind === "two_way" || options.kind === "three_way";
  switch (options.kind) {
    case "grades": {
      const { grades, others, satisfied } = options;
      const all = [...grades, ...others];
      const counted = within(2, grades.length, 9) && others.length <= 3 && within(1, satisfied, grades.length - 1);
      return counted && all.every(hasWords) && all.every((name, at) => all.indexOf(name) === at);
    }
    case "ranks":
      return within(1, options.ranks, 30);
    default:
      return true;
  }
}

function blankItemFits({ blank_item, options }: Profile): boolean {
  switch (options.kind) {
    case "select":
    case "ranks":
      return blank_item === "abstain";
    case "grades":
      return blank_item !== "approve";
    default:
      return true;
  }
}

/** Where no mark at all is an allowed ballot. */
function mayBeBlank({ choice, options }: Profile): boolean {
  return (choiceBounds({ choice })?.least ?? 0) === 0 && !(options.kind === "ranks" && options.each === "exactly_once");
}

function methodFits({ method, options }: Profile): boolean {
  if (method.kind === "choose") {
    const { score, seats, threshold, run_off } = method;
    const scored = options.kind === "ranks" ? score.kind !== "votes" : options.kind !== "grades" && score.kind === "votes";
    const top = score.kind !== "appearances" || (options.kind === "ranks" && within(1, score.top, options.ranks));
    const seated = seats.kind === "every_item" || within(1, seats.count, 1000);
    return scored && top && seated && isRequirement(threshold, ANY) && run_off.rounds >= 1;
  }
  if (options.kind !== "grades") return false;
  const { rule } = method;
  const places = options.grades.length;
  const areBands = (bands: readonly number[], most: number): boolean =>
    bands.length === places - 1 && isFalling(bands) && bands.every((band) => within(1, band, most));
  switch (rule.kind) {
    case "plurality":
      return true;
    case "cumulative":
      return isShare(rule.share, ANY);
    case "weighted": {
      const [most = 0] = rule.weights;
      return rule.weights.length === places && isFalling(rule.weights) && most <= 1000 && areBands(rule.bands, most);
    }
    case "rate":
      return areBands(rule.bands, 100);
  }
}

function surplusFits({ surplus, method }: Profile): boolean {
  if (surplus.kind === "any") return true;
  if (method.kind !== "choose" || method.seats.kind !== "fixed") return false;
  if (surplus.kind === "count") return surplus.least >= 1;
  return surplus.kind === "none" || (surplus.num >= 1 && surplus.den >= 1);
}

function* unsound(rules: Profile): Generator<Field> {
  const ask = function* (field: Field, holds: boolean): Generator<Field> {
    if (!holds) yield field;
  };
  yield* ask("title", hasWords(rules.title));
  yield* ask("meeting_quorum", isShare(rules.meeting_quorum, PEOPLE));
  yield* ask("vote_quorum", isRequirement(rules.vote_quorum, PEOPLE_HERE));
  yield* ask("late_arrival", rules.late_arrival !== "until_issued" || rules.secrecy === "secret");
  yield* ask("options", optionsFit(rules));
  yield* ask("choice", choiceFits(rules));
  yield* ask("blank_item", blankItemFits(rules));
  yield* ask("blank_ballot", rules.blank_ballot === "void" || mayBeBlank(rules));
  yield* ask("recast", rules.recast === "first" || rules.secrecy !== "hands");
  yield* ask("method", methodFits(rules));
  yield* ask("surplus", surplusFits(rules));
  yield* ask("minimum_ballots", rules.minimum_ballots >= 2);
  yield* ask("channel_floor", rules.channel_floor >= 2);
}

/** Items beyond the seats that the rules ask for; the least and the most. */
function surplusOf({ surplus }: Profile, seats: number): readonly [least: number, most: number] {
  switch (surplus.kind) {
    case "any":
      return [0, Infinity];
    case "none":
      return [0, 0];
    case "count":
      return [surplus.least, Infinity];
    case "ratio": {
      const [product, den] = [BigInt(seats) * BigInt(surplus.num), BigInt(surplus.den)];
      const whole = product / den;
      return [Math.max(1, Number(whole * den === product ? whole : whole + 1n)), Infinity];
    }
  }
}

function* unfit(rules: Profile, items: number): Generator<Field> {
  const { options, method } = rules;
  if (options.kind === "ranks" && options.ranks > items) yield "options";
  if ((choiceBounds(rules)?.most ?? 0) > items) yield "choice";
  if (method.kind !== "choose" || method.seats.kind !== "fixed") return;
  const seats = method.seats.count;
  if (seats > items) yield "method";
  const [least, most] = surplusOf(rules, seats);
  if (!within(least, items - seats, most)) yield "surplus";
}

/** The field of the first condition that fails, of the rules themselves or for so many items; `undefined` if they can be followed. */
export function firstFault(rules: Profile, items?: number): Field | undefined {
  for (const field of unsound(rules)) return field;
  if (items !== undefined) for (const field of unfit(rules, items)) return field;
  return undefined;
}
