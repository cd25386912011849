// What is due in one contest, by its kind and stage (protocol.md §10, §11.4, §11.5). Each step is safe to repeat.

import { equal, fromUtf8, utf8 } from "../base/bytes.js";
import { entropy, freshKey, publicKey, sign, wipe } from "../crypto/secret.js";
import { blindKey, unblind } from "../crypto/stamp.js";
import { checkAnswer } from "../net/answer.js";
import type { Connection } from "../net/connection.js";
import { encodeAct, encodeBoxed, type ContestDigest } from "../net/messages.js";
import { base64Url } from "../base/wire/base64.js";
import { believeContest, believeOpening, bodyOf, type OpenContest } from "../trust/contest.js";
import { TrustError } from "../trust/error.js";
import { checkReceipt } from "../trust/receipt.js";
import { findAct, lastIndex, publishedLeaves, receiptOf } from "../trust/leaves.js";
import type { Act } from "../net/messages.js";
import { requestBody, slipAct } from "./acts.js";
import { problem, say } from "./sentences.js";
import type { Session } from "./session.js";
import { receipted, type ContestState } from "./state.js";

export async function contestSteps(session: Session, link: Connection, digest: ContestDigest, isIn: boolean): Promise<void> {
  const { contest: number } = digest;
  const [stage] = digest.stage;
  const [opened] = digest.opened;
  if (opened === undefined) return;
  const admits = stage === "open" || stage === "held";
  if (stage !== undefined && !admits) session.watch.fresh?.end(number);
  const [paper] = digest.paper;
  // Who had a paper did not miss the vote, also on a page that was loaded after its end.
  if ((admits && isIn) || session.knows(number) || (paper !== undefined && isIn)) {
    const contest = await believed(session, link, number, opened);
    if (contest === undefined || contest.definition.profile.secrecy === "hands") return;
    if (contest.definition.profile.secrecy === "named") {
      await named(session, link, contest, digest);
      return;
    }
    if (paper !== undefined) {
      await hasPaper(session, link, contest, paper);
      return;
    }
    if (stage === "open" && isIn) await attempt(session, `draw ${number}`, () => draw(session, link, contest, digest));
    if (admits) session.casts.startCast(number);
  }
  if (stage === "ended") {
    // A cast whose answer was lost ends here, with a receipt or a refusal.
    session.casts.startCast(number);
    await slip(session, link, number);
  }
  const [boxOpened, ballots] = digest.ballots;
  if (boxOpened !== undefined && ballots !== undefined) await find(session, link, number, boxOpened, ballots);
}

async function attempt(session: Session, step: string, work: () => Promise<void>): Promise<void> {
  if (session.givenUp.has(step)) return;
  try {
    await work();
  } catch (error) {
    session.stepFailed(step, error);
  }
}

/** The opening at this leaf, with both roles' signatures, and the entries that it names. */
async function believed(session: Session, link: Connection, number: number, leaf: Uint8Array): Promise<OpenContest | undefined> {
  const known = session.open.get(number);
  if (known !== undefined) return known;
  const { watch } = session;
  const { sitting } = watch.believed;
  try {
    const opened = await watch.entry(link, leaf);
    const opening = believeOpening(sitting, opened);
    if (opening.contest !== number) throw new TrustError("opening", "contest");
    const [keys] = opening.keys;
    // One at a time: each may be as long as an entry, all together not longer than a frame.
    const contest = believeContest(sitting, opened, {
      definition: await watch.entry(link, opening.definition),
      rules: await watch.entry(link, opening.rules),
      roll: await watch.entry(link, opening.roll),
      key: keys === undefined ? undefined : await watch.entry(link, keys.key),
    });
    session.open.set(number, contest);
    session.unwitnessed.delete(number);
    // While the deputy reads.
    if (contest.keys !== undefined) void session.parts.ballots.warm(contest.keys.publicKey).catch(() => undefined);
    return contest;
  } catch (error) {
    if (error instanceof TrustError && error.code === "not-witnessed") session.unwitnessed.add(number);
    session.stepFailed(`believe ${number}`, error);
    return undefined;
  }
}

/** Draws the ballot. There is one ballot key for a contest, whatever happens in between. */
async function draw(session: Session, link: Connection, contest: OpenContest, digest: ContestDigest): Promise<void> {
  const { number } = contest;
  const [issued] = digest.issued;
  if (session.holder.contest(number) === undefined) {
    if (issued !== undefined) throw problem("issued-elsewhere");
    const fresh = requestOf(session, contest);
    // Durable before it is sent: a second request with another blind would never be answered.
    await session.holder.change((state) => ({ ...state, contests: [...state.contests, fresh] }));
  }
  const state = session.holder.contest(number);
  if (state === undefined || state.stamp !== undefined) return;
  const leaf = issued ?? (await requested(session, link, state));
  if (leaf !== undefined) await takeStamp(session, link, contest, state, leaf);
}

/** The leaf of the answer; `undefined` where the contest ended meanwhile. */
async function requested(session: Session, link: Connection, state: ContestState): Promise<Uint8Array | undefined> {
  const act: Act = { sigs: [{ by: `deputy-${session.deputy}`, sig: state.requestSig }], body: state.request, parts: [] };
  const answer = checkAnswer(await link.submit(act), act, session.watch.believed.sitting);
  if (answer.is === "accepted") return answer.leaf;
  if (answer.is !== "refused") throw problem("answer-unfit", "ballot_requested");
  // An earlier request was answered, or a paper was handed out, and the digest that says so is on its way.
  if (answer.refusal.code === "ballot-issued-already") throw new TrustError("not-published-yet", "the ballot");
  if (answer.refusal.code === "contest-not-open") return undefined;
  throw answer.refusal;
}

/** A fresh ballot key and the request for its stamp. */
function requestOf(session: Session, contest: OpenContest): ContestState {
  const sitting = session.watch.believed.sitting.fingerprint;
  const ballotSecret = freshKey();
  const ballotKey = publicKey(ballotSecret);
  const [entropy1, entropy2] = [entropy(), entropy()];
  const { blind, blinded } = blindKey({ sitting, contest: contest.hash, ballotKey }, entropy1, entropy2);
  wipe(entropy1, entropy2);
  const request = requestBody(contest.hash, session.deputy, blinded);
  const requestSig = sign(session.holder.state.deviceKey, "act", sitting, utf8(request));
  return {
    number: contest.number,
    contest: contest.hash,
    ballotKey,
    ballotSecret,
    blind,
    request,
    requestSig,
    stamp: undefined,
    cast: undefined,
    former: undefined,
    changes: 0,
    slip: false,
    codeWiped: false,
    lost: undefined,
  };
}

/** Checks the server's evaluation of our blinded key and unblinds it. */
async function takeStamp(session: Session, link: Connection, contest: OpenContest, state: ContestState, leaf: Uint8Array): Promise<void> {
  const { sitting } = session.watch.believed;
  const included = await session.watch.entry(link, leaf);
  const { request, evaluated, proof } = bodyOf(included, "ballot_issued");
  sitting.signedBy(included, "server");
  if (requestBody(request.contest, request.deputy, request.blinded) !== state.request) throw problem("issued-elsewhere");
  if (state.blind === undefined || contest.keys === undefined) throw problem("no-ballot");
  const context = { sitting: sitting.fingerprint, contest: contest.hash, ballotKey: state.ballotKey };
  const stamp = unblind(context, state.blind, contest.keys.stampKey, { evaluated, proof });
  // From here on nothing on this device joins the deputy's request to the ballot key.
  await session.holder.changeContest(contest.number, (one) => ({ ...one, stamp, blind: undefined }));
  wipe(state.blind);
}

/** A named contest: there is nothing to draw. What was signed is sent until it stands; what stands is looked at in the log. */
async function named(session: Session, link: Connection, contest: OpenContest, digest: ContestDigest): Promise<void> {
  const { number } = contest;
  const leaves = [...digest.vote, ...session.casts.placedLeaves(number)];
  for (const leaf of leaves) {
    const isKnown = session.holder.votes(number).some(({ place }) => place !== undefined && equal(place.leaf, leaf));
    if (!isKnown) await attempt(session, `see ${number}`, () => seeVote(session, link, number, leaf));
  }
  const [stage] = digest.stage;
  // Also when it is over: a vote whose answer was lost stands already, or is refused now.
  if (stage !== undefined) session.casts.startVote(number);
}

/** The entry that is said to be this deputy's vote must be, byte for byte, what was sent. */
async function seeVote(session: Session, link: Connection, number: number, leaf: Uint8Array): Promise<void> {
  const included = await session.watch.entry(link, leaf);
  bodyOf(included, "vote_cast");
  const { bodyBytes, sigs } = included.entry;
  const [sig] = sigs;
  const body = fromUtf8(bodyBytes);
  const mine = session.holder.votes(number).find((vote) => vote.body === body && sig !== undefined && sigs.length === 1 && equal(vote.sig, sig.sig));
  if (mine === undefined) throw problem("voted-elsewhere");
  const place = { index: included.index, leaf };
  const { sitting } = session.watch.believed;
  const name = `vote-${number}-${included.index}`;
  await session.keep({ name: "entry-0.json", text: fromUtf8(sitting.line) ?? "" });
  await session.keep({ name: `${name}.entry.json`, text: fromUtf8(included.entry.line) ?? "" });
  await session.keep({ name: `${name}.tlog-proof`, text: included.receipt });
  await session.holder.changeVotes((votes) => votes.map((vote) => (vote === mine ? { ...vote, place, refused: undefined } : vote)));
  session.casts.seen(number);
}

/** A paper ballot was handed out, under both roles' signatures: none is asked for here. */
async function hasPaper(session: Session, link: Connection, contest: OpenContest, leaf: Uint8Array): Promise<void> {
  if (session.papers.has(contest.number)) return;
  await attempt(session, `paper ${contest.number}`, async () => {
    const included = await session.watch.entry(link, leaf);
    const body = bodyOf(included, "paper_issued");
    session.watch.believed.sitting.signedBy(included, "secretariat", "chief");
    if (!equal(body.contest, contest.hash) || !body.deputies.includes(session.deputy)) throw new TrustError("opening", "paper");
    session.papers.add(contest.number);
  });
}

/** After the end: a receipted ballot is brought back to a box that may have lost it, and the return slip goes out. */
async function slip(session: Session, link: Connection, number: number): Promise<void> {
  const state = session.holder.contest(number);
  if (state === undefined || receipted(state) === undefined || state.slip) return;
  if (session.mayBeLost.has(number)) session.casts.startRecovery(number);
  await attempt(session, `slip ${number}`, async () => {
    const { sitting } = session.watch.believed;
    const act = slipAct(state.contest, session.deputy, { secret: session.holder.state.deviceKey, sitting: sitting.fingerprint });
    const answer = checkAnswer(await link.submit(act), act, sitting);
    // An earlier answer was lost.
    const stands = answer.is === "refused" && (answer.refusal.code === "slip-twice" || answer.refusal.code === "body-repeated");
    if (answer.is === "refused" && !stands) throw answer.refusal;
    if (answer.is === "boxed" || answer.is === "proposed") throw problem("answer-unfit", "ballot_returned");
    await session.holder.changeContest(number, (one) => ({ ...one, slip: true }));
  });
}

/** Once the box is in the log: looks for the ballot, without telling which it is. */
async function find(session: Session, link: Connection, number: number, boxOpened: number, ballots: number): Promise<void> {
  const state = session.holder.contest(number);
  if (state?.cast === undefined || state.cast.found !== undefined || state.lost !== undefined) return;
  const now = performance.now();
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const at = session.findAt.get(number) ?? now + (session.parts.findSpread * random) / 2 ** 32;
  session.findAt.set(number, at);
  if (at > now) {
    session.watch.pokeAfter(at - now);
    return;
  }
  await attempt(session, `find ${number}`, () => look(session, link, state, boxOpened, ballots));
}

async function look(session: Session, link: Connection, state: ContestState, boxOpened: number, ballots: number): Promise<void> {
  const { number, contest: hash, ballotKey, ballotSecret } = state;
  const contest = session.open.get(number);
  if (contest === undefined) throw problem("no-ballot");
  const { sitting } = session.watch.believed;
  const published = await publishedLeaves(session.parts.download, session.watch.believed);
  const { leaves, seen } = published;
  const leafAt = (index: number): Uint8Array => {
    const leaf = leaves[index];
    // All of the box must be covered, or a ballot at its end would seem to be missing.
    if (leaf === undefined) throw new TrustError("not-published-yet", "the box");
    return leaf;
  };
  const opened = await session.watch.entry(link, leafAt(boxOpened));
  const body = bodyOf(opened, "box_opened");
  sitting.signedBy(opened, "server");
  if (!equal(body.contest, hash) || body.ballots !== ballots) throw new TrustError("opening", "box_opened");
  const ballotBytes = contest.shape.length;
  // The clock may have gone on while the box came out. Its last entry says how far; everyone asks for the same one.
  const last = await session.watch.entry(link, leafAt(lastIndex(boxOpened, ballots, ballotBytes)));
  const box = { opened: boxOpened, ballots, ballotBytes, from: opened.entry.time, until: last.entry.time };
  // A change without a receipt may be in the box all the same; then the ballot before it is not.
  for (const cast of [state.cast, state.former]) {
    if (cast?.act === undefined) continue;
    const found = await findAct(leaves, box, cast.act, ballotKey);
    if (found === undefined) continue;
    const receipt = receiptOf(published, found.index);
    // What is handed out must show what it says, to whoever has the fingerprint alone.
    checkReceipt(utf8(receipt), utf8(found.line), sitting.signatories);
    await session.keep({ name: "entry-0.json", text: fromUtf8(sitting.line) ?? "" });
    await session.keep({ name: `receipt-${number}.entry.json`, text: found.line });
    await session.keep({ name: `receipt-${number}.tlog-proof`, text: receipt });
    // Seen in the log: nothing of the ballot is needed here any more.
    const done = { ...cast, act: undefined, receipt: undefined, code: new Uint8Array(32), found: found.index };
    await session.holder.changeContest(number, (one) => ({ ...one, cast: done, former: undefined, ballotSecret: undefined, codeWiped: true }));
    wipe(ballotSecret);
    return;
  }
  const proof = receipted(state);
  if (proof?.receipt !== undefined && proof.act !== undefined) {
    const receipt = `{"boxed":${encodeBoxed(proof.receipt.boxed)},"sig":"${base64Url(proof.receipt.sig)}"}`;
    const act = JSON.stringify(encodeAct(proof.act));
    const text = `{"evidence":"missing_ballot","contest":"${base64Url(hash)}","receipt":${receipt},"act":${act},"checkpoint":${JSON.stringify(seen.note)},"box_opened":${boxOpened}}`;
    await session.keep({ name: `evidence-missing-ballot-${number}.json`, text });
    session.notice = say("missing");
  }
  await session.holder.changeContest(number, (one) => ({ ...one, lost: proof === undefined ? "not-in-box" : "missing" }));
}
