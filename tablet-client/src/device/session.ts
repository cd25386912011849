// One deputy's device: does by itself whatever the digest says is due, and starts over wherever it was after a lost connection or a
// reload. Casts run beside it, on connections of their own.
//
//   digest → believe the sitting → check in → for each contest: believe it, draw the ballot   as soon as it opens
//                                             resume a cast or a named vote that was interrupted
//                                             after the end: bring back what the box may have lost, return slip
//                                             once the box is in the log: look the ballot up

import { equal } from "../base/bytes.js";
import { cardSecret } from "../crypto/card.js";
import { freshKey, publicKey, wipe } from "../crypto/secret.js";
import { checkAnswer } from "../net/answer.js";
import type { Connection } from "../net/connection.js";
import { NetError } from "../net/error.js";
import type { ContestDigest, Digest } from "../net/messages.js";
import { believeCheckIn, believeDefinition, type Definition, type OpenContest } from "../trust/contest.js";
import { TrustError } from "../trust/error.js";
import type { ContestView, Identity, Presence, Sentence } from "./api.js";
import { checkInAct } from "./acts.js";
import { Casts } from "./casts.js";
import { contestSteps } from "./contest-steps.js";
import { deskCode } from "./desk.js";
import { Holder } from "./holder.js";
import { StoreError } from "./indexed-db.js";
import type { Parts } from "./parts.js";
import { isPassing } from "./passing.js";
import type { KeptFile } from "./store.js";
import { problem, say, sentenceOf } from "./sentences.js";
import { isPendingVote, type DeviceState } from "./state.js";
import { contestView, type Passing } from "./view.js";
import { Watch, type Cache, type Watcher } from "./watch.js";

/** Milliseconds between two looks where the log has a check-in that the digest does not show. */
const KEY_REFUSED_WAIT = 2_000;
/** After so many of them the check-in was undone. */
const KEY_REFUSED_MAX = 3;

export interface Card {
  readonly number: number;
  /** 20 letters. */
  readonly code: string;
}

/** How somebody came: by card, at the desk, or here already before a reload. */
export type Entrance = { readonly is: "card"; readonly card: Card } | { readonly is: "desk" } | { readonly is: "resumed" };

export class Session implements Watcher {
  readonly watch: Watch;
  readonly holder: Holder;
  readonly casts: Casts;
  readonly open = new Map<number, OpenContest>();
  readonly unwitnessed = new Set<number>();
  readonly papers = new Set<number>();
  /** Contests whose receipted ballot a server that stopped may have lost. */
  readonly mayBeLost = new Set<number>();
  /** When a ballot is looked for, by contest; of the clock that never goes back. */
  readonly findAt = new Map<number, number>();
  readonly givenUp = new Set<string>();
  presence: Presence = { is: "out" };
  notice: Sentence | null = null;
  /** What this deputy may take away: receipts, and the proof of a missing ballot. */
  files: readonly KeptFile[] = [];
  private readonly definitions = new Map<number, Definition>();
  private checkedIn: Uint8Array | undefined;
  private wasIn = false;
  private wantsIn: boolean;
  private isProposed = false;
  private keyRefused = 0;
  private isBroken = false;

  constructor(
    readonly parts: Parts,
    private readonly cache: Cache,
    state: DeviceState,
    private entrance: Entrance,
    private readonly onChange: () => void,
    /** What shows that the log's key signed what it must not: it speaks of nobody, and is kept for all. */
    private readonly evidence: (files: readonly KeptFile[]) => void,
  ) {
    this.holder = new Holder(parts.store, state, () => this.watch.trust?.newest.map(({ note }) => note) ?? []);
    this.watch = new Watch(parts, cache, state.deputy, state.notes, this);
    this.casts = new Casts(this);
    this.wantsIn = entrance.is !== "resumed";
    this.rememberReceipts();
    this.enter(entrance);
    void this.readFiles();
    this.watch.start();
  }

  get deputy(): number {
    return this.holder.state.deputy;
  }

  get identity(): Identity {
    const { deputy, name, delegation } = this.holder.state;
    return { number: deputy, name, delegation };
  }

  /** Checks in (again, after an undo). */
  checkIn(entrance: Entrance): void {
    this.wantsIn = true;
    this.isProposed = false;
    this.givenUp.delete("check-in");
    this.enter(entrance);
    this.watch.poke();
  }

  /** The deputy hands the tablet back: only what is on its way goes on. */
  async leave(): Promise<void> {
    this.wantsIn = false;
    this.entrance = { is: "resumed" };
    await this.holder.change((state) => ({ ...state, left: true }));
  }

  end(): void {
    this.watch.end();
  }

  changed(): void {
    this.onChange();
  }

  lost(): void {
    this.isProposed = false;
    // A box loses a ballot only when its server stops, and then every connection breaks.
    this.rememberReceipts();
  }

  failed(error: unknown): void {
    this.isBroken = true;
    this.end();
    this.notice = sentenceOf(error);
    if (error instanceof TrustError) this.evidence(error.files);
    this.onChange();
  }

  /** Keeps a file of this deputy's, durably. */
  async keep(file: KeptFile): Promise<void> {
    await this.parts.store.keep(this.deputy, file);
    this.files = [...this.files.filter(({ name }) => name !== file.name), file];
    this.changed();
  }

  /** A step that failed: again later where that may help; the end where the device must not go on; else told and given up. */
  stepFailed(step: string, error: unknown): void {
    if (isPassing(error) || error instanceof NetError || error instanceof TrustError || error instanceof StoreError) throw error;
    if (this.givenUp.has(step)) return;
    this.givenUp.add(step);
    this.notice = sentenceOf(error);
    this.changed();
  }

  async steps(link: Connection, digest: Digest): Promise<void> {
    const isIn = await this.checkInStep(link, digest);
    this.changed();
    let waits: unknown;
    for (const contest of digest.contests) {
      try {
        if (!this.holder.state.left) await this.define(link, contest);
        await contestSteps(this, link, contest, isIn);
      } catch (error) {
        // One contest that waits for something does not hold up the others.
        if (!isPassing(error)) throw error;
        waits = error;
      }
      this.changed();
    }
    if (waits instanceof Error) throw waits;
  }

  /** All contests, as far as they are believed. */
  contests(): readonly ContestView[] {
    return (this.watch.digest?.contests ?? []).flatMap((digest) => {
      const open = this.open.get(digest.contest);
      const definition = open?.definition ?? this.definitions.get(digest.contest);
      if (definition === undefined) return [];
      const { contest: number } = digest;
      const passing: Passing = {
        casting: this.casts.view(number),
        isUnwitnessed: this.unwitnessed.has(number),
        hasPaper: this.papers.has(number),
      };
      return [contestView({ digest, definition, open, state: this.holder.contest(number), votes: this.holder.votes(number), passing })];
    });
  }

  /** Whether a ballot of this contest was asked for, or a named vote signed here. */
  knows(number: number): boolean {
    return this.holder.contest(number) !== undefined || this.holder.votes(number).length > 0;
  }

  /** Throws unless the device may go on. */
  need(): void {
    if (this.isBroken) throw problem("not-believed");
  }

  /** What was kept before a reload; what was kept since goes before. */
  private async readFiles(): Promise<void> {
    try {
      const stored = await this.parts.store.files(this.deputy);
      this.files = [...stored.filter(({ name }) => !this.files.some((file) => file.name === name)), ...this.files];
      this.changed();
    } catch (error) {
      this.notice = sentenceOf(error);
      this.changed();
    }
  }

  private enter(entrance: Entrance): void {
    this.entrance = entrance;
    if (entrance.is === "card") this.presence = { is: "checking-in", identity: this.identity };
    if (entrance.is === "desk") this.presence = this.atDesk();
  }

  private atDesk(): Presence {
    const code = deskCode(this.deputy, publicKey(this.holder.state.deviceKey));
    return { is: "awaiting-desk", identity: this.identity, code };
  }

  private rememberReceipts(): void {
    for (const { number, cast, former } of this.holder.state.contests) {
      if ([cast, former].some((one) => one?.receipt !== undefined)) this.mayBeLost.add(number);
    }
  }

  /** What is put to the vote, as the secretariat signed it: shown before the opening, without items. */
  private async define(link: Connection, { contest, definition }: ContestDigest): Promise<void> {
    if (this.definitions.has(contest)) return;
    const body = believeDefinition(this.watch.believed.sitting, await this.watch.entry(link, definition));
    if (body.contest !== contest) throw new TrustError("opening", "definition");
    this.definitions.set(contest, body);
  }

  private async checkInStep(link: Connection, digest: Digest): Promise<boolean> {
    const [leaf] = digest.checked_in;
    if (leaf !== undefined) return this.standsIn(link, leaf);
    this.checkedIn = undefined;
    if (this.wasIn) {
      // Undone at the desk, or left early: whether to check in again is for people to say.
      this.wasIn = false;
      this.wantsIn = false;
      this.presence = { is: "undone", identity: this.identity };
      await this.renewKey(digest);
    }
    const isDue = this.wantsIn && !this.isProposed && digest.roll.length > 0 && !this.givenUp.has("check-in");
    if (!isDue || this.entrance.is !== "card") return false;
    try {
      await this.submitCheckIn(link, digest, this.entrance.card);
    } catch (error) {
      this.presence = { is: "out" };
      this.stepFailed("check-in", error);
    }
    return false;
  }

  /** The digest names a check-in: it must be this device's. */
  private async standsIn(link: Connection, leaf: Uint8Array): Promise<boolean> {
    if (this.checkedIn === undefined || !equal(this.checkedIn, leaf)) {
      const included = await this.watch.entry(link, leaf);
      const body = believeCheckIn(this.watch.believed.sitting, included, this.deputy, this.cache.cards.get(this.deputy));
      if (!equal(body.device_key, publicKey(this.holder.state.deviceKey))) {
        this.presence = { is: "out" };
        this.stepFailed("check-in", problem("signed-in-elsewhere"));
        return false;
      }
      this.checkedIn = leaf;
    }
    this.wantsIn = false;
    this.isProposed = false;
    this.wasIn = true;
    // The card has done its one thing.
    this.entrance = { is: "resumed" };
    this.presence = { is: "in", identity: this.identity };
    return true;
  }

  private async submitCheckIn(link: Connection, digest: Digest, { number, code }: Card): Promise<void> {
    const { fingerprint, server } = this.watch.believed.sitting;
    const secret = cardSecret(fingerprint, number, code);
    const act = checkInAct(this.deputy, publicKey(this.holder.state.deviceKey), { secret, sitting: fingerprint });
    wipe(secret);
    const answer = checkAnswer(await link.submit(act), act, { fingerprint, server });
    switch (answer.is) {
      case "accepted":
        this.isProposed = true;
        return;
      case "proposed":
        this.isProposed = true;
        this.presence = { is: "awaiting-roles", identity: this.identity };
        return;
      case "refused":
        // The digest that we acted on was older than the log.
        if (answer.refusal.code === "checked-in-already") this.isProposed = true;
        else if (answer.refusal.code === "device-key-used" || answer.refusal.code === "body-repeated") await this.keyUsed(digest);
        else throw answer.refusal;
        return;
      case "boxed":
        throw problem("answer-unfit", "checked_in");
    }
  }

  /** The check-in stands in the log already: the digest is older, or it was undone since. Only if the digest stays empty is it the
   *  second, and a fresh key is needed. */
  private async keyUsed(digest: Digest): Promise<void> {
    this.keyRefused += 1;
    if (this.keyRefused === KEY_REFUSED_MAX) {
      this.keyRefused = 0;
      await this.renewKey(digest);
    }
    this.watch.ask();
    this.watch.pokeAfter(KEY_REFUSED_WAIT);
  }

  /** A fresh device key, unless a contest is voting that needs the old one. */
  private async renewKey(digest: Digest): Promise<void> {
    const voting = new Set(["open", "held", "ended", "opening", "opened"]);
    const isVoting = (number: number): boolean => digest.contests.some(({ contest, stage }) => contest === number && stage.some((one) => voting.has(one)));
    const { contests, votes } = this.holder.state;
    const needed = [...contests, ...votes.filter((vote) => vote.place !== undefined || isPendingVote(vote))].some(({ number }) => isVoting(number));
    if (needed) {
      this.notice = say("issued-elsewhere");
      return;
    }
    this.checkedIn = undefined;
    const old = this.holder.state.deviceKey;
    await this.holder.change((state) => ({ ...state, deviceKey: freshKey() }));
    wipe(old);
  }
}
