// What a deputy does with a ballot: encrypt, check, cast; and named votes. Choices are here as an argument alone.

import { equal, hex } from "../base/bytes.js";
import type { OpenContest } from "../trust/contest.js";
import type { OpenedEncryption } from "../worker/maker.js";
import { marksOf } from "../crypto/choices.js";
import { pause, Backoff } from "../net/backoff.js";
import { NetError } from "../net/error.js";
import { DeviceProblem, type Opening, type Prepared, type Sentence } from "./api.js";
import { castAct, challengeAct, voteAct } from "./acts.js";
import type { Parts } from "./parts.js";
import { sendOnce } from "./persist.js";
import { problem, say, sentenceOf } from "./sentences.js";
import type { Session } from "./session.js";
import { isPendingVote, receipted, type CastState } from "./state.js";
import { mayCast, standingVote } from "./view.js";

/** The server records one challenge of a connection in 10 s; after so many tries the log goes without it. */
const RECORD_TRIES = 6;

interface Waiting {
  readonly session: Session;
  readonly contest: OpenContest;
  readonly id: number;
  readonly code: Uint8Array;
}

export class Voting {
  private prepared: Waiting | undefined;
  private prepares = 0;

  constructor(
    private readonly parts: Parts,
    private readonly tell: (sentence: Sentence) => void,
  ) {}

  async prepare(session: Session, number: number, columns: readonly number[]): Promise<Prepared> {
    session.need();
    this.prepared = undefined;
    this.prepares += 1;
    const mine = this.prepares;
    const contest = session.open.get(number);
    const state = session.holder.contest(number);
    if (contest?.parts === undefined || state === undefined) throw problem("no-ballot");
    const may = mayCast(state, contest.definition.profile);
    if (may !== "yes") throw problem(may);
    try {
      const { id, code } = await this.parts.ballots.prepare(contest.parts, state.ballotKey, columns);
      // Another one was asked for, or it was discarded, meanwhile.
      if (mine !== this.prepares) throw problem("no-ballot");
      this.prepared = { session, contest, id, code };
      return { contest: number, code: hex(code).toUpperCase() };
    } catch (error) {
      throw new DeviceProblem(sentenceOf(error));
    }
  }

  discard(): void {
    this.prepared = undefined;
    this.prepares += 1;
    this.parts.ballots.discard().catch((error: unknown) => this.tell(sentenceOf(error)));
  }

  /** Opens what was prepared, and puts it on the log beside. */
  async challenge(session: Session): Promise<Opening> {
    const { prepared } = this;
    this.prepared = undefined;
    if (prepared?.session !== session) throw problem("no-ballot");
    try {
      const opened = await this.parts.ballots.open(prepared.id);
      void this.record(session, prepared.contest, opened);
      const { com, seed, choices } = opened;
      const qr = ["PJO1", ...[com, seed, choices].map((bytes) => hex(bytes).toUpperCase())].join(".");
      return { contest: prepared.contest.number, code: hex(opened.code).toUpperCase(), qr };
    } catch (error) {
      throw new DeviceProblem(sentenceOf(error));
    }
  }

  /** A second call finds nothing prepared, and changes nothing. */
  cast(session: Session): void {
    const { prepared } = this;
    this.prepared = undefined;
    if (prepared?.session !== session) return;
    const { number } = prepared.contest;
    session.casts.pressed(number);
    this.commit(prepared).then(
      () => {
        session.givenUp.delete(`cast ${number}`);
        session.casts.startCast(number);
      },
      (error: unknown) => {
        session.casts.released(number);
        // Whether the ballot is stored is not known, so nothing goes on.
        session.failed(error);
      },
    );
  }

  vote(session: Session, number: number, columns: readonly number[]): void {
    this.commitVote(session, number, columns).then(
      () => {
        session.givenUp.delete(`vote ${number}`);
        session.casts.startVote(number);
      },
      (error: unknown) => this.tell(sentenceOf(error)),
    );
  }

  /** The signed ballot is stored, durably, before anything is sent. Seed and choices are gone. */
  private async commit({ session, contest, id }: Waiting): Promise<void> {
    const { number, hash } = contest;
    const taken = await this.parts.ballots.take(id);
    const state = session.holder.contest(number);
    if (state?.stamp === undefined || state.ballotSecret === undefined || !equal(state.contest, hash)) throw problem("no-ballot");
    const may = mayCast(state, contest.definition.profile);
    if (may !== "yes") throw problem(may);
    const replaces = receipted(state)?.receipt?.boxed.ballot ?? new Uint8Array(32);
    const by = { secret: state.ballotSecret, sitting: session.watch.believed.sitting.fingerprint };
    const act = castAct(hash, state.ballotKey, state.stamp, replaces, taken, by);
    const cast: CastState = { code: taken.code, act, receipt: undefined, refused: undefined, found: undefined };
    await session.holder.changeContest(number, (one) => {
      // A change that was refused leaves the ballot before it where it is.
      const former = one.cast?.receipt === undefined ? one.former : one.cast;
      return { ...one, cast, former, codeWiped: false };
    });
  }

  /** Signed and stored before anything is sent. It replaces the one that stands, where the last one counts. */
  private async commitVote(session: Session, number: number, columns: readonly number[]): Promise<void> {
    session.need();
    const contest = session.open.get(number);
    if (contest?.definition.profile.secrecy !== "named") throw problem("no-ballot");
    marksOf(columns, contest.shape);
    const votes = session.holder.votes(number);
    if (votes.some(isPendingVote)) throw problem("pending");
    const standing = standingVote(votes);
    if (standing !== undefined && contest.definition.profile.recast === "first") throw problem("cast-already");
    const { deviceKey } = session.holder.state;
    const by = { secret: deviceKey, sitting: session.watch.believed.sitting.fingerprint };
    const { body, sigs } = voteAct(contest.hash, session.deputy, columns, standing?.place?.leaf ?? new Uint8Array(32), by);
    const [sig] = sigs;
    if (sig === undefined) throw problem("unknown");
    const vote = { number, body, sig: sig.sig, columns: [...columns], place: undefined, refused: undefined };
    // What was refused has no place in any log.
    await session.holder.changeVotes((all) => [...all.filter((one) => one.number !== number || one.refused === undefined), vote]);
  }

  /** Over a connection of its own. Checking needs no record: if none can be made, that is said and nothing else. */
  private async record(session: Session, contest: OpenContest, opened: OpenedEncryption): Promise<void> {
    const act = challengeAct(contest.hash, opened);
    const backoff = new Backoff();
    for (let tries = 0; tries < RECORD_TRIES && !session.watch.hasEnded(); tries += 1) {
      try {
        const answer = await sendOnce(this.parts, session.watch.believed.sitting, act);
        if (answer.is === "accepted") return;
        if (answer.is !== "refused" || !answer.refusal.mayRetry) break;
      } catch (error) {
        if (!(error instanceof NetError)) break;
      }
      await pause(backoff.nextWait(), session.watch.signal);
    }
    this.tell(say("check-not-recorded"));
  }
}
