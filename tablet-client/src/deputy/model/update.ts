/**
 * How the deputy's screens change: a pure function of the state and what happened.
 *
 * Rules that hold after every event, and are tested over random ones (test/deputy/monkey.test.ts):
 * - ticks leave memory and storage before the device is told to cast (`drop-ticks` stands before `cast` and `vote`);
 * - a push changes the status of a ballot, never its marks;
 * - no screen says 投出 or 没有投出 unless the device's view does;
 * - from every screen there is a way on, or the device has it in hand.
 */
import { signIn, withEntry } from "./entry.js";
import { follow } from "./follow.js";
import * as ballot from "./ballot.js";
import { DEFAULT_SETTINGS, DONE_SHOWN_MS, IDLE_MS, SCAN_SLOW_MS } from "./state.js";
import type { Act, Effect, Event, Next, Notice, State } from "./state.js";
import { codeOf, isDone, isOutcome, isVotable } from "./status.js";

/** The state after `event`, and what the page is to do. */
export function update(state: State, event: Event): Next {
  switch (event.is) {
    case "act":
      return act({ ...state, touched: state.now, notice: null }, event.act);
    case "view":
      return follow(state, event.view);
    case "tick":
      return tick({ ...state, now: event.now });
    case "camera":
      return [withEntry(state, (entry) => (entry.is === "scan" ? { ...entry, camera: event.camera, since: state.now } : entry)), []];
    case "card-answered":
      return cardAnswered(state, event);
    case "prepared":
    case "prepare-failed":
    case "opened":
    case "open-failed":
      return ballot.answered(state, event);
  }
}

function cardAnswered(state: State, event: Event & { is: "card-answered" }): Next {
  if (!state.reading) return [state, []];
  if (event.refused !== null) {
    // Not back to the camera, which would read the same card again at once.
    const entry: State["entry"] = state.entry.is === "scan" ? { is: "ways" } : state.entry;
    return [{ ...state, reading: false, entry, notice: { is: "refused-card", why: event.refused } }, []];
  }
  return [{ ...state, reading: false, entry: { is: "ways" } }, []];
}

/** Whether a ballot of which nothing was cast is on the screen. */
export function isOnBallot(state: State): boolean {
  return state.view.presence.is === "in" && ["marking", "review", "cast-or-check"].includes(state.step.is);
}

/** What is told now. That voting is on hold stays told for as long as it is: a touch does not end it. */
export function noticeOf(state: State): Notice | null {
  const { notice, step } = state;
  if (notice !== null || !isOnBallot(state) || !("ballot" in step)) return notice;
  return isVotable(step.ballot.contest.status) ? null : { is: "held" };
}

function tick(state: State): Next {
  const { step } = state;
  if (step.is === "done" && state.now - step.since >= DONE_SHOWN_MS) return clear(state);
  const silent = state.now - state.touched >= IDLE_MS;
  if (silent && isOnBallot(state) && state.cover === null) return [{ ...state, cover: "idle" }, []];
  // A short code that was typed and left is not shown to the next who passes.
  if (silent && state.view.presence.is === "out" && state.entry.is === "typed" && !state.reading) return [{ ...state, entry: { is: "ways" } }, []];
  return [state, []];
}

/** Whether the camera has looked for long enough to say what helps. */
export function scanIsSlow(state: State): boolean {
  return state.entry.is === "scan" && state.entry.camera === "on" && state.now - state.entry.since >= SCAN_SLOW_MS;
}

function act(state: State, what: Act): Next {
  if (state.view.elsewhere) return [state, []];
  if (state.cover !== null) {
    // Only the one button uncovers: a neighbour's elbow must not.
    return [what.is === "uncover" ? { ...state, cover: null } : state, []];
  }
  switch (what.is) {
    case "cover":
      return [{ ...state, cover: "asked" }, []];
    case "staff":
      return [{ ...state, sheet: null, cover: "staff" }, []];
    case "uncover":
      return [state, []];
    case "help":
    case "settings":
    case "scale":
    case "files":
      return [{ ...state, sheet: { is: what.is } }, []];
    case "save":
      return [state, state.view.files.filter(({ name }) => name === what.name).map(({ name, text }) => ({ is: "save", name, text }))];
    case "set":
      return [{ ...state, settings: what.settings }, []];
    case "close":
      return [{ ...state, sheet: null }, []];
    case "back":
      if (state.sheet !== null) return [{ ...state, sheet: null }, []];
      break;
    default:
  }
  if (state.step.is === "stopped") return [state, what.is === "next-deputy" ? [{ is: "reload" }] : []];
  if (state.view.presence.is !== "in") return signIn(state, what);
  return signedIn(state, what);
}

function signedIn(state: State, what: Act): Next {
  const { step } = state;
  switch (step.is) {
    case "list":
      return onList(state, what);
    case "marking":
    case "review":
    case "cast-or-check":
    case "opened":
      return ballot.act(state, step, what);
    case "casting":
      // It goes on by itself; the list is free for other contests, and says of this one that nothing is known yet.
      return [what.is === "to-list" && othersAreOpen(state) ? toList(state) : state, []];
    case "done":
      if (what.is === "change-vote") return changeVote(state, step.contest);
      return what.is === "clear" || what.is === "back" ? clear(state) : [state, []];
    case "outcome":
      return [what.is === "to-list" || what.is === "back" ? toList(state) : state, []];
    case "stopped":
      return [state, []];
  }
}

/** Another contest can be voted on while this one is on its way. */
export function othersAreOpen(state: State): boolean {
  return state.view.contests.some((contest) => isVotable(contest.status) && !isDone(contest.status));
}

function toList(state: State): State {
  return { ...state, sheet: null, step: { is: "list" } };
}

/** 清屏: the code leaves the screen, and no screen of this device shows it again. */
function clear(state: State): Next {
  if (state.step.is !== "done") return [state, []];
  const { contest: number } = state.step;
  const contest = state.view.contests.find((view) => view.contest === number);
  const effects: Effect[] = contest !== undefined && codeOf(contest.status) !== null ? [{ is: "wipe-code", contest: number }] : [];
  return [toList(state), effects];
}

function changeVote(state: State, number: number): Next {
  const contest = state.view.contests.find((view) => view.contest === number);
  if (contest === undefined || !isVotable(contest.status)) return [{ ...state, notice: { is: "not-now" } }, []];
  // The code on the screen is of the ballot that still counts: it stays until the new one has its receipt.
  return [ballot.begin(state, contest), []];
}

function onList(state: State, what: Act): Next {
  switch (what.is) {
    case "open": {
      const contest = state.view.contests.find((view) => view.contest === what.contest);
      if (contest === undefined) return [state, []];
      const { status, contest: number, title, code } = contest;
      if (isDone(status)) return [{ ...state, sheet: null, step: { is: "done", contest: number, since: state.now, changed: false } }, []];
      if (isVotable(status)) return [ballot.begin(state, contest), []];
      if (status.is === "casting") {
        return [{ ...state, step: { is: "casting", contest: number, code: null, change: false, former: null, seen: true } }, []];
      }
      if (isOutcome(status)) return [{ ...state, step: { is: "outcome", contest: number, kind: "status", title, code } }, []];
      return [{ ...state, notice: { is: "not-now" } }, []];
    }
    case "finish":
      return [{ ...state, sheet: { is: "finish" } }, []];
    case "yes":
      if (state.sheet?.is !== "finish") return [state, []];
      return [
        { ...state, sheet: null, kept: [], settings: DEFAULT_SETTINGS, step: { is: "stopped" } },
        [{ is: "drop-all-ticks" }, { is: "stop" }],
      ];
    default:
      return [state, []];
  }
}
