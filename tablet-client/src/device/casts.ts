// Casts, recoveries and named votes on their way: each runs beside the session until there is an answer for good.

import { equal } from "../base/bytes.js";
import type { Act } from "../net/messages.js";
import { TrustError } from "../trust/error.js";
import type { Trouble } from "./api.js";
import { persist, type Persistent, type Settled } from "./persist.js";
import { sentenceOf, say } from "./sentences.js";
import type { Session } from "./session.js";
import { isPendingVote, pendingCast, receipted, type ContestState } from "./state.js";

type Sent = Pick<Persistent, "act" | "receipt" | "isResumed">;

interface Delay {
  readonly attempt: number;
  readonly trouble: Trouble | null;
}

export class Casts {
  private readonly running = new Set<string>();
  private readonly delays = new Map<number, Delay>();
  /** Votes that the server has, by contest: the leaf, where it said so. They are not sent again. */
  private readonly placed = new Map<number, Uint8Array | undefined>();

  /** Contests whose ballot was made in this page and never sent. */
  private readonly fresh = new Set<number>();

  constructor(private readonly session: Session) {}

  view(number: number): Delay | undefined {
    return this.delays.get(number);
  }

  /** From pressing the button on, before anything is stored: neither 投出 nor 没有投出 may be said. */
  pressed(number: number): void {
    this.fresh.add(number);
    this.show(number);
  }

  private show(number: number): void {
    this.delays.set(number, { attempt: 1, trouble: null });
    this.session.changed();
  }

  /** It could not be stored: nothing was sent. */
  released(number: number): void {
    this.fresh.delete(number);
    this.delays.delete(number);
    this.session.changed();
  }

  placedLeaves(number: number): readonly Uint8Array[] {
    const leaf = this.placed.get(number);
    return leaf === undefined ? [] : [leaf];
  }

  /** The vote was found in the log. */
  seen(number: number): void {
    this.placed.delete(number);
  }

  /** Sends the ballot that was stored and has no answer. */
  startCast(number: number): void {
    const state = this.session.holder.contest(number);
    const cast = state === undefined ? undefined : pendingCast(state);
    if (state === undefined || cast?.act === undefined) return;
    this.run(`cast ${number}`, number, { act: cast.act, receipt: undefined, isResumed: !this.fresh.delete(number) }, (settled) => this.keepCast(state, settled));
  }

  /** Brings back a receipted ballot that the box may have lost. */
  startRecovery(number: number): void {
    const state = this.session.holder.contest(number);
    const cast = state === undefined ? undefined : receipted(state);
    if (cast?.act === undefined || cast.receipt === undefined || cast.found !== undefined) return;
    this.run(`recover ${number}`, undefined, { act: cast.act, receipt: cast.receipt, isResumed: true }, ({ answer }) => {
      // Boxed, or the box is being opened, or it has the change whose receipt did not arrive: what was in it, the look-up says.
      this.session.mayBeLost.delete(number);
      if (answer.is === "refused" && !["contest-not-open", "contest-over", "recast-refused"].includes(answer.refusal.code)) {
        this.session.notice = sentenceOf(answer.refusal);
      }
      return Promise.resolve();
    });
  }

  /** Sends the named vote that was signed and has no answer. */
  startVote(number: number): void {
    const vote = this.session.holder.votes(number).find(isPendingVote);
    if (vote === undefined || this.placed.has(number)) return;
    const act: Act = { sigs: [{ by: `deputy-${this.session.deputy}`, sig: vote.sig }], body: vote.body, parts: [] };
    this.run(`vote ${number}`, number, { act, receipt: undefined, isResumed: true }, async ({ answer }) => {
      if (answer.is === "accepted") this.placed.set(number, answer.leaf);
      // In the log since an earlier attempt; the digest says where.
      else if (answer.is === "refused" && answer.refusal.code === "body-repeated") this.placed.set(number, undefined);
      else if (answer.is === "refused") {
        const { code, zh, en } = answer.refusal;
        await this.session.holder.changeVotes((votes) => votes.map((one) => (one === vote ? { ...one, refused: { code, zh, en } } : one)));
      } else this.unfit(`vote ${number}`);
    });
  }

  private run(step: string, shown: number | undefined, sent: Sent, keep: (settled: Settled) => Promise<void>): void {
    const { session } = this;
    if (this.running.has(step) || session.givenUp.has(step)) return;
    this.running.add(step);
    if (shown !== undefined) this.show(shown);
    void this.finish(shown, sent, keep)
      .catch((error: unknown) => session.failed(error))
      .finally(() => {
        this.running.delete(step);
        session.watch.poke();
        session.changed();
      });
  }

  private async finish(shown: number | undefined, sent: Sent, keep: (settled: Settled) => Promise<void>): Promise<void> {
    const { session } = this;
    // The state is changed before it is stored, and whoever else looks at it meanwhile may start this.
    await session.holder.durable();
    const settled = await persist(
      session.parts,
      session.watch.believed.sitting,
      {
        ...sent,
        // What has a receipt was cast before.
        mayTry: () => shown === undefined || (session.watch.fresh?.mayCast(shown) ?? false),
        delayed: (attempt, trouble) => {
          if (shown !== undefined) this.delays.set(shown, { attempt, trouble });
          session.changed();
        },
      },
      session.watch.signal,
    );
    if (settled === undefined) return;
    await keep(settled);
    if (shown !== undefined) this.delays.delete(shown);
  }

  private async keepCast({ number, contest, cast }: ContestState, { answer, isUnsure }: Settled): Promise<void> {
    const { holder } = this.session;
    if (answer.is === "refused") {
      const { code, zh, en } = answer.refusal;
      await holder.changeContest(number, (one) => (one.cast === undefined ? one : { ...one, cast: { ...one.cast, refused: { code, zh, en, isUnsure } } }));
      return;
    }
    if (answer.is !== "boxed") {
      this.unfit(`cast ${number}`);
      return;
    }
    const { receipt } = answer;
    // Signature and act were checked with the answer; contest and code are ours to compare.
    if (!equal(receipt.boxed.contest, contest) || cast === undefined || !equal(receipt.boxed.code, cast.code)) {
      throw new TrustError("other-entry", "a receipt of another ballot");
    }
    await holder.changeContest(number, (one) => {
      if (one.cast === undefined) return one;
      // The box has the one in the other's place.
      const changes = one.former === undefined ? one.changes : one.changes + 1;
      return { ...one, cast: { ...one.cast, receipt }, former: undefined, changes };
    });
  }

  private unfit(step: string): void {
    this.session.givenUp.add(step);
    this.session.notice = say("answer-unfit", step);
  }
}
