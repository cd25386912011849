/**
 * Everything that the screens of one deputy claimed of votes, at each moment, over reloads and in every tab: so that it can be compared
 * with the log when that is complete.
 */

import type { BrowserContext } from "playwright-core";

/** 投出; 没有投出; 还不知道; a ballot that may be begun, which says that none was cast. */
export type Claim = "cast" | "not-cast" | "unknown" | "ready";

/** What a screen said at one moment: of which contest it claimed what. */
export interface Said {
  readonly screen: string;
  readonly claims: ReadonlyMap<number, Claim>;
  /** The code of the ballot that would be cast now. */
  readonly code: string;
}

/** Says every change of what the screen claims; runs in each page before the page's own scripts. */
const LISTENING = `(() => {
  let last = "";
  const look = () => {
    const screen = document.querySelector("[data-screen]");
    if (screen === null) return;
    const rows = [...document.querySelectorAll('.contest[data-action^="contest-"]')].map((row) => [Number(row.dataset.action.slice(8)), row.querySelector(".contest-status")?.textContent ?? ""]);
    const claim = document.querySelector("[data-claim]")?.dataset.claim ?? "";
    const code = [...document.querySelectorAll(".code-group")].map((group) => group.textContent.trim()).join("");
    const now = JSON.stringify({ screen: screen.dataset.screen, heading: document.querySelector("h1")?.textContent ?? "", claim, rows, code });
    if (now === last) return;
    last = now;
    window.piaojueTold(now);
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})()`;

/** What a contest's row on the list claims. */
function claimOfRow(status: string): Claim | null {
  if (/还不知道|not known yet/.test(status)) return "unknown";
  if (/没有投出|not cast$/.test(status)) return "not-cast";
  if (/^(?:票已投出|已投出|没有改票|有回执|ballot cast|cast, named|not changed|receipt given)/.test(status)) return "cast";
  return /^(?:可以投票|ready to vote)/.test(status) ? "ready" : null;
}

function record(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function rowsOf(rows: unknown): readonly (readonly [number, string])[] {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  return list.flatMap((row) => (Array.isArray(row) && typeof row[0] === "number" && typeof row[1] === "string" ? [[row[0], row[1]] as const] : []));
}

/** Of a screen that is about one contest: its number, and the claim. */
function ofScreen(screen: string, heading: string, claim: string): readonly [number, Claim] | null {
  const [, what, number] = /^(done|casting|outcome)-(\d+)$/.exec(screen) ?? [];
  if (what === undefined) return null;
  if (what === "done") return [Number(number), "cast"];
  if (what === "casting") return [Number(number), "unknown"];
  // The words are what a person reads: they count, and the mark beside them must not say another thing.
  const read: Claim | null = /^(?:还不知道|Not known yet)/.test(heading)
    ? "unknown"
    : /^(?:没有投出|Not cast)/.test(heading)
      ? "not-cast"
      : /^(?:没有改票|票已投出|有回执|Not changed|Your ballot is cast|receipt given)/.test(heading)
        ? "cast"
        : null;
  if (read !== null && claim !== read) throw new Error(`"${heading}" is marked ${claim}`);
  return read === null ? null : [Number(number), read];
}

export class Told {
  readonly said: Said[] = [];
  /** Codes of the ballots for which 投票 was pressed, by contest. */
  readonly pressed = new Map<number, Set<string>>();
  readonly faults: string[] = [];
  private readonly shown = new Map<number, string>();

  /** Hears every page of this tablet from now on. */
  async listen(context: BrowserContext): Promise<void> {
    await context.exposeBinding("piaojueTold", (_, text: string) => {
      this.hear(text);
    });
    await context.addInitScript(LISTENING);
  }

  private hear(text: string): void {
    const { screen, heading, claim, rows, code } = record(text);
    if (typeof screen !== "string" || typeof heading !== "string" || typeof claim !== "string" || typeof code !== "string") return;
    const claims = new Map<number, Claim>();
    for (const [number, status] of rowsOf(rows)) {
      const of = claimOfRow(status);
      if (of !== null) claims.set(number, of);
    }
    try {
      const of = ofScreen(screen, heading, claim);
      if (of !== null) claims.set(...of);
    } catch (error) {
      this.faults.push(error instanceof Error ? error.message : "");
    }
    this.said.push({ screen, claims, code });
    this.follow(screen, code);
  }

  private follow(screen: string, code: string): void {
    const [, step, number] = /^(cast-or-check|casting)-(\d+)$/.exec(screen) ?? [];
    const contest = Number(number);
    if (step === "cast-or-check") this.shown.set(contest, code);
    const shown = this.shown.get(contest);
    if (step !== "casting" || shown === undefined || shown === "") return;
    this.pressed.set(contest, (this.pressed.get(contest) ?? new Set()).add(shown));
    this.shown.delete(contest);
  }

  /** What was claimed last of this contest. */
  last(contest: number): Claim | undefined {
    return this.said.flatMap(({ claims }) => claims.get(contest) ?? []).at(-1);
  }

  /** What was claimed of this contest, one after another, without repetitions. */
  claims(contest: number): readonly Claim[] {
    const all = this.said.flatMap(({ claims }) => claims.get(contest) ?? []);
    return all.filter((claim, at) => claim !== all[at - 1]);
  }

  /**
   * Claims that the complete log refutes, a line each. 投出 must be true whenever it is said. 没有投出 is final, so it must be true too;
   * and once 投票 was pressed, no ballot may be offered again unless the one that was pressed never arrived.
   */
  untrue(contest: number, isInLog: boolean): readonly string[] {
    const wrong: string[] = [];
    let wasPressed = false;
    for (const { screen, claims } of this.said) {
      const claim = claims.get(contest);
      wasPressed ||= screen === `casting-${contest}`;
      if (claim === "cast" && !isInLog) wrong.push(`${screen}: said to be cast, and it is not in the log`);
      if (claim === "not-cast" && isInLog) wrong.push(`${screen}: said not to be cast, and it is in the log`);
      const offers = claim === "ready" || new RegExp(`^(?:ballot|review|cast-or-check)-${contest}$`).test(screen);
      if (offers && wasPressed && isInLog) wrong.push(`${screen}: offered again, and the first is in the log`);
    }
    return [...new Set(wrong)];
  }
}
