/**
 * How much of a declared result is on the screen, as a pure reducer of keys at the hall's machine
 * (docs/decisions/0014: why keys, and no command over the network).
 *
 * Rows come from the last to the first, a page of them at a time; those of equal rank come together, because the last of them
 * alone would look like less.
 *
 * Invariants
 * - Nothing is revealed by one key alone: the first row and "everything" are asked for twice, no faster than a finger bounces.
 * - Two presses within the time in which a bar grows reveal one row: the second makes the bar stand still.
 */

import type { Key } from "./keys.js";
import type { Result } from "./result.js";

/** Rows that are large enough to be read from the last row of the hall. */
export const ROWS_ON_PAGE = 8;

/** A second press sooner than this is the same finger. Milliseconds. */
export const BOUNCE_MS = 400;
/** A first press is forgotten after this. Milliseconds. */
export const ARMED_MS = 20_000;
/** So long a bar grows and its figure appears (hall.css). Milliseconds. */
export const GROW_MS = 1_500;

export interface Reveal {
  /** Rows shown, from the last; all of them: the whole result. */
  readonly shown: number;
  /** Of the whole result: the page that keys turned to, from 0. */
  readonly page: number;
  /** Bars stand still at once. */
  readonly still: boolean;
  /** A key that reveals was pressed once, and waits for its second press. */
  readonly armed: "next" | "everything" | undefined;
  /** When the newest key of these was pressed, in milliseconds of the machine's steady clock. */
  readonly since: number;
}

/** Nothing but how many ballots there were. */
export const NOTHING: Reveal = { shown: 0, page: 0, still: false, armed: undefined, since: 0 };

/** Ranks of what is revealed one after another, best first; a void vote is one of them. */
export function stepsOf(result: Result): readonly number[] {
  return result.void === undefined ? result.rows.map(({ rank }) => rank) : [1];
}

/** What a key does, at `now` of the machine's steady clock. Rows best first, by their ranks alone. */
export function step(reveal: Reveal, key: Key, ranks: readonly number[], now: number): Reveal {
  const rows = ranks.length;
  const stops = stopsOf(ranks);
  const last = Math.max(0, Math.ceil(rows / ROWS_ON_PAGE) - 1);
  const done = reveal.shown >= rows;
  switch (key) {
    case "next": {
      if (done) return reveal;
      if (reveal.shown === 0 && !isSecond(reveal, key, now)) return arm(reveal, key, now);
      if (reveal.shown > 0 && !reveal.still && now - reveal.since < GROW_MS) return { ...reveal, still: true };
      return { shown: stops.find((stop) => stop > reveal.shown) ?? rows, page: 0, still: false, armed: undefined, since: now };
    }
    case "everything":
      if (done) return reveal;
      if (!isSecond(reveal, key, now)) return arm(reveal, key, now);
      return { shown: rows, page: 0, still: true, armed: undefined, since: now };
    case "back":
      if (reveal.armed !== undefined) return { ...reveal, armed: undefined };
      return { shown: stops.filter((stop) => stop < reveal.shown).at(-1) ?? 0, page: 0, still: true, armed: undefined, since: now };
    case "page-back":
      return { ...reveal, page: Math.max(0, reveal.page - 1), still: true, armed: undefined };
    case "page-next":
      return { ...reveal, page: done ? Math.min(last, reveal.page + 1) : 0, still: true, armed: undefined };
    case "blank":
    case "freeze":
    case "contest-back":
    case "contest-next":
    case "lang":
    case "theme":
    case "help":
      return reveal;
  }
}

/** Forgets a first press after a while. */
export function lapse(reveal: Reveal, now: number): Reveal {
  return reveal.armed !== undefined && now - reveal.since > ARMED_MS ? { ...reveal, armed: undefined } : reveal;
}

function isSecond({ armed, since }: Reveal, key: "next" | "everything", now: number): boolean {
  return armed === key && now - since >= BOUNCE_MS && now - since <= ARMED_MS;
}

/** A press that bounced changes nothing, so that the finger's second press counts from the first. */
function arm(reveal: Reveal, key: "next" | "everything", now: number): Reveal {
  return reveal.armed === key && now - reveal.since < BOUNCE_MS ? reveal : { ...reveal, armed: key, since: now };
}

/** After which numbers of rows, counted from the last, a key stops: between ranks, and at the top of a page. */
function stopsOf(ranks: readonly number[]): readonly number[] {
  const stops: number[] = [];
  for (let at = ranks.length - 1; at >= 0; at -= 1) {
    const ends = at % ROWS_ON_PAGE === 0 || ranks[at] !== ranks[at - 1];
    if (ends) stops.push(ranks.length - at);
  }
  return stops;
}

/** Of so many rows: the page that is shown, from 0, and its rows. `isNew`: the rows that came with the last key. */
export function shownRows(reveal: Pick<Reveal, "shown" | "page">, ranks: readonly number[]): { readonly page: number; readonly pages: number; readonly rows: readonly { readonly at: number; readonly shown: boolean; readonly isNew: boolean }[] } {
  const count = ranks.length;
  const pages = Math.max(1, Math.ceil(count / ROWS_ON_PAGE));
  const first = count - reveal.shown;
  const whole = reveal.shown >= count;
  const page = whole ? Math.min(reveal.page, pages - 1) : Math.min(pages - 1, Math.floor(first / ROWS_ON_PAGE));
  const start = page * ROWS_ON_PAGE;
  const before = stopsOf(ranks).filter((stop) => stop < reveal.shown).at(-1) ?? 0;
  const rows = Array.from({ length: Math.min(ROWS_ON_PAGE, count - start) }, (_, i) => {
    const at = start + i;
    return { at, shown: at >= first, isNew: at >= first && at < count - before };
  });
  return { page, pages, rows };
}
