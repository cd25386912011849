/** Someone who does anything at a tablet. */

import type { Guest } from "./guest.js";

/** What can be tapped now: its name, where it is, and whether it leads on. */
interface Target {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly leads: boolean;
}

/** Only what a finger really meets at that place. */
const TARGETS = `[...document.querySelectorAll("[data-action]")].flatMap((element) => {
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const met = box.width > 0 && box.height > 0 ? document.elementFromPoint(x, y) : null;
  if (met === null || !(element.contains(met) || met.contains(element)) || element.getAttribute("aria-disabled") === "true") return [];
  return [{ name: element.dataset.action, x, y, leads: element.classList.contains("primary") || element.classList.contains("ready") }];
})`;

/** Screens on which the device has it in hand, and say so. */
const IN_HAND = /^(?:starting|reading|checking-in|awaiting-roles|casting)/;
/** The other tab is the one, and it is said so. */
const ELSEWHERE = "elsewhere";
const REMEMBERED = 8;
const KEYS = ["Tab", "Enter", "Escape", "Space", "ArrowDown", "Backspace", "1", "A"];
/** A page is not back yet, or a server is not there. */
const PATIENCE = 15_000;
/** Nobody who does anything at all waits longer for one touch. */
const HURRY = 2_000;

/** Numbers that look random and are the same in each run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && "name" in value && "x" in value && "y" in value && "leads" in value;
}

export class Monkey {
  /** Names of screens that were seen, up to the hyphen before a contest. */
  readonly screens = new Set<string>();
  /** How often each kind of action was done. */
  readonly counts = new Map<string, number>();
  /** States without a way on, a line each. */
  readonly stuck: string[] = [];
  /** What was done last. */
  private readonly last: string[] = [];
  private readonly random: (below: number) => number;
  private isCut = false;

  constructor(
    readonly guest: Guest,
    seed: number,
  ) {
    this.random = numbers(seed);
    guest.seat.page.setDefaultTimeout(HURRY);
  }

  get newest(): string {
    return this.last.at(-1) ?? "";
  }

  /** One action, and a look at what it led to. */
  async act(): Promise<void> {
    const { guest } = this;
    const { page } = guest.seat;
    const chance = this.random(100);
    if ((await guest.seat.screen().catch(() => "")) === ELSEWHERE) await this.backToOne();
    else if (this.isCut && this.random(6) === 0) await this.mend();
    else if (chance < 74) await this.tap();
    else if (chance < 82) await this.did("key", page.keyboard.press(KEYS[this.random(KEYS.length)] ?? "Tab"));
    else if (chance < 88) await this.did("back", page.evaluate("history.back()"));
    else if (chance < 91) await this.reload();
    else if (chance < 95) await this.cut();
    else if (chance < 96) await this.tab();
    else await this.did("wait", page.waitForTimeout(150));
    await this.look();
  }

  /** The network is whole, and there is one tab; somebody sits at the list. */
  async calm(): Promise<void> {
    await this.mend();
    await this.closeOthers();
    const { guest } = this;
    guest.seat.page.setDefaultTimeout(4 * PATIENCE);
    if ((await guest.seat.screen()) === ELSEWHERE) await guest.seat.page.reload();
    for (let steps = 0; steps < 40; steps += 1) {
      const screen = await guest.seat.screen();
      if (screen === "list" && (await guest.seat.page.locator("dialog[open]").count()) === 0) return;
      if (screen === "ways") {
        await guest.signIn();
        continue;
      }
      const targets = await this.targets();
      // As somebody would who wants to get on: what is over the screen first, then back.
      const names = ["uncover", "close", "its-me", "next-deputy", "clear", "to-list", "ways", "again", "change", "back", "not-me"];
      const way = names.flatMap((name) => targets.filter((target) => target.name === name)).at(0);
      if (way === undefined) await guest.seat.page.waitForTimeout(250);
      else await guest.seat.page.touchscreen.tap(way.x, way.y);
    }
    throw new Error(`deputy ${guest.number} cannot get from ${await guest.seat.screen()} to the list: ${await guest.seat.text()}`);
  }

  private count(name: string): void {
    this.last.push(name);
    if (this.last.length > REMEMBERED) this.last.shift();
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  private async did(name: string, action: Promise<unknown>): Promise<void> {
    this.count(name);
    await action.catch(async () => {
      // The page was gone for a moment, or nothing came of it in time.
      this.count(`${name} in vain`);
      await this.guest.seat.page.waitForTimeout(50);
    });
  }

  private async targets(): Promise<readonly Target[]> {
    const found: unknown = await this.guest.seat.page.evaluate(TARGETS).catch(() => []);
    const list: readonly unknown[] = Array.isArray(found) ? found : [];
    return list.filter(isTarget);
  }

  private async tap(): Promise<void> {
    const { guest } = this;
    const all = await this.targets();
    if (all.some(({ name }) => name === "scan") && this.random(3) > 0) {
      // Nobody types a short code at random.
      if (this.isCut) await this.mend();
      await this.did("sign in", guest.showCard());
      return;
    }
    // Someone in a hurry more often than not: a monkey alone would hardly ever come as far as a cast.
    const leading = all.filter(({ leads }) => leads);
    const among = leading.length > 0 && this.random(2) === 0 ? leading : all.filter(({ name }) => name !== "speak");
    const target = among[this.random(Math.max(1, among.length))];
    if (target === undefined) await this.did("wait", guest.seat.page.waitForTimeout(100));
    else await this.did("tap", guest.seat.page.touchscreen.tap(target.x, target.y));
  }

  /** A page that is served over the same network does not come while that is cut. */
  private async reload(): Promise<void> {
    if (this.isCut) await this.mend();
    const { page } = this.guest.seat;
    this.count("reload");
    for (let tries = 0; tries < 40; tries += 1) {
      try {
        await page.reload({ timeout: PATIENCE });
        return;
      } catch {
        // The server was killed a moment ago.
        await page.waitForTimeout(500);
      }
    }
    throw new Error("the page never came again");
  }

  private async cut(): Promise<void> {
    const { relay, seat } = this.guest;
    switch (this.random(4)) {
      case 0:
        await this.did("offline", seat.context.setOffline(true));
        break;
      case 1:
        this.count("answers lost");
        void relay.loseAnswers();
        break;
      case 2:
        this.count("requests torn");
        void relay.tearRequests();
        break;
      default:
        this.count("cut");
        relay.cut();
    }
    this.isCut = true;
  }

  private async mend(): Promise<void> {
    const { relay, seat } = this.guest;
    this.count("mended");
    await seat.context.setOffline(false);
    // Lines on which answers were lost break too: a network that comes back is a new one.
    relay.cut();
    relay.mend();
    this.isCut = false;
  }

  private async tab(): Promise<void> {
    const { seat } = this.guest;
    if (seat.context.pages().length > 1) {
      this.count("second tab closed");
      await this.closeOthers();
      return;
    }
    if (this.isCut) await this.mend();
    // A server that was killed a moment ago does not answer it either.
    await this.did("second tab", seat.tab());
    await seat.page.bringToFront();
  }

  /** As the screen says: the other one is closed; then this one is loaded anew. */
  private async backToOne(): Promise<void> {
    this.count("second tab closed");
    await this.closeOthers();
    await this.reload();
  }

  private async closeOthers(): Promise<void> {
    const { context, page } = this.guest.seat;
    for (const other of context.pages()) if (other !== page) await other.close();
  }

  /** Something can be tapped, or it is said that the device has it in hand. */
  private async look(): Promise<void> {
    const { seat, number } = this.guest;
    for (let tries = 0; tries < 20; tries += 1) {
      const [screen, targets] = [await seat.screen().catch(() => ""), await this.targets()];
      this.screens.add(screen.replace(/-\d+$/, ""));
      const ways = targets.filter(({ name }) => !["cover", "help", "settings"].includes(name));
      if (ways.length > 0 || IN_HAND.test(screen) || screen === ELSEWHERE) return;
      // A moment between two pages, or between two screens.
      await seat.page.waitForTimeout(100);
    }
    const [at, text] = [seat.page.url(), await seat.text().catch(() => "")];
    this.stuck.push(`deputy ${number} at ${at}: ${text.slice(0, 200)}; ${this.last.join(", ")}`);
    await seat.page.goto(`${seat.origin}/`).catch(() => undefined);
  }
}
