/**
 * What the hall is shown, as a function of what the checked log says (ux.md §6, §8).
 *
 * Invariants
 * - Between opening and declaration nothing here depends on a choice: there are numbers of ballots and slips, and a clock.
 * - A result is there only once a quorum has witnessed its declaration (protocol.md §3.8).
 */

import type { Signed } from "../follow/checkpoint.js";
import { cite, contestCode, needed, shareWords } from "../follow/say.js";
import { presence, type Contest, type Opened, type Sitting } from "../follow/sitting.js";
import { resultOf, type Result } from "./result.js";

/** A number with its name. */
export interface Count {
  readonly name: string;
  /** `undefined`: not to be counted yet. */
  readonly value: number | undefined;
  /** A smaller line beneath it. */
  readonly note?: string;
}

/** What stands in the middle of the screen. */
export type Scene =
  /** No contest is defined yet. */
  | { readonly is: "preparing" }
  | { readonly is: "before"; readonly counts: readonly Count[]; readonly quorum: string; readonly state: string; readonly reached: boolean }
  | { readonly is: "open"; readonly counts: readonly Count[]; readonly line: string }
  | { readonly is: "held"; readonly counts: readonly Count[]; readonly line: string }
  | { readonly is: "ended"; readonly counts: readonly Count[]; readonly line: string }
  | { readonly is: "closed"; readonly counts: readonly Count[]; readonly line: string }
  /** Declared, and no quorum has seen it yet: nothing of it is shown. */
  | { readonly is: "unwitnessed" }
  | { readonly is: "declared"; readonly result: Result }
  | { readonly is: "voided"; readonly reason: string };

/** The whole screen, but for what keys do to it. */
export interface HallView {
  readonly sitting: string;
  readonly rehearsal: boolean;
  /** Contest by contest: numbers and titles, for the keys that turn between them. */
  readonly contests: number;
  readonly contest: { readonly number: number; readonly title: string; readonly code: string | undefined; readonly name: string } | undefined;
  readonly scene: Scene;
  readonly sealed: boolean;
  readonly checkpoint: { readonly size: number; readonly root: string; readonly note: string };
  /** Cosignatures that hold, how many are needed, and of how many. */
  readonly witnesses: { readonly have: number; readonly quorum: number; readonly of: number };
  /** Hashes of the deputy's page that entry 0 names, 64 hexadecimal digits each. */
  readonly pages: readonly string[];
}

/** The contest opened last; before the first opening the first one. */
export function currentContest(contests: readonly Contest[]): Contest | undefined {
  const opened = contests.filter((contest) => contest.opened !== undefined);
  const newest = opened.reduce<Contest | undefined>((last, one) => ((one.opened?.index ?? 0) > (last?.opened?.index ?? -1) ? one : last), undefined);
  return newest ?? contests[0];
}

/** The screen. `turned` is how many contests further (or back) than the current one keys have turned. */
export function hallView(sitting: Sitting, signed: Signed, turned: number, text: { readonly root: string; readonly pages: readonly string[] }): HallView {
  const { definition, contests } = sitting;
  const current = currentContest(contests);
  const contest = current === undefined ? undefined : contests[Math.min(contests.length, Math.max(1, current.definition.contest + turned)) - 1];
  const opened = contest?.opened;
  return {
    sitting: definition?.name ?? "",
    rehearsal: definition?.mode === "rehearsal",
    contests: contests.length,
    contest:
      contest === undefined
        ? undefined
        : {
            number: contest.definition.contest,
            title: contest.definition.title,
            code: opened === undefined ? undefined : contestCode(opened.name),
            name: opened?.name ?? `defined-${contest.definition.contest}`,
          },
    scene: contest === undefined ? { is: "preparing" } : sceneOf(sitting, signed, contest),
    sealed: sitting.sealed,
    checkpoint: { size: signed.size, root: text.root, note: signed.note },
    witnesses: { have: signed.by.length, quorum: definition?.quorum ?? 0, of: definition?.witnesses.length ?? 0 },
    pages: text.pages,
  };
}

function sceneOf(sitting: Sitting, signed: Signed, contest: Contest): Scene {
  const { opened, stage } = contest;
  if (opened === undefined) return before(sitting, contest);
  switch (stage) {
    case "defined":
      return before(sitting, contest);
    case "open":
      return { is: "open", counts: openCounts(contest, opened), line: openLine(contest) };
    case "held":
      return { is: "held", counts: openCounts(contest, opened), line: opened.heldFor ?? "" };
    case "ended":
      return { is: "ended", counts: endCounts(contest, opened), line: contest.definition.profile.secrecy === "secret" ? "正在收齐回条" : "等待关闭表决" };
    case "opening":
      return { is: "ended", counts: endCounts(contest, opened), line: `正在开箱 ${opened.box?.cast ?? 0} / ${opened.box?.ballots ?? 0}` };
    case "opened":
      return { is: "ended", counts: endCounts(contest, opened), line: "已开箱，正在核对发出、收回各数" };
    case "closed":
      return { is: "closed", counts: closedCounts(contest, opened), line: countingLine(contest, opened) };
    case "voided":
      return { is: "voided", reason: opened.voided ?? "" };
    case "declared": {
      const index = opened.declared?.index ?? Number.POSITIVE_INFINITY;
      const seen = (sitting.definition?.quorum ?? 0) === 0 || sitting.witnessed > index || (signed.enough && signed.size > index);
      const result = seen ? resultOf(contest, opened) : undefined;
      return result === undefined ? { is: "unwitnessed" } : { is: "declared", result };
    }
  }
}

/** 应到, 实到, and whether enough are there to open. */
function before(sitting: Sitting, { definition }: Contest): Scene {
  const { meeting_quorum, articles } = definition.profile;
  const numbers = presence(sitting, definition.profile);
  const present = numbers.present.size;
  const base = meeting_quorum.base === "membership" ? numbers.membership : numbers.due;
  const bound = needed(meeting_quorum, base);
  const reached = present >= bound;
  return {
    is: "before",
    counts: [
      { name: "应到", value: numbers.due },
      { name: "实到", value: present },
    ],
    quorum: `出席的代表须${shareWords(meeting_quorum, base)}，即 ${bound} 人${cite(articles.meeting_quorum)}`,
    state: reached ? "已达到法定人数，可以投票" : `还差 ${bound - present} 人`,
    reached,
  };
}

function present(opened: Opened): Count {
  return { name: "实到", value: opened.present.size };
}

function openCounts({ definition }: Contest, opened: Opened): readonly Count[] {
  switch (definition.profile.secrecy) {
    case "secret":
      return [
        { name: "发出", value: opened.issued.size + opened.papers.size, ...papersNote(opened) },
        // Devices hand theirs in once the voting has ended (§10.3); a 0 until then would look like a fault.
        { name: "回条", value: opened.slips.size === 0 ? undefined : opened.slips.size },
      ];
    case "named":
      return [{ name: "应按（实到）", value: opened.present.size }, { name: "已按", value: opened.voted.size }];
    case "hands":
      return [present(opened)];
  }
}

function papersNote({ papers }: Opened): { readonly note?: string } {
  return papers.size === 0 ? {} : { note: `其中纸质票 ${papers.size}` };
}

function openLine({ definition }: Contest): string {
  switch (definition.profile.secrecy) {
    case "secret":
      return "无记名投票。结果在宣布以前谁也看不到";
    case "named":
      return "记名表决";
    case "hands":
      return "举手表决";
  }
}

function endCounts(contest: Contest, opened: Opened): readonly Count[] {
  if (contest.definition.profile.secrecy !== "secret") return openCounts(contest, opened);
  return [
    { name: "发出", value: opened.issued.size + opened.papers.size, ...papersNote(opened) },
    { name: "回条", value: opened.slips.size },
  ];
}

/** 发出 and 收回 of both channels, as the close has them. */
export function closedCounts(contest: Contest, opened: Opened): readonly Count[] {
  const counts = opened.closed?.counts;
  if (counts === undefined) return [present(opened)];
  if (contest.definition.profile.secrecy === "named") {
    return [{ name: "应按（实到）", value: counts.issued }, { name: "已按", value: counts.returned }];
  }
  const { paper } = counts;
  const note = paper.issued === 0 ? {} : { note: `其中纸质票 ${paper.issued}` };
  const returnedNote = paper.issued === 0 ? {} : { note: `其中纸质票 ${paper.returned}` };
  return [
    { name: "发出", value: counts.issued + paper.issued, ...note },
    { name: "收回", value: counts.returned + paper.returned, ...returnedNote },
  ];
}

function countingLine({ definition }: Contest, opened: Opened): string {
  if (definition.profile.secrecy !== "secret") return "等待总监票人宣布结果";
  const threshold = opened.run?.threshold ?? 0;
  const shares = Math.min(opened.shares.size, threshold);
  return shares < threshold ? `监票人共同计票 ${shares} / ${threshold}` : "计票完成，等待总监票人宣布结果";
}
