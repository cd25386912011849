/** What the deputy's screens say, put together from the sentences of `lang`. */
import type { Connection, ContestView, DeviceView, Status } from "../device/api.js";
import { type Reading, type Texts, ballotWord, texts } from "../lang/index.js";
import * as marks from "./model/marks.js";
import type { Marks, Unfit } from "./model/marks.js";
import type { Kept, OutcomeKind } from "./model/state.js";
import { type Claim, claimOf, codeOf, isDone, isOutcome, isVotable } from "./model/status.js";

/** The code in groups of four. */
export function grouped(code: string): readonly string[] {
  return code.match(/.{1,4}/g) ?? [];
}

/** What is special about a contest, for the tags before its title. */
export function tags(t: Texts, contest: ContestView): readonly string[] {
  const secrecy = { secret: t.tagSecret, named: t.tagNamed, hands: t.tagHands }[contest.secrecy];
  const round = { first: null, "run-off": t.tagRunOff, "second-round": t.tagSecondRound, again: t.tagAgain }[contest.round];
  return round === null ? [secrecy] : [secrecy, round];
}

/** The connection in words. `marking`: somebody could be afraid for choices. */
export function connection(t: Texts, now: Connection, marking: boolean): string {
  switch (now.is) {
    case "connected":
      return t.connected;
    case "connecting":
      return t.connecting;
    case "lost":
      return marking ? t.lost : t.lostShort;
  }
}

/** How a contest stands. */
export function status(t: Texts, contest: ContestView, kept: readonly Kept[]): string {
  const now = contest.status;
  switch (now.is) {
    case "not-open":
      return t.statusNotOpen;
    case "unwitnessed":
      return t.statusUnwitnessed;
    case "drawing":
      return t.statusDrawing;
    case "ready":
      return kept.some((one) => one.contest === contest.contest && marks.markedCount(one.marks) > 0) ? t.statusKept : t.statusReady;
    case "held":
      return t.statusHeld;
    case "hands":
      return t.statusHands;
    case "casting":
      return t.statusCasting;
    case "cast":
      return t.statusCast;
    case "may-change":
      return t.statusMayChange(now.left);
    case "slip-returned":
      return t.statusSlip;
    case "recorded":
      return t.statusRecorded(now.index);
    case "voted":
      return now.mayChange ? t.statusVotedMayChange(now.index) : t.statusVoted(now.index);
    case "refused":
      return { nothing: t.statusRefused, "the-one-before": t.statusNotChanged, unknown: t.statusUnknown }[now.counts];
    case "missing":
      return t.statusMissing;
    case "not-in-box":
      return t.statusNotInBox;
    case "missed":
      return t.statusMissed;
    case "paper":
      return t.statusPaper;
    case "over":
      return t.statusOver;
    case "voided":
      return t.statusVoided;
  }
}

/** What pressing a contest on the list does; null: nothing. */
export function listAct(t: Texts, contest: ContestView, kept: readonly Kept[]): string | null {
  const now = contest.status;
  if (isDone(now)) return isVotable(now) ? t.actChange : codeOf(now) === null ? t.actWhy : t.actCode;
  if (isVotable(now)) return kept.some((one) => one.contest === contest.contest) ? t.actGoOn : t.actVote;
  return isOutcome(now) || now.is === "casting" ? t.actWhy : null;
}

/** The contests as the list has them: what waits for the deputy first, what is on its way next, the others as the sitting orders them. */
export function inListOrder(contests: readonly ContestView[]): readonly ContestView[] {
  const place = (contest: ContestView): number => (contest.status.is === "ready" ? 0 : contest.status.is === "casting" ? 1 : 2);
  return [...contests].sort((a, b) => place(a) - place(b));
}

/** What stands above the list. */
export function listLead(t: Texts, view: DeviceView): string {
  if (view.sealed) return t.listSealed;
  const all = view.contests.map((contest) => contest.status);
  const any = (...names: readonly Status["is"][]): boolean => all.some((now) => names.includes(now.is));
  const open = all.filter((now) => now.is === "ready").length;
  if (open === 1) return t.listChoose;
  if (open > 1) return t.listChooseOf(open);
  if (any("casting")) return t.listCasting;
  if (any("hands")) return t.listHands;
  if (any("held")) return t.listHeld;
  if (any("unwitnessed")) return t.listUnwitnessed;
  if (all.length === 0 || any("not-open", "drawing")) return all.some((now) => isDone(now) || isOutcome(now) || now.is === "over") ? t.listNext : t.listWaiting;
  return all.some(isDone) && all.every((now) => isDone(now) || ["over", "voided", "paper"].includes(now.is)) ? t.listAllDone : t.listOver;
}

/** The heading while marking. */
export function markTitle(t: Texts, contest: ContestView): string {
  return { select: t.markSelect, votes: t.markVotes, grades: t.markGrades, ranks: t.markRanks }[contest.style.is];
}

/** The word of the first option. */
export function firstWord(reading: Reading, contest: ContestView): string {
  const first = contest.options[0];
  return first === undefined ? "" : ballotWord(reading, first);
}

/** How many marks are made and how many may be. */
export function counter(reading: Reading, contest: ContestView, ticks: Marks): string {
  const t = texts(reading.lang);
  const items = contest.items.length;
  const chosen = marks.chosenCount(contest, ticks);
  const { limits } = contest;
  switch (contest.style.is) {
    case "ranks":
      return t.counterRanks(marks.markedCount(ticks), marks.restColumn(contest), marks.remaining(contest, ticks));
    case "select":
      if (limits === null) return t.counterEach(items, chosen);
      if (chosen >= limits.least) return t.counter(limits.most, chosen, marks.remaining(contest, ticks));
      return limits.least === limits.most
        ? t.counterExactly(limits.most, chosen, limits.least - chosen)
        : t.counterBetween(limits.least, limits.most, chosen, limits.least - chosen);
    case "votes":
    case "grades": {
      const marked = t.counterMarked(items, marks.markedCount(ticks));
      if (limits === null) return marked;
      const word = firstWord(reading, contest);
      if (limits.least === 0) return t.both(marked, t.counterVotesMost(word, limits.most, chosen));
      if (limits.least === limits.most) return t.both(marked, t.counterVotesExactly(word, limits.most, chosen));
      return t.both(marked, t.counterVotesBetween(word, limits.least, limits.most, chosen));
    }
  }
}

/** What an item without a mark is; only where rows have several targets. */
export function blankItem(t: Texts, contest: ContestView): string | null {
  if (contest.style.is !== "votes" && contest.style.is !== "grades") return null;
  return { abstain: t.blankItemAbstain, approve: t.blankItemApprove, invalid: t.blankItemInvalid }[contest.blankItem];
}

/** The main button while marking. */
export function toReview(t: Texts, contest: ContestView, ticks: Marks): string {
  const marked = marks.markedCount(ticks);
  return { select: t.toReview, votes: t.toReviewMarked, grades: t.toReviewMarked, ranks: t.toReviewRanked }[contest.style.is](marked);
}

/** Why a further mark of the first option is not taken. */
export function overLimit(reading: Reading, contest: ContestView, most: number): string {
  const t = texts(reading.lang);
  return contest.style.is === "select" ? t.overLimit(most) : t.overVotes(firstWord(reading, contest), most);
}

/** Why it does not go on to the review, and how to mend it. */
export function unfit(reading: Reading, contest: ContestView, why: Unfit): string {
  const t = texts(reading.lang);
  switch (why.is) {
    case "too-many":
      return t.tooMany(firstWord(reading, contest), why.chosen, why.most);
    case "too-few":
      if (contest.style.is !== "select") return t.votesNeeded(firstWord(reading, contest), why.least, why.missing);
      return contest.limits?.least === contest.limits?.most ? t.exactNeeded(why.least, why.missing) : t.leastNeeded(why.least, why.missing);
    case "numbers-missing":
      return t.numbersMissing(why.numbers);
    case "blank":
      return t.blankRefused;
  }
}

/** The question about a ballot without any mark. */
export function blankQuestion(t: Texts, contest: ContestView): string {
  return { abstain: t.blankQuestion, approve: t.blankQuestionApprove, invalid: t.blankQuestionInvalid }[contest.blankItem];
}

/** A screen that explains: what is claimed, in its heading, and what to do. */
export interface Told {
  readonly claim: Claim;
  readonly heading: string;
  readonly lead: string;
  readonly next: string;
}

/** What an outcome tells. */
export function told(reading: Reading, kind: OutcomeKind, now: Status | null): Told {
  const t = texts(reading.lang);
  if (kind === "change-too-late") return { claim: "cast", heading: t.outcomeNotChanged, lead: t.changeMissed, next: t.missedNext };
  if (kind === "gone" || now === null) return { claim: "not-cast", heading: t.outcomeNotCast, lead: t.goneLead, next: t.refusedNext };
  const claim = claimOf(now);
  switch (now.is) {
    case "refused": {
      const lead = now.why[reading.lang];
      if (now.counts === "nothing") return { claim, heading: t.outcomeNotCast, lead, next: t.refusedNext };
      if (now.counts === "the-one-before") return { claim, heading: t.outcomeNotChanged, lead, next: t.refusedFormer };
      return { claim, heading: t.outcomeUnknown, lead, next: kind === "status-of-change" ? t.refusedUnknownChange : t.refusedUnknown };
    }
    case "missing":
      return { claim, heading: t.outcomeMissing, lead: t.missingLead, next: t.missingNext };
    case "not-in-box":
      return { claim, heading: t.outcomeNotCast, lead: t.notInBoxLead, next: t.notInBoxNext };
    case "voided":
      return { claim, heading: t.outcomeVoid, lead: t.voidedLead, next: t.voidedNext };
    case "paper":
      return { claim, heading: t.outcomePaper, lead: t.paperLead, next: t.paperNext };
    case "missed":
      return { claim, heading: t.outcomeNotCast, lead: t.missedLead, next: t.missedNext };
    default:
      return { claim, heading: t.listTitle, lead: t.listOver, next: t.refusedNext };
  }
}
