/** How a new view of the device changes the screens: by what is true now, never by touching marks. */
import type { ContestView, DeviceView } from "../../device/api.js";
import { isChange, withoutTicks } from "./ballot.js";
import { DEFAULT_SETTINGS } from "./state.js";
import type { Effect, Next, State, Step } from "./state.js";
import { codeOf, isDone, isOutcome, isVotable, keepsMarks } from "./status.js";

/** The state after the device has told `view`. */
export function follow(state: State, view: DeviceView): Next {
  const before = state.view;
  const next: State = { ...state, view };
  if (state.step.is === "stopped") return [next, []];
  if (view.presence.is !== "in") return signedOut(next, before);
  if (before.presence.is !== "in") return [{ ...next, entry: { is: "ways" }, reading: false, sheet: null }, []];
  return forgetOld(followStep(next, before));
}

/** The check-in does not stand (any more): nothing of this deputy stays on the screen. */
function signedOut(state: State, before: DeviceView): Next {
  const wasIn = before.presence.is === "in";
  const left = wasIn || (before.presence.is !== "out" && state.view.presence.is === "out");
  const entered = before.presence.is === "out" && state.view.presence.is !== "out";
  const next: State = {
    ...state,
    step: { is: "list" },
    ...(left ? { settings: DEFAULT_SETTINGS, sheet: null, cover: null, kept: [] } : {}),
    ...(left || entered ? { entry: { is: "ways" }, reading: false } : {}),
  };
  const sealed = "seal" in state.step && state.step.seal !== null && state.step.is !== "opened";
  const effects: Effect[] = [];
  if (left) effects.push({ is: "drop-all-ticks" });
  if (wasIn && sealed) effects.push({ is: "discard" });
  return [next, effects];
}

/** Ticks of contests that can never be cast are forgotten; after a reload the contests come one by one, so that one which is not there says nothing. */
function forgetOld([state, effects]: Next): Next {
  const gone = state.kept.filter((kept) => {
    const contest = contestOf(state.view, kept.contest);
    return contest !== undefined && !keepsMarks(contest.status);
  });
  if (gone.length === 0) return [state, effects];
  const next = gone.reduce((rest, kept) => withoutTicks(rest, kept.contest), state);
  return [next, [...effects, ...gone.map((kept): Effect => ({ is: "drop-ticks", contest: kept.contest }))]];
}

function followStep(state: State, before: DeviceView): Next {
  const { step } = state;
  switch (step.is) {
    case "list":
      return [followList(state, before), []];
    case "marking":
    case "review":
    case "cast-or-check":
      return followBallot(notedElsewhere(state, before, step.ballot.contest.contest), step);
    case "opened": {
      const contest = state.view.contests.find((view) => view.contest === step.contest.contest);
      // What is being looked at stays; only where it leads changes.
      return [contest === undefined ? state : { ...state, step: { ...step, contest: { ...step.contest, status: contest.status } } }, []];
    }
    case "casting":
      return [followCasting(state, step), []];
    case "done":
    case "outcome":
      return [followTold(state, step), []];
    case "stopped":
      return [state, []];
  }
}

function contestOf(view: DeviceView, number: number): ContestView | undefined {
  return view.contests.find((contest) => contest.contest === number);
}

/** Contests whose cast was on its way and has ended in a receipt or in something to explain. */
function justAnswered(state: State, before: DeviceView): ContestView | undefined {
  return state.view.contests.find(
    (contest) => contestOf(before, contest.contest)?.status.is === "casting" && (isDone(contest.status) || isOutcome(contest.status)),
  );
}

/** On the list the answer is shown at once; nobody has to look for it. */
function followList(state: State, before: DeviceView): State {
  const contest = justAnswered(state, before);
  if (contest === undefined) return state;
  return { ...state, sheet: null, step: told(contest, state.now, false) };
}

/** What became of a vote, as a screen of its own. */
function told(contest: ContestView, now: number, change: boolean): Step {
  if (isDone(contest.status)) return { is: "done", contest: contest.contest, since: now, changed: change };
  return { is: "outcome", contest: contest.contest, kind: change ? "status-of-change" : "status", title: contest.title, code: contest.code };
}

/** While another ballot is being marked, a line says that the list has news. */
function notedElsewhere(state: State, before: DeviceView, marked: number): State {
  const contest = justAnswered(state, before);
  if (contest === undefined || contest.contest === marked) return state;
  return { ...state, notice: { is: "elsewhere-done", contest: contest.contest } };
}

/** The ballot in hand takes over the status of its contest. One that can never be cast is left, and why is told. */
function followBallot(state: State, step: Step & { is: "marking" | "review" | "cast-or-check" }): Next {
  const old = step.ballot.contest;
  const view = contestOf(state.view, old.contest);
  const discard: readonly Effect[] = step.is !== "marking" && step.seal !== null ? [{ is: "discard" }] : [];
  const leave = (to: Step): Next => [
    { ...withoutTicks(state, old.contest), sheet: null, cover: state.cover === "idle" ? null : state.cover, step: to },
    [...discard, { is: "drop-ticks", contest: old.contest }],
  ];
  if (view === undefined) return leave({ is: "outcome", contest: old.contest, kind: "gone", title: old.title, code: old.code });
  const change = isChange(old);
  const { status } = view;
  if (status.is === "casting") {
    // Pressed in a page before this one was loaded: what is marked here cannot be cast any more.
    return leave({ is: "casting", contest: old.contest, code: null, change, former: null, seen: true });
  }
  const tooLate = change && (["slip-returned", "recorded", "missed"].includes(status.is) || (status.is === "voted" && !status.mayChange));
  if (tooLate) return leave({ is: "outcome", contest: old.contest, kind: "change-too-late", title: old.title, code: old.code });
  if (!change && isDone(status)) return leave(told(view, state.now, false));
  if (isOutcome(status)) return leave({ is: "outcome", contest: old.contest, kind: "status", title: old.title, code: old.code });
  const next: State = { ...state, step: { ...step, ballot: { ...step.ballot, contest: { ...old, status: mergedStatus(old, view) } } } };
  const could = isVotable(old.status);
  const can = isVotable(status);
  if (could && !can) return [{ ...next, notice: { is: "held" } }, []];
  return [!could && can ? { ...next, notice: { is: "resumed" } } : next, []];
}

/** On hold it is forgotten nowhere that the ballot is a change. */
function mergedStatus(old: ContestView, view: ContestView): ContestView["status"] {
  if (!isChange(old) || isDone(view.status) || isVotable(view.status)) return view.status;
  return old.status.is === "may-change" ? { is: "cast", code: old.status.code } : old.status.is === "voted" ? { ...old.status, mayChange: false } : old.status;
}

function followCasting(state: State, step: Step & { is: "casting" }): State {
  const contest = contestOf(state.view, step.contest);
  if (contest === undefined) return state;
  const { status } = contest;
  if (status.is === "casting") return step.seen ? state : { ...state, step: { ...step, seen: true } };
  if (isOutcome(status)) return { ...state, sheet: null, step: told(contest, state.now, step.change) };
  // Neither on its way nor answered: the device has given it back, and says why itself.
  if (!isDone(status)) return step.seen ? { ...state, sheet: null, step: { is: "list" } } : state;
  const stands = status.is === "voted" ? status.index : codeOf(status);
  // What stood before says nothing of what was pressed since.
  const isFormer = step.former !== null && stands === step.former;
  const isThis = step.code !== null && stands === step.code;
  if (isThis || (!step.change && step.former === null) || (step.seen && !isFormer)) {
    return { ...state, sheet: null, step: told(contest, state.now, step.change && (isThis || stands !== null)) };
  }
  return step.seen ? { ...state, sheet: null, step: { is: "list" } } : state;
}

/** What is told stays true: a ballot that is found, lost or voided later is told anew. */
function followTold(state: State, step: Step & { is: "done" | "outcome" }): State {
  const contest = contestOf(state.view, step.contest);
  if (contest === undefined || (step.is === "outcome" && step.kind !== "status" && step.kind !== "status-of-change")) {
    return step.is === "done" ? { ...state, step: { is: "list" } } : state;
  }
  const { status } = contest;
  if (step.is === "done") return isDone(status) ? state : { ...state, sheet: null, step: elseList(contest, state.now) };
  if (isOutcome(status)) return state;
  return { ...state, sheet: null, step: isDone(status) ? told(contest, state.now, false) : { is: "list" } };
}

function elseList(contest: ContestView, now: number): Step {
  return isOutcome(contest.status) ? told(contest, now, false) : { is: "list" };
}
