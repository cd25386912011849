/** A ballot on the screen: 选好了 → 核对 → 投票, or 验票机. */
import type { ContestView } from "../../device/api.js";
import * as marks from "./marks.js";
import type { Act, Ballot, Effect, Event, Kept, Next, Seal, State, Step } from "./state.js";
import { codeOf, isDone, isVotable } from "./status.js";

type OnBallot = Step & { is: "marking" | "review" | "cast-or-check" | "opened" };

/** Opens a contest to be marked: with ticks that were kept, those of a vote that stands, or none. */
export function begin(state: State, contest: ContestView): State {
  const kept = state.kept.find((one) => one.contest === contest.contest && one.code === contest.code);
  const ticks = kept !== undefined && marks.fits(contest, kept.marks) ? kept.marks : marks.ofVote(contest);
  return { ...state, sheet: null, step: { is: "marking", ballot: { contest, marks: ticks } } };
}

/** Whether what is marked would take the place of a vote that counts. */
export function isChange(contest: ContestView): boolean {
  return isDone(contest.status);
}

/** What a person does on a ballot. */
export function act(state: State, step: OnBallot, what: Act): Next {
  switch (step.is) {
    case "marking":
      return onMarking(state, step.ballot, what);
    case "review":
      return onReview(state, step, what);
    case "cast-or-check":
      return onCastOrCheck(state, step, what);
    case "opened":
      return what.is === "again" || what.is === "back" ? afterCheck(state, step.contest) : [state, []];
  }
}

function onMarking(state: State, ballot: Ballot, what: Act): Next {
  const { contest } = ballot;
  switch (what.is) {
    case "mark":
      return setMarks(state, ballot, marks.toggle(contest, ballot.marks, what.item, what.option));
    case "ask-rank":
      return contest.style.is === "ranks" && what.item in contest.items ? [{ ...state, sheet: { is: "rank", item: what.item } }, []] : [state, []];
    case "rank":
      return setMarks(state, ballot, marks.giveNumber(contest, ballot.marks, what.item, what.number));
    case "detail":
      return what.item in contest.items ? [{ ...state, sheet: { is: "detail", item: what.item } }, []] : [state, []];
    case "review":
      return review(state, ballot);
    case "back":
    case "to-list":
      return [{ ...state, sheet: null, step: { is: "list" } }, []];
    default:
      return [state, []];
  }
}

function setMarks(state: State, ballot: Ballot, marked: marks.Marked): Next {
  if (marked.ok) {
    const { contest } = ballot;
    const kept: Kept = { contest: contest.contest, code: contest.code, marks: marked.marks };
    const others = state.kept.filter((one) => one.contest !== kept.contest);
    const next: State = { ...state, sheet: null, kept: [...others, kept], step: { is: "marking", ballot: { contest, marks: marked.marks } } };
    return [next, [{ is: "keep-ticks", kept }]];
  }
  switch (marked.why.is) {
    case "limit":
      return [{ ...state, sheet: { is: "limit", most: marked.why.most } }, []];
    case "number-taken":
      return [{ ...state, sheet: { is: "taken", number: marked.why.number, item: marked.why.item } }, []];
    case "no-such-option":
      return [state, []];
  }
}

/** A secret ballot's encryption begins with the review, so that it is ready before the deputy is. */
function review(state: State, ballot: Ballot): Next {
  const { contest } = ballot;
  const why = marks.unfit(contest, ballot.marks);
  if (why !== null) return [{ ...state, sheet: { is: "unfit", why } }, []];
  if (contest.secrecy === "named") return [{ ...state, sheet: null, step: { is: "review", ballot, seal: null } }, []];
  const round = state.round + 1;
  const seal: Seal = { round, code: null, failed: null };
  const columns = marks.columns(contest, ballot.marks);
  return [
    { ...state, round, sheet: null, step: { is: "review", ballot, seal } },
    [{ is: "prepare", contest: contest.contest, columns, round }],
  ];
}

/** Back to the marks; the encryption is forgotten. */
function change(state: State, step: { ballot: Ballot; seal: Seal | null }): Next {
  const effects: readonly Effect[] = step.seal === null ? [] : [{ is: "discard" }];
  return [{ ...state, sheet: null, step: { is: "marking", ballot: step.ballot } }, effects];
}

function onReview(state: State, step: Step & { is: "review" }, what: Act): Next {
  const isBlank = marks.markedCount(step.ballot.marks) === 0;
  switch (what.is) {
    case "change":
    case "back":
      return change(state, step);
    case "detail":
      return what.item in step.ballot.contest.items ? [{ ...state, sheet: { is: "detail", item: what.item } }, []] : [state, []];
    case "right":
      return isBlank ? [{ ...state, sheet: { is: "blank" } }, []] : confirmed(state, step);
    case "yes":
      if (state.sheet?.is === "blank" && isBlank) return confirmed(state, step);
      return state.sheet?.is === "named" ? vote(state, step.ballot) : [state, []];
    default:
      return [state, []];
  }
}

function confirmed(state: State, step: Step & { is: "review" }): Next {
  if (step.seal === null) return [{ ...state, sheet: { is: "named" } }, []];
  return [{ ...state, sheet: null, step: { is: "cast-or-check", ballot: step.ballot, seal: step.seal } }, []];
}

function onCastOrCheck(state: State, step: Step & { is: "cast-or-check" }, what: Act): Next {
  switch (what.is) {
    case "back":
      return [{ ...state, sheet: null, step: { is: "review", ballot: step.ballot, seal: step.seal } }, []];
    case "change":
      return change(state, step);
    case "cast":
      return cast(state, step);
    case "check":
      return step.seal.code === null ? [state, []] : [{ ...state, sheet: { is: "check-warning" } }, []];
    case "yes":
      return state.sheet?.is === "check-warning" ? open(state, step) : [state, []];
    default:
      return [state, []];
  }
}

/** The ticks are dropped before the device is told, so that no storage holds what is being cast. */
function cast(state: State, step: Step & { is: "cast-or-check" }): Next {
  const { ballot, seal } = step;
  const { contest } = ballot;
  if (seal.code === null) return [state, []];
  if (!isVotable(contest.status)) return [{ ...state, sheet: null, notice: { is: "held" } }, []];
  const next: State = {
    ...withoutTicks(state, contest.contest),
    sheet: null,
    step: { is: "casting", contest: contest.contest, code: seal.code, change: isChange(contest), former: codeOf(contest.status), seen: false },
  };
  return [next, [{ is: "drop-ticks", contest: contest.contest }, { is: "cast" }]];
}

function vote(state: State, ballot: Ballot): Next {
  const { contest } = ballot;
  if (!isVotable(contest.status)) return [{ ...state, sheet: null, notice: { is: "held" } }, []];
  const former = contest.status.is === "voted" ? contest.status.index : null;
  const next: State = {
    ...withoutTicks(state, contest.contest),
    sheet: null,
    step: { is: "casting", contest: contest.contest, code: null, change: isChange(contest), former, seen: false },
  };
  const columns = marks.columns(contest, ballot.marks);
  return [next, [{ is: "drop-ticks", contest: contest.contest }, { is: "vote", contest: contest.contest, columns }]];
}

/** 验票机: the marks were used for checking, so they are gone. */
function open(state: State, step: Step & { is: "cast-or-check" }): Next {
  const { contest } = step.ballot;
  if (step.seal.code === null) return [state, []];
  const next: State = { ...withoutTicks(state, contest.contest), sheet: null, step: { is: "opened", contest, seal: step.seal, opening: null } };
  return [next, [{ is: "drop-ticks", contest: contest.contest }, { is: "challenge", round: step.seal.round }]];
}

/** After a check: an empty ballot, or the list if the contest is over meanwhile. */
function afterCheck(state: State, contest: ContestView): Next {
  if (!isVotable(contest.status) && contest.status.is !== "held") return [{ ...state, sheet: null, step: { is: "list" } }, []];
  return [{ ...state, sheet: null, step: { is: "marking", ballot: { contest, marks: marks.blank(contest) } } }, []];
}

/** Without the ticks of a contest. */
export function withoutTicks(state: State, contest: number): State {
  return { ...state, kept: state.kept.filter((one) => one.contest !== contest) };
}

/** The worker's answers; of another round they are nothing. */
export function answered(state: State, event: Event & { is: "prepared" | "prepare-failed" | "opened" | "open-failed" }): Next {
  const { step } = state;
  switch (event.is) {
    case "prepared":
    case "prepare-failed": {
      if ((step.is !== "review" && step.is !== "cast-or-check") || step.seal?.round !== event.round) return [state, []];
      const seal: Seal = event.is === "prepared" ? { ...step.seal, code: event.code } : { ...step.seal, failed: event.why };
      return [{ ...state, step: { ...step, seal } }, []];
    }
    case "opened":
      if (step.is !== "opened" || step.seal.round !== event.round) return [state, []];
      return [{ ...state, step: { ...step, opening: event.opening } }, []];
    case "open-failed":
      if (step.is !== "opened" || step.seal.round !== event.round) return [state, []];
      return [{ ...state, step: { ...step, seal: { ...step.seal, failed: event.why } } }, []];
  }
}
