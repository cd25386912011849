/**
 * What the hall is shown, as a function of what the checked log says (ux.md §6, §8).
 *
 * Invariants
 * - Between opening and declaration nothing here depends on a choice: there are numbers of ballots and slips, and a clock.
 * - A result is there only once a quorum has witnessed its declaration (protocol.md §3.8).
 */

import type { Signed } from "../follow/checkpoint.js";
import { contestCode, needed } from "../follow/say.js";
import { presence, type Contest, type Opened, type Sitting } from "../follow/sitting.js";
import type { PublicTexts } from "../lang/public/index.js";
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
export function hallView(t: PublicTexts, sitting: Sitting, signed: Signed, turned: number, text: { readonly root: string; readonly pages: readonly string[] }): HallView {
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
    scene: contest === undefined ? { is: "preparing" } : sceneOf(t, sitting, signed, contest),
    sealed: sitting.sealed,
    checkpoint: { size: signed.size, root: text.root, note: signed.note },
    witnesses: { have: signed.by.length, quorum: definition?.quorum ?? 0, of: definition?.witnesses.length ?? 0 },
    pages: text.pages,
  };
}

function sceneOf(t: PublicTexts, sitting: Sitting, signed: Signed, contest: Contest): Scene {
  const { opened, stage } = contest;
  if (opened === undefined) return before(t, sitting, contest);
  switch (stage) {
    case "defined":
      return before(t, sitting, contest);
    case "open":
      return { is: "open", counts: openCounts(t, contest, opened), line: openLine(t, contest) };
    case "held":
      return { is: "held", counts: openCounts(t, contest, opened), line: opened.heldFor ?? "" };
    case "ended":
      return { is: "ended", counts: endCounts(t, contest, opened), line: contest.definition.profile.secrecy === "secret" ? t.slipsLine : t.closingLine };
    case "opening":
      return { is: "ended", counts: endCounts(t, contest, opened), line: t.openingLine(opened.box?.cast ?? 0, opened.box?.ballots ?? 0) };
    case "opened":
      return { is: "ended", counts: endCounts(t, contest, opened), line: t.comparingLine };
    case "closed":
      return { is: "closed", counts: closedCounts(t, contest, opened), line: countingLine(t, contest, opened) };
    case "voided":
      return { is: "voided", reason: opened.voided ?? "" };
    case "declared": {
      const index = opened.declared?.index ?? Number.POSITIVE_INFINITY;
      const seen = (sitting.definition?.quorum ?? 0) === 0 || sitting.witnessed > index || (signed.enough && signed.size > index);
      const result = seen ? resultOf(t, contest, opened) : undefined;
      return result === undefined ? { is: "unwitnessed" } : { is: "declared", result };
    }
  }
}

/** 应到, 实到, and whether enough are there to open. */
function before(t: PublicTexts, sitting: Sitting, { definition }: Contest): Scene {
  const { meeting_quorum, articles } = definition.profile;
  const numbers = presence(sitting, definition.profile);
  const present = numbers.present.size;
  const base = meeting_quorum.base === "membership" ? numbers.membership : numbers.due;
  const bound = needed(meeting_quorum, base);
  const reached = present >= bound;
  return {
    is: "before",
    counts: [
      { name: t.due, value: numbers.due },
      { name: t.present, value: present },
    ],
    quorum: t.quorum(t.share(meeting_quorum, base), bound, articles.meeting_quorum),
    state: reached ? t.quorumReached : t.quorumMissing(bound - present),
    reached,
  };
}

function present(t: PublicTexts, opened: Opened): Count {
  return { name: t.present, value: opened.present.size };
}

function openCounts(t: PublicTexts, { definition }: Contest, opened: Opened): readonly Count[] {
  switch (definition.profile.secrecy) {
    case "secret":
      return [
        { name: t.issued, value: opened.issued.size + opened.papers.size, ...papersNote(t, opened) },
        // Devices hand theirs in once the voting has ended (§10.3); a 0 until then would look like a fault.
        { name: t.slips, value: opened.slips.size === 0 ? undefined : opened.slips.size },
      ];
    case "named":
      return [{ name: t.mayPress, value: opened.present.size }, { name: t.pressed, value: opened.voted.size }];
    case "hands":
      return [present(t, opened)];
  }
}

function papersNote(t: PublicTexts, { papers }: Opened): { readonly note?: string } {
  return papers.size === 0 ? {} : { note: t.paperOf(papers.size) };
}

function openLine(t: PublicTexts, { definition }: Contest): string {
  switch (definition.profile.secrecy) {
    case "secret":
      return t.secretLine;
    case "named":
      return t.namedLine;
    case "hands":
      return t.handsLine;
  }
}

function endCounts(t: PublicTexts, contest: Contest, opened: Opened): readonly Count[] {
  if (contest.definition.profile.secrecy !== "secret") return openCounts(t, contest, opened);
  return [
    { name: t.issued, value: opened.issued.size + opened.papers.size, ...papersNote(t, opened) },
    { name: t.slips, value: opened.slips.size },
  ];
}

/** 发出 and 收回 of both channels, as the close has them. */
export function closedCounts(t: PublicTexts, contest: Contest, opened: Opened): readonly Count[] {
  const counts = opened.closed?.counts;
  if (counts === undefined) return [present(t, opened)];
  if (contest.definition.profile.secrecy === "named") {
    return [{ name: t.mayPress, value: counts.issued }, { name: t.pressed, value: counts.returned }];
  }
  const { paper } = counts;
  const note = paper.issued === 0 ? {} : { note: t.paperOf(paper.issued) };
  const returnedNote = paper.issued === 0 ? {} : { note: t.paperOf(paper.returned) };
  return [
    { name: t.issued, value: counts.issued + paper.issued, ...note },
    { name: t.returned, value: counts.returned + paper.returned, ...returnedNote },
  ];
}

function countingLine(t: PublicTexts, { definition }: Contest, opened: Opened): string {
  if (definition.profile.secrecy !== "secret") return t.chiefLine;
  const threshold = opened.run?.threshold ?? 0;
  const shares = Math.min(opened.shares.size, threshold);
  return shares < threshold ? t.countingLine(shares, threshold) : t.countedLine;
}
