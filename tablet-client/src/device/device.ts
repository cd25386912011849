// The device that screens call (`api.ts`): cards and the roll, the deputy who sits here, and those who left while something of theirs
// was still on its way.

import { equal, hex } from "../base/bytes.js";
import { cardKey, readQr, readTyped } from "../crypto/card.js";
import { freshKey } from "../crypto/secret.js";
import type { Connection } from "../net/connection.js";
import type { Digest } from "../net/messages.js";
import { TrustError } from "../trust/error.js";
import { DeviceProblem, type CardInput, type Device, type DeviceView, type Identity, type Opening, type Prepared, type Sentence } from "./api.js";
import type { Parts } from "./parts.js";
import { readRoll, type Deputy } from "./roll.js";
import { problem, sentenceOf } from "./sentences.js";
import { Session, type Entrance } from "./session.js";
import { hasBusiness, STATE_VERSION, type DeviceState } from "./state.js";
import type { KeptFile } from "./store.js";
import { Voting } from "./voting.js";
import { Cache, Watch, type Watcher } from "./watch.js";

/** Nobody has this number: who watches it sees what concerns all. */
const NOBODY = 0;

interface ReadCard {
  readonly identity: Identity;
  readonly entrance: Entrance;
}

export class LiveDevice implements Device, Watcher {
  private readonly listeners = new Set<(view: DeviceView) => void>();
  private readonly cache = new Cache();
  private readonly lobby: Watch;
  private readonly states = new Map<number, DeviceState>();
  private readonly leaving = new Set<Session>();
  private readonly voting: Voting;
  private roll: { readonly leaf: Uint8Array; readonly deputies: ReadonlyMap<number, Deputy> } | undefined;
  private session: Session | undefined;
  private card: ReadCard | undefined;
  private notice: Sentence | null = null;
  /** Evidence against the log's key, of no deputy. */
  private files: readonly KeptFile[] = [];
  private isTold = true;
  private current: DeviceView;

  /** `states`: what the store has. */
  constructor(
    private readonly parts: Parts,
    states: readonly DeviceState[],
  ) {
    this.voting = new Voting(parts, (sentence) => {
      this.notice = sentence;
      this.changed();
    });
    this.lobby = new Watch(parts, this.cache, NOBODY, [], this);
    for (const state of states) {
      this.states.set(state.deputy, state);
      if (state.left && !hasBusiness(state)) continue;
      const session = this.begin(state, { is: "resumed" });
      if (state.left || this.session !== undefined) this.leaving.add(session);
      else this.session = session;
    }
    this.current = this.make();
    void this.readEvidence();
    this.lobby.start();
  }

  get view(): DeviceView {
    return this.current;
  }

  /** Whether the roll was read, so that a card can be. */
  get hasRoll(): boolean {
    return this.roll !== undefined;
  }

  subscribe(listener: (view: DeviceView) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  async readCard(input: CardInput): Promise<void> {
    this.notice = null;
    const presence = this.session?.presence.is ?? "out";
    if (presence !== "out" && presence !== "undone") throw problem("someone-in");
    try {
      await Promise.resolve();
      const { fingerprint } = this.parts.configuration;
      if (this.cache.sitting === undefined) throw problem("not-ready");
      if (this.roll === undefined) throw problem("roll-missing");
      this.card = this.identify(input, fingerprint, this.roll.deputies);
    } catch (error) {
      throw new DeviceProblem(sentenceOf(error));
    }
    if (input.is === "desk") await this.enter();
    this.changed();
  }

  forgetCard(): void {
    this.card = undefined;
    this.changed();
  }

  checkIn(): void {
    this.notice = null;
    this.enter().catch((error: unknown) => this.tell(sentenceOf(error)));
  }

  async prepare(contest: number, columns: readonly number[]): Promise<Prepared> {
    this.notice = null;
    return this.voting.prepare(this.seated(), contest, columns);
  }

  discard(): void {
    this.voting.discard();
  }

  challenge(): Promise<Opening> {
    return this.voting.challenge(this.seated());
  }

  cast(): void {
    if (this.session !== undefined) this.voting.cast(this.session);
  }

  vote(contest: number, columns: readonly number[]): void {
    if (this.session !== undefined) this.voting.vote(this.session, contest, columns);
  }

  wipeCode(contest: number): void {
    const { session } = this;
    if (session === undefined) return;
    session.holder
      .changeContest(contest, (one) => ({ ...one, codeWiped: true }))
      .catch((error: unknown) => session.failed(error))
      .finally(() => {
        this.changed();
      });
  }

  stop(): void {
    const { session } = this;
    this.voting.discard();
    this.card = undefined;
    this.notice = null;
    this.session = undefined;
    if (session !== undefined) {
      this.leaving.add(session);
      session
        .leave()
        .catch((error: unknown) => this.tell(sentenceOf(error)))
        .finally(() => {
          this.sweep();
        });
    }
    this.changed();
  }

  /** Ends for good: for tests, and where the page is closed. */
  end(): void {
    this.lobby.end();
    for (const session of [this.session, ...this.leaving]) session?.end();
  }

  /** What concerns all: the roll. */
  async steps(link: Connection, digest: Digest): Promise<void> {
    const [leaf] = digest.roll;
    if (leaf === undefined || (this.roll !== undefined && equal(this.roll.leaf, leaf))) return;
    this.roll = { leaf, deputies: await readRoll(this.lobby, link, this.parts.download, leaf) };
    for (const { number, card } of this.roll.deputies.values()) this.cache.cards.set(number, card);
  }

  changed(): void {
    this.sweep();
    if (!this.isTold) return;
    // Many changes of one moment are told once.
    this.isTold = false;
    queueMicrotask(() => {
      this.isTold = true;
      this.current = this.make();
      for (const listener of this.listeners) listener(this.current);
    });
  }

  lost(): void {
    // Nothing of this page's rests on this connection.
  }

  failed(error: unknown): void {
    if (error instanceof TrustError) this.evidence(error.files);
    this.tell(sentenceOf(error));
  }

  /** Shown at once, whether or not it can be stored: it may be the only copy. */
  private evidence(files: readonly KeptFile[]): void {
    const names = new Set(files.map(({ name }) => name));
    this.files = [...this.files.filter(({ name }) => !names.has(name)), ...files];
    for (const file of files) this.parts.store.keep(NOBODY, file).catch((error: unknown) => this.tell(sentenceOf(error)));
    this.changed();
  }

  /** Evidence of before a reload. */
  private async readEvidence(): Promise<void> {
    try {
      const stored = await this.parts.store.files(NOBODY);
      this.files = [...stored.filter(({ name }) => !this.files.some((file) => file.name === name)), ...this.files];
      this.changed();
    } catch (error) {
      this.tell(sentenceOf(error));
    }
  }

  private tell(sentence: Sentence): void {
    this.notice = sentence;
    this.changed();
  }

  /** Sessions of those who left, once nothing of theirs is on its way. */
  private sweep(): void {
    for (const session of this.leaving) {
      const { state } = session.holder;
      this.states.set(state.deputy, state);
      if (hasBusiness(state) || !state.left) continue;
      session.end();
      this.leaving.delete(session);
    }
  }

  private identify(input: CardInput, fingerprint: Uint8Array, roll: ReadonlyMap<number, Deputy>): ReadCard {
    const card = cardOf(input, fingerprint);
    const deputy = roll.get(card.number);
    if (deputy === undefined) throw problem("deputy-unknown");
    const { number, name, delegation } = deputy;
    const identity = { number, name, delegation };
    if (card.code === undefined) return { identity, entrance: { is: "desk" } };
    if (!equal(cardKey(fingerprint, number, card.code), deputy.card)) throw problem("card-unknown");
    return { identity, entrance: { is: "card", card: { number, code: card.code } } };
  }

  /** Checks the card's holder in: with what this browser keeps of them, or with a fresh device key. */
  private async enter(): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    this.card = undefined;
    const { number } = card.identity;
    let { session } = this;
    if (session !== undefined && session.deputy !== number) {
      this.leaving.add(session);
      await session.leave();
      session = undefined;
    }
    session ??= [...this.leaving].find(({ deputy }) => deputy === number);
    if (session === undefined) {
      const state = { ...(this.states.get(number) ?? this.fresh(card.identity)), left: false };
      // Durable before the key is shown or sent.
      await this.parts.store.save(state);
      session = this.begin(state, card.entrance);
    } else {
      this.leaving.delete(session);
      await session.holder.change((state) => ({ ...state, left: false }));
      session.checkIn(card.entrance);
    }
    this.session = session;
    this.changed();
  }

  private fresh({ number, name, delegation }: Identity): DeviceState {
    const { fingerprint } = this.parts.configuration;
    return { version: STATE_VERSION, sitting: fingerprint, deputy: number, name, delegation, deviceKey: freshKey(), left: false, notes: [], contests: [], votes: [] };
  }

  private begin(state: DeviceState, entrance: Entrance): Session {
    return new Session(
      this.parts,
      this.cache,
      state,
      entrance,
      () => {
        this.changed();
      },
      (files) => {
        this.evidence(files);
      },
    );
  }

  private seated(): Session {
    if (this.session?.presence.is !== "in") throw problem("no-ballot");
    return this.session;
  }

  private make(): DeviceView {
    const { session, card } = this;
    const watch = session?.watch ?? this.lobby;
    const { sitting } = this.cache;
    const trust = watch.trust ?? this.lobby.trust;
    const presence = card?.entrance.is === "card" ? ({ is: "card-read", identity: card.identity } as const) : (session?.presence ?? ({ is: "out" } as const));
    return {
      connection: watch.connection,
      witnesses: sitting === undefined || sitting.quorum === 0 ? null : { have: trust?.quorum?.have ?? 0, quorum: sitting.quorum },
      sitting: sitting === undefined ? null : { title: sitting.definition.name, place: "", rehearsal: sitting.isRehearsal, code: shortCode(sitting.fingerprint) },
      presence,
      contests: session?.contests() ?? [],
      sealed: watch.digest?.sealed ?? false,
      notice: this.notice ?? session?.notice ?? null,
      files: [...this.files, ...(session?.presence.is === "in" ? session.files : [])],
      elsewhere: false,
    };
  }
}

function cardOf(input: CardInput, fingerprint: Uint8Array): { readonly number: number; readonly code: string | undefined } {
  if (input.is === "qr") return readQr(input.text.trim(), fingerprint);
  const typed = input.number.normalize("NFKC").replaceAll(/\s/g, "");
  if (!/^[0-9]{1,10}$/.test(typed)) throw problem("deputy-unknown");
  const number = Number(typed);
  return { number, code: input.is === "typed" ? readTyped(number, input.code) : undefined };
}

function shortCode(fingerprint: Uint8Array): string {
  return (hex(fingerprint.slice(0, 8)).match(/.{4}/g) ?? []).join(" ");
}
