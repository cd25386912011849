/** A deputy's device at a played server: the code of the page, a store in memory, and what it says at any moment. */
import type { ContestView, DeviceView, Status } from "../../src/device/api.js";
import { LiveDevice } from "../../src/device/device.js";
import { LocalBallots } from "../../src/worker/client.js";
import { cardQr } from "./card.js";
import { MemoryStore } from "../memory.js";
import { CODE, type Hall } from "./hall.js";
import type { PlayedServer } from "./server.js";

/** Milliseconds. */
const PATIENCE = 20_000;

export class DeviceSeat {
  readonly store = new MemoryStore();
  private current: LiveDevice | undefined;

  constructor(
    private readonly server: PlayedServer,
    readonly deputy = 1,
  ) {}

  get hall(): Hall {
    return this.server.hall;
  }

  get device(): LiveDevice {
    if (this.current === undefined) throw new Error("the page is not open");
    return this.current;
  }

  get view(): DeviceView {
    return this.device.view;
  }

  /** Opens the page, or loads it anew: what is stored is all that is left. */
  async open(): Promise<void> {
    this.current?.end();
    const configuration = { fingerprint: this.hall.fingerprint, mode: "real", server: "https://tally.example" } as const;
    const { openSocket, download } = this.server;
    this.current = new LiveDevice({ configuration, openSocket, download, store: this.store, ballots: new LocalBallots(), findSpread: 0 }, await this.store.load());
  }

  close(): void {
    this.current?.end();
  }

  /** Shows the card and says: it is me. */
  async showCard(deputy = this.deputy): Promise<void> {
    await this.until("the roll", () => this.device.hasRoll);
    await this.device.readCard({ is: "qr", text: cardQr(this.hall.fingerprint, deputy, CODE) });
    this.device.checkIn();
  }

  async checkIn(): Promise<void> {
    await this.open();
    await this.showCard();
    await this.until("the check-in", ({ presence }) => presence.is === "in");
  }

  contest(number = 1): ContestView | undefined {
    return this.view.contests.find(({ contest }) => contest === number);
  }

  status(number = 1): Status | undefined {
    return this.contest(number)?.status;
  }

  reaches(is: Status["is"], number = 1): Promise<DeviceView> {
    return this.until(`${is} of ${number}`, () => this.status(number)?.is === is);
  }

  /** Encrypts and casts a choice of the first row, or of `row`. */
  async cast(row = 0, number = 1): Promise<void> {
    const rows = this.contest(number)?.items.length ?? 0;
    await this.device.prepare(number, Array.from({ length: rows }, (_, at) => (at === row ? 0 : 1)));
    this.device.cast();
  }

  /** Resolves at the first view that is so. */
  until(what: string, holds: (view: DeviceView) => boolean): Promise<DeviceView> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${what} never came: ${JSON.stringify({ ...this.view, files: [] })}`));
      }, PATIENCE);
      const look = (view: DeviceView): void => {
        if (!holds(view)) return;
        clearTimeout(timer);
        clearInterval(again);
        stop();
        resolve(view);
      };
      const stop = this.device.subscribe(look);
      const again = setInterval(() => {
        look(this.view);
      }, 50);
      look(this.view);
    });
  }

  /** Every view from now on. */
  watch(): readonly DeviceView[] {
    const seen: DeviceView[] = [this.view];
    this.device.subscribe((view) => {
      seen.push(view);
    });
    return seen;
  }
}
