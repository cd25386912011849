/** A declared result, in the words and lengths in which the hall sees it. Nothing is decided here: the decision is the log's. */

import { columns, type Profile } from "../base/rules/profile.js";
import type { Decision } from "../base/rules/decision.js";
import { cite, decimal, percent, shareWords } from "../follow/say.js";
import type { Contest, Opened } from "../follow/sitting.js";

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
  readonly threshold: { readonly at: number | undefined; readonly number: number; readonly words: string } | undefined;
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
export function resultOf({ definition }: Contest, opened: Opened): Result | undefined {
  const decision = opened.declared?.decision;
  if (decision === undefined) return undefined;
  const { profile } = definition;
  const valid = validOf(decision, opened);
  const measure = measureOf(profile, decision, valid);
  const rows = definition.items.flatMap(({ number, title }, at) => {
    const item = decision.items[at];
    if (item === undefined) return [];
    const row = {
      number,
      title,
      rank: item.rank,
      figure: measure.figure(item),
      detail: detailOf(profile, item),
      length: Math.min(1, Math.max(0, measure.length(item))),
      mark: markOf(profile, definition.purpose.kind, item, opened.settled?.includes(at)),
    };
    return [row];
  });
  return {
    counts: countsOf(profile, decision, opened, valid),
    void: voidOf(decision),
    rows: rows.sort((left, right) => left.rank - right.rank || left.number - right.number),
    threshold: thresholdOf(profile, decision, measure),
    notes: notesOf(definition.items.map(({ number }) => number), decision, opened.settled),
  };
}

/** Ballots that count, or hands. */
function validOf({ items }: Decision, { closed }: Opened): number {
  const counts = closed?.counts;
  if (counts !== undefined) return counts.returned + counts.paper.returned - counts.paper.void;
  const [first] = items;
  return first === undefined ? 0 : first.counts.reduce((sum, count) => sum + count, first.invalid);
}

function countsOf({ secrecy }: Profile, { unreturned }: Decision, { closed, present }: Opened, valid: number): Result["counts"] {
  const counts = closed?.counts;
  if (counts === undefined) return [{ name: "实到", value: present.size }, { name: "举手计数", value: valid }, { name: "未举手", value: unreturned }];
  if (secrecy === "named") return [{ name: "实到", value: counts.issued }, { name: "已按", value: counts.returned }, { name: "未按", value: unreturned }];
  const { paper } = counts;
  return [
    { name: "发出", value: counts.issued + paper.issued },
    { name: "收回", value: counts.returned + paper.returned },
    { name: "有效", value: valid },
    { name: "废票", value: paper.void },
    { name: "未收回", value: unreturned },
  ];
}

function voidOf({ outcome }: Decision): string | undefined {
  if (outcome.kind === "valid") return undefined;
  switch (outcome.reason) {
    case "meeting_quorum":
      return `实到 ${outcome.actual} 人，须 ${outcome.bound} 人`;
    case "returned_exceeds_issued":
      return `收回 ${outcome.actual} 张，多于发出 ${outcome.bound} 张`;
    case "vote_quorum":
      return `收回 ${outcome.actual} 张，须 ${outcome.bound} 张`;
    case "minimum_ballots":
      return `有效票 ${outcome.actual} 张，不足 ${outcome.bound} 张，为保密不计票`;
  }
}

function measureOf(profile: Profile, decision: Decision, valid: number): Measure {
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
      return { length: ({ votes }) => votes / most, figure: ({ votes }) => `${votes} 票`, votesAt: (votes) => votes / most };
    }
    case "borda": {
      const most = Math.max(1, ranks * valid);
      return { length: ({ score }) => score.num / most, figure: ({ score }) => `${score.num} 分`, votesAt: undefined };
    }
    case "mean_rank":
      return {
        length: ({ score, votes }) => (votes === 0 ? 0 : (ranks + 1 - score.num / Math.max(1, score.den)) / ranks),
        figure: ({ score, votes }) => (votes === 0 ? "无排序" : `平均 ${decimal(score.num, score.den)}`),
        votesAt: undefined,
      };
  }
}

/** The other columns of a row that has some, and what a rank rests on. */
function detailOf(profile: Profile, { counts, votes, invalid }: Item): string {
  const { options } = profile;
  const others = invalid === 0 ? [] : [`不计 ${invalid}`];
  switch (options.kind) {
    case "select":
      return others.join("　");
    case "two_way":
      return [`反对 ${counts[1] ?? 0}`, `未标记 ${counts[2] ?? 0}`, ...others].join("　");
    case "three_way": {
      const unmarked = columns(profile) === 4 ? [`未标记 ${counts[3] ?? 0}`] : [];
      return [`反对 ${counts[1] ?? 0}`, `弃权 ${counts[2] ?? 0}`, ...unmarked, ...others].join("　");
    }
    case "grades":
      return [...options.grades, ...options.others].map((grade, at) => `${grade} ${counts[at] ?? 0}`).join("　");
    case "ranks":
      return profile.method.kind === "choose" && profile.method.score.kind === "appearances" ? "" : `${votes} 人排序`;
  }
}

function markOf(profile: Profile, purpose: string, item: Item, settled: boolean | undefined): Mark {
  const { method, options } = profile;
  if (method.kind === "grade") {
    const [grade] = item.grade;
    const word = grade !== undefined && options.kind === "grades" ? options.grades[grade] : undefined;
    return word === undefined ? { is: "not", word: "未定等次" } : { is: item.passed ? "chosen" : "not", word };
  }
  const passes = method.seats.kind === "every_item" || purpose === "rules" || purpose === "scrutineers";
  const chosen = passes ? "通过" : "入选";
  switch (item.chosen) {
    case "yes":
      return { is: "chosen", word: chosen };
    case "run_off":
      return { is: "tied", word: "票数相等" };
    case "presidium":
      if (settled === undefined) return { is: "tied", word: "票数相等" };
      return settled ? { is: "chosen", word: chosen } : { is: "none" };
    case "no":
    case "graded":
      if (item.reason.code === "tied_at_cut") return { is: "tied", word: "票数相等" };
      return passes ? { is: "not", word: "未通过" } : { is: "none" };
  }
}

function thresholdOf({ method, articles }: Profile, { needed, base, outcome }: Decision, { votesAt }: Measure): Result["threshold"] {
  if (method.kind !== "choose" || method.threshold.kind === "none" || outcome.kind === "void") return undefined;
  const words = `${shareWords(method.threshold, base)}${cite(articles.threshold)}`;
  return { at: votesAt?.(needed), number: needed, words };
}

function notesOf(numbers: readonly number[], { outcome, tied, next, vacant, items }: Decision, settled: readonly number[] | undefined): readonly string[] {
  if (outcome.kind === "void") return [];
  const printed = (all: readonly number[]): string => all.map((at) => String(numbers[at] ?? at + 1)).join("、");
  const notes: string[] = [];
  if (tied.items.length > 0) notes.push(tieNote(printed(tied.items), tied.seats, next.kind, settled === undefined ? undefined : printed(settled), items[tied.items[0] ?? 0]?.chosen));
  if (vacant > 0) notes.push(`缺 ${vacant} 项${vacantNote(next.kind)}`);
  return notes;
}

function tieNote(which: string, seats: number, next: Decision["next"]["kind"], settled: string | undefined, chosen: Item["chosen"] | undefined): string {
  const tie = `第 ${which} 号票数相等`;
  if (settled !== undefined) return `${tie}，主席团决定第 ${settled} 号入选`;
  switch (next) {
    case "run_off":
      return `${tie}，需再次投票（${seats} 个名额）`;
    case "presidium":
      return `${tie}，由主席团决定（${seats} 个名额）`;
    case "none":
    case "second_round":
    case "next_sitting":
      return `${tie}，按办法${chosen === "yes" ? "都入选" : "都不入选"}`;
  }
}

function vacantNote(next: Decision["next"]["kind"]): string {
  switch (next) {
    case "second_round":
      return "，另行票决";
    case "next_sitting":
      return "，留待下次会议";
    case "none":
    case "run_off":
    case "presidium":
      return "";
  }
}

