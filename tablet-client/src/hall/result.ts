/** A declared result, in the words and lengths in which the hall sees it. Nothing is decided here: the decision is the log's. */

import { columns, type Profile } from "../base/rules/profile.js";
import type { Decision } from "../base/rules/decision.js";
import { decimal, percent } from "../follow/say.js";
import type { Contest, Opened } from "../follow/sitting.js";
import type { PublicTexts } from "../lang/public/index.js";

export type Mark =
  | { readonly is: "chosen"; readonly word: string }
  | { readonly is: "tied"; readonly word: string }
  | { readonly is: "not"; readonly word: string }
  | { readonly is: "none" };

export interface ResultRow {
  readonly number: number;
  readonly title: string;
  readonly rank: number;
  /** The largest figure: 41 票, 93.3%. */
  readonly figure: string;
  /** More of it: 反对 3  弃权 1. */
  readonly detail: string;
  /** From 0 to 1. */
  readonly length: number;
  readonly mark: Mark;
}

export interface Result {
  /** 发出, 收回, 有效, 废票 and what was not returned. */
  readonly counts: readonly { readonly name: string; readonly value: number }[];
  /** Why the vote is void, whatever its content. */
  readonly void: string | undefined;
  /** Best first. */
  readonly rows: readonly ResultRow[];
  /** Where the line stands, from 0 to 1, and what it says. */
  readonly threshold: { readonly at: number | undefined; readonly words: string } | undefined;
  /** What follows: a tie, a vacant seat. */
  readonly notes: readonly string[];
}

type Item = Decision["items"][number];

/** What the items are measured by. */
interface Measure {
  readonly length: (item: Item) => number;
  readonly figure: (item: Item) => string;
  /** Of a number of votes; `undefined` where votes are not what the bars show. */
  readonly votesAt: ((votes: number) => number) | undefined;
}

/** `undefined` where nothing is declared. */
export function resultOf(t: PublicTexts, { definition }: Contest, opened: Opened): Result | undefined {
  const decision = opened.declared?.decision;
  if (decision === undefined) return undefined;
  const { profile } = definition;
  const valid = validOf(decision, opened);
  const measure = measureOf(t, profile, decision, valid);
  const rows = definition.items.flatMap(({ number, title }, at) => {
    const item = decision.items[at];
    if (item === undefined) return [];
    const row = {
      number,
      title,
      rank: item.rank,
      figure: measure.figure(item),
      detail: detailOf(t, profile, item),
      length: Math.min(1, Math.max(0, measure.length(item))),
      mark: markOf(t, profile, definition.purpose.kind, item, opened.settled?.includes(at)),
    };
    return [row];
  });
  return {
    counts: countsOf(t, profile, decision, opened, valid),
    void: voidOf(t, decision),
    rows: rows.sort((left, right) => left.rank - right.rank || left.number - right.number),
    threshold: thresholdOf(t, profile, decision, measure),
    notes: notesOf(t, definition.items.map(({ number }) => number), decision, opened.settled),
  };
}

/** Ballots that count, or hands. */
function validOf({ items }: Decision, { closed }: Opened): number {
  const counts = closed?.counts;
  if (counts !== undefined) return counts.returned + counts.paper.returned - counts.paper.void;
  const [first] = items;
  return first === undefined ? 0 : first.counts.reduce((sum, count) => sum + count, first.invalid);
}

function countsOf(t: PublicTexts, { secrecy }: Profile, { unreturned }: Decision, { closed, present }: Opened, valid: number): Result["counts"] {
  const counts = closed?.counts;
  if (counts === undefined) return [{ name: t.present, value: present.size }, { name: t.raised, value: valid }, { name: t.notRaised, value: unreturned }];
  if (secrecy === "named") return [{ name: t.present, value: counts.issued }, { name: t.pressed, value: counts.returned }, { name: t.notPressed, value: unreturned }];
  const { paper } = counts;
  return [
    { name: t.issued, value: counts.issued + paper.issued },
    { name: t.returned, value: counts.returned + paper.returned },
    { name: t.valid, value: valid },
    { name: t.void, value: paper.void },
    { name: t.unreturned, value: unreturned },
  ];
}

function voidOf(t: PublicTexts, { outcome }: Decision): string | undefined {
  return outcome.kind === "valid" ? undefined : t.voidReasons[outcome.reason](outcome.actual, outcome.bound);
}

function measureOf(t: PublicTexts, profile: Profile, decision: Decision, valid: number): Measure {
  const { method, options } = profile;
  if (method.kind === "grade") {
    return { length: ({ share }) => share.percent / 10_000, figure: ({ share }) => percent(share.percent), votesAt: undefined };
  }
  const ranks = options.kind === "ranks" ? options.ranks : 1;
  switch (method.score.kind) {
    case "votes":
    case "appearances": {
      // All valid ballots are the whole length; a threshold that none of them reaches still stands on the screen.
      const most = Math.max(1, valid, decision.needed, ...decision.items.map(({ votes }) => votes));
      return { length: ({ votes }) => votes / most, figure: ({ votes }) => t.votes(votes), votesAt: (votes) => votes / most };
    }
    case "borda": {
      const most = Math.max(1, ranks * valid);
      return { length: ({ score }) => score.num / most, figure: ({ score }) => t.points(score.num), votesAt: undefined };
    }
    case "mean_rank":
      return {
        length: ({ score, votes }) => (votes === 0 ? 0 : (ranks + 1 - score.num / Math.max(1, score.den)) / ranks),
        figure: ({ score, votes }) => (votes === 0 ? t.noMean : t.mean(decimal(score.num, score.den))),
        votesAt: undefined,
      };
  }
}

/** The other columns of a row that has some, and what a rank rests on. */
function detailOf(t: PublicTexts, profile: Profile, { counts, votes, invalid }: Item): string {
  const { options } = profile;
  const others = invalid === 0 ? [] : [t.itemInvalid(invalid)];
  switch (options.kind) {
    case "select":
      return others.join("　");
    case "two_way":
      return [t.against(counts[1] ?? 0), t.unmarked(counts[2] ?? 0), ...others].join("　");
    case "three_way": {
      const unmarked = columns(profile) === 4 ? [t.unmarked(counts[3] ?? 0)] : [];
      return [t.against(counts[1] ?? 0), t.abstained(counts[2] ?? 0), ...unmarked, ...others].join("　");
    }
    case "grades":
      return [...options.grades, ...options.others].map((grade, at) => `${grade} ${counts[at] ?? 0}`).join("　");
    case "ranks":
      return profile.method.kind === "choose" && profile.method.score.kind === "appearances" ? "" : t.ranked(votes);
  }
}

function markOf(t: PublicTexts, profile: Profile, purpose: string, item: Item, settled: boolean | undefined): Mark {
  const { method, options } = profile;
  if (method.kind === "grade") {
    const [grade] = item.grade;
    const word = grade !== undefined && options.kind === "grades" ? options.grades[grade] : undefined;
    return word === undefined ? { is: "not", word: t.noGrade } : { is: item.passed ? "chosen" : "not", word };
  }
  const passes = method.seats.kind === "every_item" || purpose === "rules" || purpose === "scrutineers";
  const chosen = passes ? t.passed : t.chosen;
  switch (item.chosen) {
    case "yes":
      return { is: "chosen", word: chosen };
    case "run_off":
      return { is: "tied", word: t.tied };
    case "presidium":
      if (settled === undefined) return { is: "tied", word: t.tied };
      return settled ? { is: "chosen", word: chosen } : { is: "none" };
    case "no":
    case "graded":
      if (item.reason.code === "tied_at_cut") return { is: "tied", word: t.tied };
      return passes ? { is: "not", word: t.notPassed } : { is: "none" };
  }
}

function thresholdOf(t: PublicTexts, { method, articles }: Profile, { needed, base, outcome }: Decision, { votesAt }: Measure): Result["threshold"] {
  if (method.kind !== "choose" || method.threshold.kind === "none" || outcome.kind === "void") return undefined;
  const words = t.needed(needed, `${t.share(method.threshold, base)}${t.cite(articles.threshold)}`);
  return { at: votesAt?.(needed), words };
}

function notesOf(t: PublicTexts, numbers: readonly number[], { outcome, tied, next, vacant, items }: Decision, settled: readonly number[] | undefined): readonly string[] {
  if (outcome.kind === "void") return [];
  const printed = (all: readonly number[]): readonly number[] => all.map((at) => numbers[at] ?? at + 1);
  const notes: string[] = [];
  if (tied.items.length > 0) notes.push(tieNote(t, t.tie(printed(tied.items)), tied.seats, next.kind, settled === undefined ? undefined : printed(settled), items[tied.items[0] ?? 0]?.chosen));
  if (vacant > 0) notes.push(vacantNote(t, t.vacant(vacant), next.kind));
  return notes;
}

function tieNote(t: PublicTexts, tie: string, seats: number, next: Decision["next"]["kind"], settled: readonly number[] | undefined, chosen: Item["chosen"] | undefined): string {
  if (settled !== undefined) return t.tieSettled(tie, settled);
  switch (next) {
    case "run_off":
      return t.tieRunOff(tie, seats);
    case "presidium":
      return t.tiePresidium(tie, seats);
    case "none":
    case "second_round":
    case "next_sitting":
      return t.tieRules(tie, chosen === "yes");
  }
}

function vacantNote(t: PublicTexts, vacant: string, next: Decision["next"]["kind"]): string {
  switch (next) {
    case "second_round":
      return t.vacantSecondRound(vacant);
    case "next_sitting":
      return t.vacantNextSitting(vacant);
    case "none":
    case "run_off":
    case "presidium":
      return vacant;
  }
}
