// The opening of a contest (protocol.md §3.4, §3.10).

import { NO_CIPHERTEXT } from "../ballot/ballot.js";
import { equal, hex } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { decodeElement } from "#base/group.js";
import { hash } from "#base/hash.js";
import { mayNotOpen } from "../rules/open.js";
import { Refused } from "./refusal.js";
import { need, type Agreed, type Contest, type Opened, type Roll, type State } from "./state.js";
import { needAnnounced } from "./witnesses.js";

type Opening = BodyOf<"contest_opened">;

export function contestOpened(state: State, entry: Entry, body: Opening): void {
  const contest = state.contests[body.contest - 1];
  need(contest !== undefined, "contest-unknown", `contest ${body.contest}`);
  need(contest.opened === undefined, "contest-opened-already", `contest ${body.contest}`);
  const { roll } = state;
  if (roll === undefined) throw new Refused("roll-missing");
  const { definition } = contest;
  need(equal(body.definition, contest.leaf), "opening-bad", "definition");
  need(equal(body.rules, definition.rules), "opening-bad", "rules");
  need(equal(body.roll, roll.leaf), "opening-bad", "roll");
  const key = openingKey(state, contest, body);
  const { issued, boxed, challenged, returned } = body.zero_report;
  need([issued, boxed, challenged, returned].every((count) => count === 0), "counter-not-zero");
  const numbers = freeze(state, roll, contest);
  const { membership, due, present } = numbers;
  const said = body.membership === membership && body.due === due && body.present === present.size;
  need(said, "opening-bad", `membership ${membership}, due ${due}, present ${present.size}`);
  const not = mayNotOpen(definition.profile, { membership, due, present: present.size });
  need(not === undefined, not?.reason === "meeting_quorum" ? "quorum-missing" : "too-few-for-secrecy", `${not?.bound ?? 0}`);
  if (key !== undefined) {
    need(key.agreed.run.tested.size >= key.agreed.run.threshold, "key-not-tested");
    state.stampKeys.add(hex(key.stampKey));
  }
  needApproved(state, contest, key?.agreed);
  if (contest.of !== undefined) needAnnounced(state, contest.of);
  // The tree is the one after this entry.
  const course = { leaf: entry.leaf, size: state.tree.size, root: state.tree.root() };
  state.suspendedAtFirstOpening ??= suspended(roll);
  contest.stage = "open";
  contest.opened = {
    leaf: entry.leaf,
    index: state.tree.size - 1,
    hash: hash("contest", state.fingerprint, entry.bodyBytes),
    key,
    membership,
    due,
    counted: present,
    followed: entry.leaf,
    course,
    issued: new Set(),
    papers: new Set(),
    challenged: 0,
    spoiled: new Set(),
    slips: new Set(),
    votes: new Map(),
    box: undefined,
    ballotKeys: new Set(),
    sums: Array.from({ length: contest.shape?.cells ?? 0 }, () => NO_CIPHERTEXT),
    last: course,
    entered: 0,
    closed: undefined,
    paperCounts: new Map(),
    paperConfirmed: undefined,
    shares: new Map(),
    finished: undefined,
    declared: undefined,
    settled: undefined,
    voided: undefined,
    report: undefined,
  };
}

function openingKey(state: State, { definition }: Contest, body: Opening): Opened["key"] {
  const [named] = body.keys;
  if (definition.profile.secrecy !== "secret") {
    need(named === undefined, "opening-bad", "keys");
    return undefined;
  }
  need(named !== undefined && body.keys.length === 1, "opening-bad", "keys");
  const agreed = state.run?.agreed;
  if (agreed === undefined) throw new Refused("opening-bad", "no key is agreed");
  need(equal(named.key, agreed.leaf) && equal(named.public_key, agreed.key), "opening-bad", "key");
  const isElement = decodeElement(named.stamp_key) !== undefined;
  need(isElement && !state.stampKeys.has(hex(named.stamp_key)), "opening-bad", "stamp key");
  return { agreed, stampKey: named.stamp_key };
}

function suspended(roll: Roll): ReadonlySet<number> {
  return new Set([...roll.deputies.values()].filter((deputy) => deputy.suspended !== undefined).map(({ number }) => number));
}

/** 全体, 应到 and those who are 实到, at this moment (§3.10). */
function freeze(state: State, roll: Roll, { definition }: Contest): { membership: number; due: number; present: Set<number> } {
  const { suspended: counts, roll_freeze, leave_early } = definition.profile;
  const now = suspended(roll);
  const frozen = { session: new Set(), plenary: state.suspendedAtFirstOpening ?? now, contest: now }[roll_freeze];
  const less = counts === "not_counted" ? frozen.size : 0;
  const present = new Set<number>();
  for (const { number, device, left } of roll.deputies.values()) {
    if (device !== undefined || (left && leave_early === "stays")) present.add(number);
  }
  const due = Math.max(roll.due - less, present.size);
  return { membership: Math.max(roll.membership - less, due), due, present };
}

/** Rules and scrutineers that are put to the vote must have been approved (§3.4). */
function needApproved(state: State, contest: Contest, agreed: Agreed | undefined): void {
  if (contest.subject.kind !== "items") return;
  const about = (subject: Contest["subject"]): boolean =>
    (subject.kind === "rules" && subject.rules === hex(contest.definition.rules)) ||
    (subject.kind === "scrutineers" && subject.run === agreed?.run.number);
  for (const kind of ["rules", "scrutineers"] as const) {
    const votes = state.contests.filter(({ subject }) => subject.kind === kind && about(subject));
    if (votes.length === 0) continue;
    const last = votes.filter(({ stage }) => stage !== "voided").at(-1);
    need(last !== undefined && isChosen(last), "not-approved", kind);
    needAnnounced(state, last);
  }
}

function isChosen({ opened }: Contest): boolean {
  return opened?.declared?.decision.items[0]?.chosen === "yes" || opened?.settled?.includes(0) === true;
}
