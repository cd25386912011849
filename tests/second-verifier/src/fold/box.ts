// From the end of the voting to the close (protocol.md §3.5, §3.9).

import { addCiphertexts, BallotError, firstHalves, NO_CIPHERTEXT, verifyBallot, type Ciphertext, type Statement } from "../ballot/ballot.js";
import { compare, equal, hex, ZERO_32 } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { checkBox } from "../stamp.js";
import { setCourse } from "./course.js";
import { Refused } from "./refusal.js";
import { need, needNotOver, type Contest, type Opened, type State } from "./state.js";
import { keyOf, needSecrecy, spoil } from "./voting.js";

function needEnded(contest: Contest): void {
  needNotOver(contest);
  need(contest.stage === "ended", "contest-not-ended", contest.stage);
}

export function ballotReturned(state: State, body: BodyOf<"ballot_returned">): void {
  const { contest, opened } = state.contest(body.contest);
  needEnded(contest);
  need(opened.issued.has(body.deputy), "slip-without-ballot", `deputy ${body.deputy}`);
  need(!opened.slips.has(body.deputy), "slip-twice", `deputy ${body.deputy}`);
  opened.slips.add(body.deputy);
}

export function boxOpened(state: State, entry: Entry, body: BodyOf<"box_opened">): void {
  const { contest, opened } = state.contest(body.contest);
  needEnded(contest);
  needSecrecy(contest, "secret");
  need(body.ballots <= opened.issued.size, "box-too-full", `${body.ballots}`);
  opened.box = { count: body.ballots, digest: body.stamps, proof: body.proof, ballots: [] };
  contest.stage = "opening";
  finishBox(state, contest, opened, entry);
}

/** Once all announced ballots are in: the proof of all stamps (check 23). */
function finishBox(state: State, contest: Contest, opened: Opened, entry: Entry): void {
  setCourse(state, opened, entry);
  opened.last = opened.course;
  const { box } = opened;
  if (box === undefined || box.ballots.length < box.count) return;
  const { stampKey: key } = keyOf(opened);
  const { count, digest, proof } = box;
  const error = checkBox({ sitting: state.fingerprint, contest: opened.hash, key, count, digest, proof }, box.ballots);
  need(error === undefined, error === "stamp" ? "stamp-bad" : "stamps-bad", error);
  state.done.add(23);
  contest.stage = "opened";
}

export function ballotCast(state: State, entry: Entry, body: BodyOf<"ballot_cast">, ballot: Uint8Array): void {
  const { contest, opened } = state.contest(body.contest);
  const { box } = opened;
  need(contest.stage === "opening" && box !== undefined, "box-not-opening");
  const before = box.ballots.at(-1);
  need(before === undefined || compare(before.ballotKey, body.ballot_key) < 0, "box-order");
  need(equal(body.replaces, ZERO_32) || contest.definition.profile.recast === "last", "recast-refused");
  takeBallot(state, contest, opened, body.ballot_key, ballot);
  state.done.add(21);
  box.ballots.push({ ballotKey: body.ballot_key, stamp: body.stamp });
  finishBox(state, contest, opened, entry);
}

/** A ballot of box or paper: its bytes and proofs, that no A of it is spoiled, its place in the sum. */
function takeBallot(state: State, contest: Contest, opened: Opened, ballotKey: Uint8Array, ballot: Uint8Array): void {
  const { shape } = contest;
  if (shape === undefined) throw new Refused("ballot-malformed");
  const statement = { sitting: state.fingerprint, contest: opened.hash, ballotKey, key: keyOf(opened).agreed.key, shape };
  const cells = proved(statement, ballot);
  spoil(opened, firstHalves(ballot, shape));
  opened.sums = opened.sums.map((sum, at) => addCiphertexts(sum, cells[at] ?? NO_CIPHERTEXT));
  opened.ballotKeys.add(hex(ballotKey));
  state.done.add(22);
}

function proved(statement: Statement, ballot: Uint8Array): readonly Ciphertext[] {
  try {
    return verifyBallot(statement, ballot);
  } catch (error) {
    if (!(error instanceof BallotError)) throw error;
    const proof = error.check === "proof" || error.check === "altered";
    throw new Refused(proof ? "ballot-proof-bad" : "ballot-malformed", error.message);
  }
}

export function paperCast(state: State, body: BodyOf<"paper_cast">, ballot: Uint8Array): void {
  const { contest, opened } = state.contest(body.contest);
  needNotOver(contest);
  need(contest.stage === "opened", "contest-not-ended", contest.stage);
  needSecrecy(contest, "secret");
  need(!opened.ballotKeys.has(hex(body.ballot_key)), "paper-bad", "ballot key");
  need(opened.entered < opened.papers.size, "paper-bad", "more than were issued");
  takeBallot(state, contest, opened, body.ballot_key, ballot);
  opened.entered += 1;
  // Papers move the tree that the close names, not the course that a voiding follows (§3.6).
  opened.last = { size: state.tree.size, root: state.tree.root() };
}

/** How many papers must have been entered (§3.9). */
function mustEnter(contest: Contest, box: number, paper: { readonly issued: number; readonly returned: number; readonly void: number }): number {
  const valid = paper.returned - paper.void;
  const { channel_floor, minimum_ballots } = contest.definition.profile;
  const floor = Math.max(channel_floor, minimum_ballots);
  if (paper.returned > paper.issued || valid === 0) return 0;
  return valid < floor || (box > 0 && box < floor) ? valid : 0;
}

export function contestClosed(state: State, entry: Entry, body: BodyOf<"contest_closed">): void {
  const { contest, opened } = state.contest(body.contest);
  const { secrecy } = contest.definition.profile;
  needNotOver(contest);
  need(contest.stage === (secrecy === "secret" ? "opened" : "ended"), "contest-not-ended", contest.stage);
  const named = secrecy === "named";
  const { last } = opened;
  need(body.size === last.size && equal(body.root, last.root), "closing-bad", `size ${last.size}`);
  const issued = named ? opened.counted.size : opened.issued.size;
  const returned = named ? opened.votes.size : (opened.box?.count ?? 0);
  const slips = named ? opened.votes.size : opened.slips.size;
  const said = body.issued === issued && body.returned === returned && body.slips === slips;
  need(said, "closing-bad", `issued ${issued}, returned ${returned}, slips ${slips}`);
  const { paper } = body;
  const papersHold = paper.issued === opened.papers.size && paper.void <= paper.returned && (!named || paper.returned === 0);
  need(papersHold, "paper-bad", `issued ${opened.papers.size}`);
  const entered = mustEnter(contest, returned, paper);
  need(paper.entered === entered && opened.entered === entered, "paper-bad", `entered: ${entered}`);
  state.done.add(31);
  contest.stage = "closed";
  opened.closed = { leaf: entry.leaf, index: state.tree.size - 1, rows: undefined, issued, returned, paper };
  setCourse(state, opened, entry);
}
