/** A deputy at a tablet: taps what a finger taps, reads what the screen says. */

import type { BrowserContext, Page } from "playwright-core";
import { zh } from "../../src/lang/zh.js";
import type { Tablets } from "./browser.js";
import type { RealSitting } from "./server.js";

/** What the screen claims of the vote in hand: 投出, 没有投出, 正在投票, 还不知道; null: it says nothing of it. */
export type Shown = "cast" | "not-cast" | "casting" | "unknown" | null;

/** Nothing that a screen waits for takes longer, in milliseconds, unless a test says so. */
const PATIENCE = 60_000;

export interface SeatOptions {
  /** Where the page is served from, unless it is the tally server. */
  readonly origin?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Before there is a page. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
  /** Before the page is opened. */
  readonly before?: (page: Page) => Promise<unknown>;
}

export class Seat {
  /** Requests to others, errors on the console, violations of the policy, answers without the policy. Empty where all is well. */
  readonly wrong: string[] = [];
  /** The policy that the page came with. */
  policy = "";
  /** Origins of all requests and sockets so far. */
  readonly origins = new Set<string>();

  private constructor(
    readonly sitting: RealSitting,
    readonly context: BrowserContext,
    readonly page: Page,
    /** Where the page comes from. */
    readonly origin: string,
  ) {}

  /** A tablet is taken, and the page opened in it. */
  static async take(sitting: RealSitting, tablets: Tablets, options: SeatOptions = {}): Promise<Seat> {
    const context = await tablets.context(options.viewport);
    context.setDefaultTimeout(PATIENCE);
    await options.prepare?.(context);
    const seat = new Seat(sitting, context, await context.newPage(), options.origin ?? sitting.origin);
    seat.watch(seat.page);
    await options.before?.(seat.page);
    await seat.page.goto(`${seat.origin}/`);
    return seat;
  }

  /** Another tab of the same tablet. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    this.watch(page);
    await page.goto(`${this.origin}/`);
    return page;
  }

  private watch(page: Page): void {
    const allowed = [this.origin, this.sitting.origin].flatMap((origin) => [origin, origin.replace(/^https/, "wss")]);
    const see = (address: string): void => {
      const url = new URL(address);
      if (url.protocol === "data:") return;
      this.origins.add(url.origin);
      if (!allowed.includes(url.origin)) this.wrong.push(`request ${address}`);
    };
    page.on("request", (request) => {
      see(request.url());
    });
    page.on("websocket", (socket) => {
      see(socket.url());
    });
    page.on("response", (response) => {
      const policy = response.headers()["content-security-policy"];
      if (response.request().resourceType() !== "document") return;
      this.policy = policy ?? "";
      if (!isStrict(policy)) this.wrong.push(`policy of ${response.url()}: ${policy ?? "none"}`);
    });
    page.on("pageerror", (error) => this.wrong.push(`error ${error.message}`));
    page.on("console", (message) => {
      // A server that was killed, or a file that is not there, is told as such by the browser.
      const isNetwork = /^(?:Failed to load resource|WebSocket connection to)/.test(message.text());
      if (message.type() === "error" && !isNetwork) this.wrong.push(`console ${message.text()}`);
    });
  }

  /** Taps the target of this name, turning pages until it is there. */
  async tap(action: string): Promise<void> {
    const target = this.page.locator(`[data-action="${action}"]`).last();
    await target.waitFor({ state: "attached" });
    if (!(await target.isVisible())) await this.turnTo(action);
    await target.tap();
  }

  private async turnTo(action: string): Promise<void> {
    const target = this.page.locator(`[data-action="${action}"]`).last();
    for (const turn of ["next-page", "previous-page"]) {
      for (let pages = 0; pages < 60; pages += 1) {
        if (await target.isVisible()) return;
        const button = this.page.locator(`[data-action="${turn}"]:not([aria-disabled])`);
        if ((await button.count()) === 0) break;
        await button.last().tap();
      }
    }
    throw new Error(`${action} is on no page of ${await this.screen()}`);
  }

  /** The name of the screen. */
  async screen(): Promise<string> {
    return (await this.page.locator("[data-screen]").first().getAttribute("data-screen")) ?? "";
  }

  /** Waits for this screen, by name or by its beginning up to a hyphen. */
  async until(name: string, timeout = PATIENCE): Promise<void> {
    const found = this.page.locator(`[data-screen="${name}"], [data-screen^="${name}-"]`);
    await found.waitFor({ timeout }).catch(async (error: unknown) => {
      throw new Error(`no screen ${name}, but ${await this.screen()}: ${(await this.text()).slice(0, 600)}`, { cause: error });
    });
  }

  heading(): Promise<string> {
    return this.page.locator("h1").first().innerText();
  }

  /** Everything that can be read. */
  text(): Promise<string> {
    return this.page.locator("body").innerText();
  }

  /** By the short code of the card, up to the list of contests. */
  async signIn(number: number): Promise<void> {
    await this.showCard(number, this.sitting.code(number));
    await this.until("identity");
    await this.tap("its-me");
    await this.until("list");
  }

  /** Types number and short code with the big keys, and signs in. */
  async showCard(number: number, code: string): Promise<void> {
    await this.until("ways");
    await this.tap("type");
    await this.until("typed");
    for (const digit of String(number)) await this.tap(`key-${digit}`);
    await this.tap("to-code");
    for (const key of code.replaceAll("-", "")) await this.tap(`key-${key}`);
    await this.tap("sign-in");
  }

  /** Opens a contest on the list once it can be voted on. */
  async choose(contest: number): Promise<void> {
    await this.page.locator(`[data-action="contest-${contest}"]`).waitFor({ state: "attached" });
    await this.tap(`contest-${contest}`);
  }

  /** Opens a contest, and waits for its ballot. */
  async ballot(contest: number): Promise<void> {
    await this.page.locator(`button.ready[data-action="contest-${contest}"]`).waitFor({ state: "attached" });
    await this.tap(`contest-${contest}`);
    await this.until(`ballot-${contest}`);
  }

  /** Marks a column (from 0) for each item (from 1) where it is a number; null: nothing is touched there. */
  async mark(columns: readonly (number | null)[], style: "select" | "options" | "ranks" = "select"): Promise<void> {
    for (const [item, column] of columns.entries()) {
      if (column === null) continue;
      const name = `item-${item + 1}`;
      await this.tap(style === "options" ? `${name}-${column}` : name);
      if (style === "ranks") await this.tap(`rank-${column + 1}`);
    }
  }

  /** 核对. */
  async review(): Promise<void> {
    await this.tap("review");
    await this.until("review");
  }

  /** 核对好了, up to "cast or check" with its code; gives the code. An explicit blank ballot is confirmed. */
  async confirm(): Promise<string> {
    await this.tap("right");
    if ((await this.page.locator("dialog").count()) > 0) await this.tap("yes");
    await this.until("cast-or-check");
    await this.page.locator('[data-action="check"]').waitFor();
    return this.code();
  }

  /** 投票, up to the screen that says what became of it. */
  async cast(): Promise<void> {
    await this.tap("cast");
    await this.until("done");
  }

  /** The code on the screen. */
  async code(): Promise<string> {
    return (await this.page.locator(".code").innerText()).replace(/\s/g, "");
  }

  /** What a contest's row on the list says. */
  status(contest: number): Promise<string> {
    const rows = this.page.locator(".contest");
    return rows.nth(contest - 1).locator(".contest-status").innerText();
  }

  /** What is claimed of the vote that this screen is about. */
  async claim(): Promise<Shown> {
    const name = await this.screen();
    if (name.startsWith("done-")) return "cast";
    if (name.startsWith("casting-")) return "casting";
    if (name.startsWith("outcome-")) {
      const claim = await this.page.locator("[data-claim]").getAttribute("data-claim");
      return claim === "cast" || claim === "not-cast" || claim === "unknown" ? claim : null;
    }
    return (await this.text()).includes(zh.notCastYet) ? "not-cast" : null;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Nothing but the page's own, no `unsafe-`, no wildcard. */
function isStrict(policy: string | undefined): boolean {
  if (policy === undefined || /unsafe-|\*|http:/.test(policy)) return false;
  return ["default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"].every((part) => policy.includes(part));
}
