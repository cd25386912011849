/**
 * How much of a declared result is on the screen: the chief scrutineer's keys, as a pure reducer.
 *
 * Rows come from the last to the first, a page of them at a time; those of equal rank come together, because the last of them
 * alone would look like less.
 */

/** Rows that are large enough to be read from the last row of the hall. */
export const ROWS_ON_PAGE = 8;

/** What a key asks for. */
export type Key = "next" | "back" | "everything" | "blank" | "freeze" | "skip" | "page-back" | "page-next" | "contest-back" | "contest-next";

/** `→` and the like. `undefined`: no key of this screen. */
export function keyOf(key: string): Key | undefined {
  switch (key) {
    case "ArrowRight":
    case "PageDown":
      return "next";
    case "ArrowLeft":
    case "PageUp":
      return "back";
    case "e":
    case "E":
      return "everything";
    case "b":
    case "B":
    case ".":
      return "blank";
    case "f":
    case "F":
      return "freeze";
    case " ":
    case "Enter":
    case "Escape":
      return "skip";
    case "ArrowUp":
      return "page-back";
    case "ArrowDown":
      return "page-next";
    case "[":
      return "contest-back";
    case "]":
      return "contest-next";
    default:
      return undefined;
  }
}

export interface Reveal {
  /** Rows shown, from the last; all of them: the whole result. */
  readonly shown: number;
  /** Of the whole result: the page that keys turned to, from 0. */
  readonly page: number;
  /** Bars stand still at once. */
  readonly still: boolean;
}

/** Nothing but how many ballots there were. */
export const NOTHING: Reveal = { shown: 0, page: 0, still: false };

/** Rows best first, by their ranks alone. */
export function step(reveal: Reveal, key: Key, ranks: readonly number[]): Reveal {
  const rows = ranks.length;
  const stops = stopsOf(ranks);
  const last = Math.max(0, Math.ceil(rows / ROWS_ON_PAGE) - 1);
  switch (key) {
    case "next":
      return { shown: stops.find((stop) => stop > reveal.shown) ?? rows, page: 0, still: false };
    case "back":
      return { shown: stops.filter((stop) => stop < reveal.shown).at(-1) ?? 0, page: 0, still: true };
    case "everything":
      return { shown: rows, page: 0, still: true };
    case "skip":
      return { ...reveal, still: true };
    case "page-back":
      return { ...reveal, page: Math.max(0, reveal.page - 1), still: true };
    case "page-next":
      return { ...reveal, page: reveal.shown < rows ? 0 : Math.min(last, reveal.page + 1), still: true };
    case "blank":
    case "freeze":
    case "contest-back":
    case "contest-next":
      return reveal;
  }
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
export function shownRows(reveal: Reveal, ranks: readonly number[]): { readonly page: number; readonly pages: number; readonly rows: readonly { readonly at: number; readonly shown: boolean; readonly isNew: boolean }[] } {
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
