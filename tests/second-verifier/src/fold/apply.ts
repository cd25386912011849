// One entry more (protocol.md §3, §12.2): the checks in their order, then what the kind is there for.

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, hex, utf8 } from "#base/bytes.js";
import type { Body } from "#base/entry/bodies.js";
import { EntryError, parseEntry, type Entry } from "#base/entry/entry.js";
import type { Payload } from "#base/entry/payload.js";
import { hash } from "#base/hash.js";
import { ballotCast, ballotReturned, boxOpened, contestClosed, paperCast } from "./box.js";
import { keyAccepted, keyAgreed, keyCommitted, keyDealt, keyDisputed, keyRevealed, keyTested, scrutineersNamed } from "./ceremony.js";
import { addCalls, checkOfKind } from "./checks.js";
import { decrypted, resultDeclared, tieSettled } from "./counting.js";
import { contestDefined } from "./definition.js";
import { contestVoided, reportSigned, sittingSealed } from "./ending.js";
import { contestOpened } from "./opening.js";
import { paperConfirmed, paperCounted, paperIssued } from "./paper.js";
import { checkedIn, checkInUndone, deputyRestored, deputySuspended, leaveGranted, leftEarly } from "./people.js";
import { rollFixed, rulesAdopted, sittingDefined } from "./preparation.js";
import { checkOf, Refused, type Code } from "./refusal.js";
import { checkSignatures, signersOf } from "./signers.js";
import { need, type State } from "./state.js";
import { ballotChallenged, ballotIssued, contestEnded, contestHeld, contestResumed, handsCounted, voteCast } from "./voting.js";
import { rememberRoot, witnessed } from "./witnesses.js";

/** Where a log stops agreeing (§12.3). */
export interface Failure {
  readonly index: number;
  readonly check: number;
  readonly code: Code;
  readonly what: string;
  readonly accused: readonly string[];
}

/** Checks that accuse the server alone. */
const SERVER_ALONE: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 7, 8, 9]);
const MINUTE = 60;

/** Applies a line, or says why the log ends before it. The state is of no use after a failure. */
export function apply(state: State, line: Uint8Array, fingerprint: Uint8Array): Failure | undefined {
  const index = state.tree.size;
  let entry: Entry | undefined;
  const signed: string[] = [];
  try {
    // Before anything is read of it: whose log is this?
    if (index === 0) need(equal(sha256(line), fingerprint), "fingerprint-differs");
    entry = read(line);
    step(state, entry, signed);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const check = checkOf(error.code, entry === undefined ? undefined : checkOfKind(entry.body));
    const { code, what } = error;
    return { index, check, code, what, accused: accused(code, check, signed) };
  }
}

/** `signed` are those whose signatures of the entry hold. */
function accused(code: Code, check: number, signed: readonly string[]): readonly string[] {
  if (code === "fingerprint-differs") return [];
  // A ballot key is nobody's name.
  const named = signed.filter((by) => by !== "ballot");
  return SERVER_ALONE.has(check) ? ["server"] : [...new Set([...named, "server"])];
}

function read(line: Uint8Array): Entry {
  try {
    return parseEntry(line);
  } catch (error) {
    if (error instanceof EntryError) throw new Refused("not-an-entry", error.message);
    throw error;
  }
}

function step(state: State, entry: Entry, signed: string[]): void {
  const { body, leaf } = entry;
  const first = state.tree.size === 0;
  if (first) begin(state, entry);
  else need(state.lastLeaf !== undefined && equal(entry.prev, state.lastLeaf), "chain-broken");
  checkTime(state, entry);
  // Nothing follows a seal, whoever signed it (§3.7).
  need(!state.sealed, "sealed");
  // Some definitions change with the entry, so what it calls for is read before.
  const signatures = signersOf(state, entry).length;
  const cells = cellsOf(state, body);
  checkSignatures(state, entry);
  signed.push(...entry.sigs.map(({ by }) => by));
  const name = hex(hash("body", entry.bodyBytes));
  need(!state.bodies.has(name), "body-repeated");
  const opening = state.opening;
  const belongs = body.kind === "ballot_cast" || body.kind === "blob_part";
  const value = takeParts(state, body);
  need(opening === undefined || belongs, "box-incomplete");
  state.tree.push(leaf);
  applyBody(state, entry, value);
  rememberRoot(state);
  state.bodies.add(name);
  state.lastLeaf = leaf;
  state.lastTime = entry.time;
  for (const check of [1, 2, 3, 8]) state.done.add(check);
  state.done.add(7, signed.length);
  countDone(state, body);
  addCalls(state.expected, entry, { signatures, cells });
}

/** Entry 0, whose fingerprint is the trusted one: it defines the sitting, and follows the origin. */
function begin(state: State, { body, prev, line }: Entry): void {
  if (body.kind !== "sitting_defined") throw new Refused("not-defined");
  need(equal(prev, hash("log", utf8(body.origin))), "chain-broken");
  state.fingerprint = sha256(line).slice();
}

function checkTime(state: State, { time, body }: Entry): void {
  need(time >= state.lastTime, "time-back");
  const whole = body.kind === "contest_opened" || state.voting.length > 0;
  need(!whole || time % MINUTE === 0, "time-not-whole");
}

function cellsOf(state: State, body: Body): number {
  if (body.kind !== "decrypted" && body.kind !== "result_declared") return 0;
  const found = state.contests.find(({ opened }) => opened !== undefined && equal(opened.hash, body.contest));
  return found?.shape?.cells ?? 0;
}

function payloadOf(body: Body): Payload | undefined {
  switch (body.kind) {
    case "roll_fixed":
      return body.roll;
    case "rules_adopted":
      return body.text;
    case "ballot_cast":
    case "paper_cast":
      return body.ballot;
    default:
      return undefined;
  }
}

/** Check 9: the value of the entry's payload, from its parts where it has some. */
function takeParts(state: State, body: Body): Uint8Array {
  if (body.kind === "blob_part") {
    need(state.parts.take(body), "parts-wrong", `part ${body.part}`);
    return new Uint8Array();
  }
  const value = state.parts.join(payloadOf(body));
  if (value === "wrong") throw new Refused("parts-wrong");
  return value ?? new Uint8Array();
}

/** What `applyBody` did of the kind's own check; ballots, shares and totals are counted where they are checked. */
function countDone(state: State, body: Body): void {
  switch (body.kind) {
    case "box_opened":
    case "ballot_cast":
    case "decrypted":
      return;
    default:
      state.done.add(checkOfKind(body));
  }
}

function applyBody(state: State, entry: Entry, value: Uint8Array): void {
  const { body } = entry;
  switch (body.kind) {
    case "sitting_defined":
      return sittingDefined(state, body);
    case "roll_fixed":
      return rollFixed(state, entry, body, value);
    case "rules_adopted":
      return rulesAdopted(state, entry, body, value);
    case "scrutineers_named":
      return scrutineersNamed(state, body);
    case "contest_defined":
      return contestDefined(state, entry, body);
    case "deputy_suspended":
      return deputySuspended(state, entry, body);
    case "deputy_restored":
      return deputyRestored(state, body);
    case "leave_granted":
      return leaveGranted(state, body);
    case "blob_part":
      return;
    case "key_committed":
      return keyCommitted(state, body);
    case "key_revealed":
      return keyRevealed(state, body);
    case "key_dealt":
      return keyDealt(state, entry, body);
    case "key_accepted":
      return keyAccepted(state, body);
    case "key_disputed":
      return keyDisputed(state, body);
    case "key_agreed":
      return keyAgreed(state, entry, body);
    case "key_tested":
      return keyTested(state, body);
    case "checked_in":
      return checkedIn(state, entry, body);
    case "check_in_undone":
      return checkInUndone(state, body);
    case "left_early":
      return leftEarly(state, body);
    case "contest_opened":
      return contestOpened(state, entry, body);
    case "ballot_issued":
      return ballotIssued(state, body);
    case "ballot_challenged":
      return ballotChallenged(state, body);
    case "contest_held":
      return contestHeld(state, entry, body);
    case "contest_resumed":
      return contestResumed(state, entry, body);
    case "contest_ended":
      return contestEnded(state, entry, body);
    case "paper_issued":
      return paperIssued(state, body);
    case "vote_cast":
      return voteCast(state, entry, body);
    case "hands_counted":
      return handsCounted(state, entry, body);
    case "ballot_returned":
      return ballotReturned(state, body);
    case "box_opened":
      return boxOpened(state, entry, body);
    case "ballot_cast":
      return ballotCast(state, entry, body, value);
    case "paper_cast":
      return paperCast(state, body, value);
    case "contest_closed":
      return contestClosed(state, entry, body);
    case "paper_counted":
      return paperCounted(state, entry, body);
    case "paper_confirmed":
      return paperConfirmed(state, body);
    case "decrypted":
      return decrypted(state, body);
    case "result_declared":
      return resultDeclared(state, entry, body);
    case "tie_settled":
      return tieSettled(state, entry, body);
    case "contest_voided":
      return contestVoided(state, entry, body);
    case "report_signed":
      return reportSigned(state, body);
    case "sitting_sealed":
      return sittingSealed(state, body);
    case "witnessed":
      return witnessed(state, body);
  }
}
