// A contest while it is voting (protocol.md §3.4).

import { encrypt } from "../ballot/ballot.js";
import { ballotCode } from "#base/ballot/code.js";
import { unpack } from "#base/ballot/choices.js";
import { keepsShape } from "../ballot/marks.js";
import { chunks, equal, hex, utf8, ZERO_32 } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { decodeElement } from "#base/group.js";
import { columns, type Profile } from "#base/rules/profile.js";
import { signedBytes } from "#base/signed.js";
import { verify } from "../signature.js";
import { isEvaluated } from "../voprf.js";
import { base64Url } from "#base/wire/base64.js";
import { encodeJson, toJson } from "#base/wire/json.js";
import { Refused } from "./refusal.js";
import { hasBallot, need, needNotOver, needReason, type Contest, type Opened, type State } from "./state.js";
import { setCourse } from "./course.js";
import { needWitnessed } from "./witnesses.js";

const CHALLENGES_PER_BALLOT = 3;
const VOTES_MAX = 8;

export function needSecrecy({ definition }: Contest, wanted: Profile["secrecy"]): void {
  need(definition.profile.secrecy === wanted, "secrecy-wrong", definition.profile.secrecy);
}

export function needOpen(contest: Contest): void {
  const { stage } = contest;
  needNotOver(contest);
  need(stage !== "held", "contest-held");
  need(stage === "open", "contest-not-open", stage);
}

export function needOpenOrHeld(contest: Contest): void {
  if (contest.stage !== "held") needOpen(contest);
}

/** The key of a secret contest, which every opened one has. */
export function keyOf({ key }: Opened): NonNullable<Opened["key"]> {
  if (key === undefined) throw new Refused("secrecy-wrong");
  return key;
}

/** The deputy's own signature of the request that a `ballot_issued` answers (§3.4). */
function isRequest(state: State, key: Uint8Array, { request, request_sig }: BodyOf<"ballot_issued">): boolean {
  const { kind, contest, deputy, blinded } = request;
  const encoded = encodeJson(toJson({ kind, contest: base64Url(contest), deputy, blinded: base64Url(blinded) }));
  return verify(key, signedBytes("act", state.fingerprint, utf8(encoded)), request_sig) === "accept";
}

export function ballotIssued(state: State, body: BodyOf<"ballot_issued">): void {
  const { request } = body;
  const { contest, opened } = state.contest(request.contest);
  const deputy = state.deputy(request.deputy);
  needOpen(contest);
  needWitnessed(state, opened.index);
  need(deputy.device !== undefined, "not-checked-in", `deputy ${deputy.number}`);
  need(!hasBallot(opened, deputy.number), "ballot-issued-already", `deputy ${deputy.number}`);
  need(isRequest(state, deputy.device.key, body), "signature-bad", `request of deputy ${deputy.number}`);
  needSecrecy(contest, "secret");
  const blinded = decodeElement(request.blinded);
  need(blinded !== undefined, "blinded-bad");
  const key = decodeElement(keyOf(opened).stampKey);
  const evaluated = decodeElement(body.evaluated);
  const proved = key !== undefined && evaluated !== undefined && isEvaluated(key, [blinded], [evaluated], body.proof);
  need(proved, "stamp-proof-bad");
  opened.issued.add(deputy.number);
}

export function ballotChallenged(state: State, body: BodyOf<"ballot_challenged">): void {
  const { contest, opened } = state.contest(body.contest);
  needOpen(contest);
  need(opened.challenged < CHALLENGES_PER_BALLOT * opened.issued.size, "challenge-limit");
  const { shape } = contest;
  if (shape === undefined) throw new Refused("challenge-bad", "shape");
  const marks = unpack(body.choices, shape.cells);
  need(marks !== undefined && keepsShape(marks, shape), "challenge-bad", "choices");
  const ciphertexts = encrypt(body.seed, keyOf(opened).agreed.key, shape, body.choices, marks);
  need(ciphertexts !== undefined, "challenge-bad", "randomness");
  const code = ballotCode(state.fingerprint, opened.hash, body.com, ciphertexts);
  need(equal(code, body.code), "challenge-bad", "code");
  spoil(opened, chunks(ciphertexts, 64).map((pair) => pair.slice(0, 32)));
  opened.challenged += 1;
}

/** No A stood in a ballot or a challenge of the contest before; from here on these did. */
export function spoil(opened: Opened, halves: readonly Uint8Array[]): void {
  const names = halves.map(hex);
  need(!names.some((name) => opened.spoiled.has(name)), "spoiled");
  for (const name of names) opened.spoiled.add(name);
}

export function contestHeld(state: State, entry: Entry, body: BodyOf<"contest_held">): void {
  const { contest, opened } = state.contest(body.contest);
  needOpen(contest);
  need(equal(body.follows, opened.followed), "follows-wrong");
  needReason(body.reason);
  contest.stage = "held";
  opened.followed = entry.leaf;
  setCourse(state, opened, entry);
}

export function contestResumed(state: State, entry: Entry, body: BodyOf<"contest_resumed">): void {
  const { contest, opened } = state.contest(body.contest);
  needNotOver(contest);
  need(contest.stage === "held", "contest-not-held");
  need(equal(body.follows, opened.followed), "follows-wrong");
  contest.stage = "open";
  opened.followed = entry.leaf;
  setCourse(state, opened, entry);
}

export function contestEnded(state: State, entry: Entry, body: BodyOf<"contest_ended">): void {
  const { contest, opened } = state.contest(body.contest);
  need(contest.definition.profile.secrecy !== "hands", "secrecy-wrong", "hands");
  needOpenOrHeld(contest);
  contest.stage = "ended";
  setCourse(state, opened, entry);
  opened.last = opened.course;
}

/** The marks of plain choices: a column for each item, the last being the rest. */
function marksOf(choices: readonly number[], width: number): number[] {
  return choices.flatMap((choice) => Array.from({ length: width - 1 }, (_, column) => (column === choice ? 1 : 0)));
}

export function voteCast(state: State, entry: Entry, body: BodyOf<"vote_cast">): void {
  const { contest, opened } = state.contest(body.contest);
  needSecrecy(contest, "named");
  needOpen(contest);
  needWitnessed(state, opened.index);
  const deputy = state.deputy(body.deputy);
  need(deputy.device !== undefined, "not-checked-in", `deputy ${deputy.number}`);
  const { profile, items } = contest.definition;
  const before = opened.votes.get(deputy.number);
  need(before === undefined || profile.recast === "last", "recast-refused", `deputy ${deputy.number}`);
  need(equal(body.replaces, before?.leaf ?? ZERO_32), "follows-wrong");
  const times = (before?.times ?? 0) + 1;
  need(times <= VOTES_MAX, "recast-refused", `${times} votes`);
  const { shape } = contest;
  const width = columns(profile);
  const formed = body.choices.length === items.length && body.choices.every((choice) => choice < width);
  need(formed && shape !== undefined && keepsShape(marksOf(body.choices, width), shape), "vote-bad", `deputy ${deputy.number}`);
  opened.votes.set(deputy.number, { choices: body.choices, leaf: entry.leaf, times });
}

export function handsCounted(state: State, entry: Entry, body: BodyOf<"hands_counted">): void {
  const { contest, opened } = state.contest(body.contest);
  needSecrecy(contest, "hands");
  needOpenOrHeld(contest);
  needWitnessed(state, opened.index);
  const { rows } = body;
  const { profile, items } = contest.definition;
  need(rows.length === items.length, "hands-bad", "rows");
  const sums = rows.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0));
  const [hands = 0] = sums;
  const formed = rows.every(({ counts, invalid }) => counts.length === columns(profile) && invalid === 0);
  need(formed && sums.every((sum) => sum === hands) && hands <= opened.counted.size, "hands-bad", `${hands}`);
  contest.stage = "closed";
  const paper = { issued: 0, returned: 0, void: 0 };
  opened.closed = { leaf: entry.leaf, index: state.tree.size - 1, rows, issued: opened.counted.size, returned: hands, paper };
  setCourse(state, opened, entry);
}
