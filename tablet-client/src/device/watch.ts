// One connection that watches a deputy's digest, and what is believed over it. It connects again for ever.

import { Backoff, pause } from "../net/backoff.js";
import { Connection } from "../net/connection.js";
import { NetError } from "../net/error.js";
import type { Digest } from "../net/messages.js";
import { TrustError } from "../trust/error.js";
import { Sitting } from "../trust/sitting.js";
import { Trust, type Included } from "../trust/trust.js";
import type { Connection as ConnectionView } from "./api.js";
import { Freshness } from "./fresh.js";
import type { Parts } from "./parts.js";
import { isPassing } from "./passing.js";

/** After something that may pass, such as an entry that is not published yet. Milliseconds. */
const RETRY_WAIT = 700;

/** What was believed once: shared by all watches of a page. */
export class Cache {
  sitting: Sitting | undefined;
  /** Public keys of the cards, by deputy, once the roll was read. */
  readonly cards = new Map<number, Uint8Array>();
}

export interface Watcher {
  /** What is due; called again whenever the digest changes, or after a while if it says so by an error that passes. */
  steps(link: Connection, digest: Digest): Promise<void>;
  /** Something that the screens show has changed. */
  changed(): void;
  /** Every connection broke; a server that stopped may have lost something. */
  lost(): void;
  /** What the server shows is not believed: this watch has ended. */
  failed(error: unknown): void;
}

export class Watch {
  connection: ConnectionView = { is: "connecting" };
  trust: Trust | undefined;
  fresh: Freshness | undefined;
  digest: Digest | undefined;
  private readonly abort = new AbortController();
  private link: Connection | undefined;
  private isBusy = false;
  private isAgain = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly cache: Cache,
    private readonly deputy: number,
    /** What was believed before a restart. */
    private readonly notes: readonly string[],
    private readonly watcher: Watcher,
  ) {}

  /** Connects, and stays connected until it is ended. */
  start(): void {
    void this.run();
  }

  hasEnded(): boolean {
    return this.abort.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  end(): void {
    this.abort.abort();
    clearTimeout(this.retry);
    this.link?.close();
  }

  /** Does what is due. May be called at any time, any number of times. */
  poke(): void {
    if (this.isBusy) {
      this.isAgain = true;
      return;
    }
    void this.due();
  }

  /** The digest again, for whoever thinks that it is behind. */
  ask(): void {
    try {
      this.link?.watch(this.deputy);
    } catch {
      // The connection has ended; the next one asks.
    }
  }

  pokeAfter(milliseconds: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.poke();
    }, milliseconds);
  }

  /** The one entry with this leaf, included under a believed checkpoint. */
  async entry(link: Connection, leaf: Uint8Array): Promise<Included> {
    const fetched = await link.fetch([leaf]);
    return this.believed.entry(leaf, fetched);
  }

  /** Throws while entry 0 was not believed. */
  get believed(): Trust {
    if (this.trust === undefined) throw new TrustError("not-published-yet", "entry 0");
    return this.trust;
  }

  private async run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.hasEnded()) {
      try {
        await this.once(() => {
          backoff.reset();
        });
      } catch (error) {
        if (!(error instanceof NetError)) {
          this.fail(error);
          return;
        }
      }
      if (this.hasEnded()) return;
      const wait = backoff.nextWait();
      this.connection = { is: "lost", wait };
      this.watcher.lost();
      this.watcher.changed();
      await pause(wait, this.signal);
    }
  }

  /** One connection, from its beginning to its end. */
  private async once(opened: () => void): Promise<void> {
    let finish: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { openSocket, configuration } = this.parts;
    const onDigest = (digest: Digest): void => {
      this.digest = digest;
      this.poke();
    };
    const link = await Connection.open(openSocket, configuration.server, onDigest, () => {
      finish();
    });
    if (this.hasEnded()) {
      link.close();
      return;
    }
    opened();
    this.link = link;
    this.connection = { is: "connected" };
    link.watch(this.deputy);
    this.watcher.changed();
    await lost;
    this.link = undefined;
  }

  private async due(): Promise<void> {
    const { link, digest } = this;
    if (link === undefined || digest === undefined || this.hasEnded()) return;
    this.isBusy = true;
    try {
      await this.believe(link, digest);
      this.seeQuorum(digest);
      await this.watcher.steps(link, digest);
    } catch (error) {
      this.handle(error, link);
    } finally {
      this.isBusy = false;
    }
    if (this.hasEnded()) return;
    this.watcher.changed();
    if (this.isAgain) {
      this.isAgain = false;
      this.poke();
    }
  }

  private handle(error: unknown, link: Connection): void {
    if (error instanceof NetError) link.close();
    else if (isPassing(error)) this.pokeAfter(RETRY_WAIT);
    else this.fail(error);
  }

  private fail(error: unknown): void {
    this.end();
    this.watcher.failed(error);
  }

  /** Entry 0, at the leaf that the digest names, has the pinned fingerprint. */
  private async believe(link: Connection, digest: Digest): Promise<void> {
    if (this.trust !== undefined) return;
    let { sitting } = this.cache;
    if (sitting === undefined) {
      const fetched = await link.fetch([digest.sitting]);
      const [first] = fetched.entries;
      if (first === undefined) throw new TrustError("not-published-yet", "entry 0");
      sitting = Sitting.verify(first.line, this.parts.configuration);
      new Trust(sitting, this.notes).entry(digest.sitting, fetched);
      this.cache.sitting = sitting;
    }
    const trust = new Trust(sitting, this.notes);
    this.fresh = new Freshness(sitting.quorum > 0, trust.quorum);
    this.trust = trust;
  }

  /** A newer quorum than all before keeps the device casting; an older one is no contradiction. */
  private seeQuorum(digest: Digest): void {
    const trust = this.believed;
    const [note] = digest.quorum;
    if (note !== undefined && trust.quorum?.note !== note) trust.observeLate(note);
    this.fresh?.see(trust.quorum);
  }
}
