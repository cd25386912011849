/** Deputies at tablets, each behind a network of their own that can be cut, and all that their screens claimed. */

import { expect } from "vitest";
import { Tablets } from "./browser.js";
import { Relay } from "./relay.js";
import { Seat, type SeatOptions } from "./seat.js";
import { RealSitting } from "./server.js";
import { Told } from "./told.js";
import { Truth } from "./truth.js";

/** Nothing that a screen waits for takes longer, in milliseconds. */
const PATIENCE = 60_000;

/** A deputy at a tablet. */
export class Guest {
  private constructor(
    readonly number: number,
    readonly seat: Seat,
    readonly relay: Relay,
    readonly told: Told,
  ) {}

  /** Takes a tablet and opens the page. */
  static async take(hall: Hall, number: number, options: SeatOptions = {}): Promise<Guest> {
    const [relay, told] = [await Relay.before(hall.sitting.origin), new Told()];
    const seat = await Seat.take(hall.sitting, hall.tablets, { ...options, origin: relay.origin, prepare: (context) => told.listen(context) });
    const guest = new Guest(number, seat, relay, told);
    hall.guests.push(guest);
    return guest;
  }

  /** By the short code, on a keyboard: quicker than with the big keys. */
  async signIn(): Promise<void> {
    await this.seat.until("ways");
    await this.showCard();
    await this.seat.until("list");
  }

  /** The same, up to 是本人，签到. */
  async showCard(): Promise<void> {
    const { seat, number } = this;
    await seat.tap("type");
    await seat.page.locator('[data-action="field-number"]').fill(String(number));
    await seat.page.locator('[data-action="field-code"]').fill(seat.sitting.code(number));
    await seat.tap("sign-in");
    await seat.tap("its-me");
  }

  /** Waits until this can be read. */
  async reads(words: RegExp | string): Promise<void> {
    const body = this.seat.page.locator("body").filter({ hasText: words });
    await body.waitFor({ timeout: PATIENCE }).catch(async (error: unknown) => {
      throw new Error(`deputy ${this.number} does not read ${String(words)} but, on ${await this.seat.screen()}: ${await this.seat.text()}`, { cause: error });
    });
  }

  /** Waits until the last claim about a contest is this one. */
  async hears(contest: number, claim: string): Promise<void> {
    await expect.poll(() => this.told.last(contest), { timeout: PATIENCE, interval: 50, message: `what deputy ${this.number} hears of contest ${contest}` }).toBe(claim);
  }

  /** From whatever was told last. It may clear itself meanwhile. */
  async backToList(): Promise<void> {
    const { seat } = this;
    for (let tries = 0; tries < 40 && (await seat.screen()) !== "list"; tries += 1) {
      const button = seat.page.locator('[data-action="clear"], [data-action="to-list"]');
      await button.last().tap({ timeout: 2_000 }).catch(() => undefined);
    }
    await seat.until("list");
  }

  /** Marks the first item of a contest, up to the screen on which it is cast. */
  async upToCast(contest: number): Promise<string> {
    await this.seat.ballot(contest);
    await this.seat.tap("item-1");
    await this.seat.review();
    return this.seat.confirm();
  }

  /** The ballots for which 投票 was pressed in a contest. */
  pressed(contest: number): ReadonlySet<string> {
    return this.told.pressed.get(contest) ?? new Set();
  }

  async leave(): Promise<void> {
    await this.seat.close();
    await this.relay.close();
  }
}

/** A sitting, a browser, and everyone who sits in it. */
export class Hall {
  readonly guests: Guest[] = [];

  private constructor(
    readonly sitting: RealSitting,
    readonly tablets: Tablets,
  ) {}

  static async start(deputies: number, profiles: readonly string[] = []): Promise<Hall> {
    const sitting = await RealSitting.start(deputies, profiles);
    return new Hall(sitting, await Tablets.launch(sitting.authority));
  }

  /** All of these sign in, one after another. */
  async seat(...numbers: readonly number[]): Promise<Guest[]> {
    const guests: Guest[] = [];
    for (const number of numbers) {
      const guest = await Guest.take(this, number);
      await guest.signIn();
      guests.push(guest);
    }
    return guests;
  }

  guest(number: number): Guest {
    const found = this.guests.find((guest) => guest.number === number);
    if (found === undefined) throw new Error(`nobody sits at ${number}`);
    return found;
  }

  /** What any screen claimed at any time that the log refutes. Contests whose box is out; `named`: by name. */
  async wrongClaims(secret: readonly number[], named: readonly number[] = []): Promise<readonly string[]> {
    // What the roles know may be published a moment later; the verifier waits for all of it.
    await this.sitting.verify();
    const truth = await Truth.read(this.sitting);
    const wrong: string[] = [];
    for (const { number, told, seat } of this.guests) {
      const of = (contest: number, votes: number): void => {
        if (votes > 1) wrong.push(`deputy ${number} has ${votes} votes in contest ${contest}`);
        wrong.push(...told.untrue(contest, votes > 0).map((line) => `deputy ${number}, contest ${contest}: ${line}`));
      };
      for (const contest of secret) of(contest, truth.count(told.pressed.get(contest) ?? []));
      for (const contest of named) of(contest, truth.named(contest, number));
      wrong.push(...told.faults, ...seat.wrong);
    }
    return wrong;
  }

  async end(): Promise<void> {
    for (const guest of this.guests) await guest.leave();
    await this.tablets.close();
    await this.sitting.end();
  }
}
