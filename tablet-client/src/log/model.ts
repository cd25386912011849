/** What the observer's page shows, as a function of the book and of what its reader asked for. */

import type { Signed } from "../follow/checkpoint.js";
import type { Book, Found, Line } from "./book.js";
import { readAsked } from "./book.js";

/** So many entries on a page. */
export const LINES_ON_PAGE = 20;

/** Which entries: all, or those that matter to somebody who looks for the course of things. */
export type Filter = "all" | "acts";

/** Kinds of which there are as many as deputies. */
const MANY: ReadonlySet<Line["kind"]> = new Set<Line["kind"]>(["checked_in", "ballot_issued", "ballot_challenged", "ballot_returned", "ballot_cast", "vote_cast", "paper_cast", "blob_part"]);

export interface Page {
  /** Newest first. */
  readonly lines: readonly Line[];
  /** From 1; page 1 has the newest. */
  readonly page: number;
  readonly pages: number;
}

/** A page of the first `size` entries, newest first; a page beyond the last is the last. */
export function pageOf(book: Book, size: number, filter: Filter, page: number): Page {
  const lines = filter === "all" ? undefined : book.entries.filter(({ index, kind }) => index < size && !MANY.has(kind));
  const count = lines?.length ?? size;
  const pages = Math.max(1, Math.ceil(count / LINES_ON_PAGE));
  const shown = Math.min(pages, Math.max(1, page));
  const end = count - (shown - 1) * LINES_ON_PAGE;
  const some = (lines ?? book.entries).slice(Math.max(0, end - LINES_ON_PAGE), end);
  return { lines: some.reverse(), page: shown, pages };
}

/** The page on which an entry stands among all. */
export function pageWith(size: number, index: number): number {
  return 1 + Math.floor((size - 1 - index) / LINES_ON_PAGE);
}

/** What became of a look-up. */
export type Answer =
  | { readonly is: "nothing-asked" }
  | { readonly is: "no-code" }
  | { readonly is: "not-found"; readonly voting: boolean }
  | { readonly is: "found"; readonly found: readonly Found[] };

/** Looks for a code among what a checkpoint covers. While a contest is voting its ballots are not in the log yet. */
export function lookUp(book: Book, signed: Signed, text: string): Answer {
  if (text.trim() === "") return { is: "nothing-asked" };
  const asked = readAsked(text);
  if (asked.is === "none") return { is: "no-code" };
  const found = book.find(asked, signed.size);
  if (found.length > 0) return { is: "found", found };
  const voting = book.contests.some(({ stage }) => stage === "open" || stage === "held" || stage === "ended" || stage === "opening");
  return { is: "not-found", voting };
}
