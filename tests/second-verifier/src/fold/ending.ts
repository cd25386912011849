// Voiding, signed reports, the seal (protocol.md §3.6, §3.7).

import { equal } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { Refused } from "./refusal.js";
import { isUnfinished, need, needReason, type State } from "./state.js";
import { needAnnounced } from "./witnesses.js";

export function contestVoided(state: State, entry: Entry, body: BodyOf<"contest_voided">): void {
  const { contest, opened } = state.contest(body.contest);
  need(contest.stage !== "voided", "voided-already");
  need(equal(body.follows, opened.course.leaf), "follows-wrong");
  needReason(body.reason);
  const followed = state.contests.some(
    (other) => other.of === contest && other.opened !== undefined && other.stage !== "voided",
  );
  need(!followed, "not-finished", "another contest follows from it");
  contest.stage = "voided";
  opened.finished = state.tree.size - 1;
  opened.voided = { leaf: entry.leaf, reason: body.reason };
  opened.report = undefined;
}

export function reportSigned(state: State, body: BodyOf<"report_signed">): void {
  const { contest, opened } = state.contest(body.contest);
  need(contest.stage === "declared" || contest.stage === "voided", "contest-not-closed", contest.stage);
  needAnnounced(state, contest);
  const before = opened.report;
  need(before === undefined || equal(before.hash, body.report), "report-differs");
  need(before?.by.includes(body.by) !== true, "report-signed-already", body.by);
  opened.report = { hash: body.report, by: [...(before?.by ?? []), body.by] };
}

export function sittingSealed(state: State, body: BodyOf<"sitting_sealed">): void {
  if (state.definition === undefined) throw new Refused("not-defined");
  // The entry is in the tree already.
  need(body.index === state.tree.size - 1, "seal-bad", "index");
  need(body.origin === state.definition.origin, "seal-bad", "origin");
  const open = state.contests.find(isUnfinished);
  need(open === undefined, "not-finished", `contest ${open?.definition.contest ?? 0}`);
  for (const contest of state.contests) needAnnounced(state, contest);
  state.sealed = true;
}
