// Check-in, leave, suspension, leaving early (protocol.md §3.2, §3.4).

import { equal, hex } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { isKey } from "../signature.js";
import { hasBallot, isVoting, need, needReason, type Contest, type Deputy, type Opened, type State } from "./state.js";

export function checkedIn(state: State, entry: Entry, body: BodyOf<"checked_in">): void {
  const deputy = state.deputy(body.deputy);
  need(deputy.suspended === undefined, "suspended", `deputy ${deputy.number}`);
  need(deputy.device === undefined, "checked-in-already", `deputy ${deputy.number}`);
  const key = hex(body.device_key);
  need(!state.deviceKeys.has(key), "device-key-used");
  need(isKey(body.device_key), "device-key-used", "no key");
  const late: Opened[] = [];
  for (const contest of state.voting) {
    const { opened } = contest;
    if (opened === undefined || opened.counted.has(deputy.number)) continue;
    need(admitsLate(contest, opened), "late-not-admitted", `contest ${contest.definition.contest}`);
    late.push(opened);
  }
  for (const opened of late) {
    opened.counted.add(deputy.number);
    // Who was not due and came was due after all (§3.10).
    opened.due = Math.max(opened.due, opened.counted.size);
    opened.membership = Math.max(opened.membership, opened.due);
  }
  state.deviceKeys.add(key);
  deputy.device = { leaf: entry.leaf, key: body.device_key };
  deputy.onLeave = false;
  deputy.left = false;
}

function admitsLate({ stage, definition }: Contest, { issued, papers }: Opened): boolean {
  if (stage !== "open" && stage !== "held") return false;
  switch (definition.profile.late_arrival) {
    case "not_admitted":
      return false;
    case "until_issued":
      return issued.size === 0 && papers.size === 0;
    case "until_end":
      return true;
  }
}

/** The deputy, whose check-in is the one that the entry names. */
function checkedInBy(state: State, number: number, follows: Uint8Array): Deputy {
  const deputy = state.deputy(number);
  need(deputy.device !== undefined, "not-checked-in", `deputy ${number}`);
  need(equal(deputy.device.leaf, follows), "follows-wrong");
  return deputy;
}

/** A ballot of either kind was issued to the deputy, or their vote stands. */
function tookPart(opened: Opened | undefined, { number }: Deputy): boolean {
  return opened !== undefined && (hasBallot(opened, number) || opened.votes.has(number));
}

export function checkInUndone(state: State, body: BodyOf<"check_in_undone">): void {
  const deputy = checkedInBy(state, body.deputy, body.follows);
  needReason(body.reason);
  const issued = state.contests.some(({ stage, opened }) => stage !== "voided" && tookPart(opened, deputy));
  need(!issued, "ballot-issued-already", `deputy ${deputy.number}`);
  deputy.device = undefined;
}

export function leftEarly(state: State, body: BodyOf<"left_early">): void {
  const deputy = checkedInBy(state, body.deputy, body.follows);
  needReason(body.reason);
  const taking = state.voting.some(({ opened }) => tookPart(opened, deputy));
  need(!taking, "ballot-issued-already", `deputy ${deputy.number}`);
  deputy.device = undefined;
  deputy.left = true;
}

export function leaveGranted(state: State, body: BodyOf<"leave_granted">): void {
  const deputy = state.deputy(body.deputy);
  needReason(body.reason);
  need(deputy.device === undefined, "checked-in-already", `deputy ${deputy.number}`);
  need(!deputy.onLeave, "standing-bad", `deputy ${deputy.number}`);
  deputy.onLeave = true;
}

export function deputySuspended(state: State, entry: Entry, body: BodyOf<"deputy_suspended">): void {
  const deputy = state.deputy(body.deputy);
  needReason(body.reason);
  need(!state.contests.some(isVoting), "not-finished", "a contest is voting");
  need(deputy.device === undefined, "checked-in-already", `deputy ${deputy.number}`);
  need(deputy.suspended === undefined, "standing-bad", `deputy ${deputy.number}`);
  deputy.suspended = entry.leaf;
  deputy.left = false;
}

export function deputyRestored(state: State, body: BodyOf<"deputy_restored">): void {
  const deputy = state.deputy(body.deputy);
  needReason(body.reason);
  need(!state.contests.some(isVoting), "not-finished", "a contest is voting");
  need(deputy.suspended !== undefined, "standing-bad", `deputy ${deputy.number}`);
  need(equal(deputy.suspended, body.follows), "follows-wrong");
  deputy.suspended = undefined;
}
