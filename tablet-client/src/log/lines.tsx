/** The entries, a page at a time, newest first. */

import type { JSX } from "preact";
import type { PublicTexts } from "../lang/public/index.js";
import { Button } from "../ui/button.js";
import type { Book, Line } from "./book.js";
import { pageOf, type Filter } from "./model.js";

interface LinesProps {
  readonly t: PublicTexts;
  readonly book: Book;
  readonly size: number;
  readonly filter: Filter;
  readonly page: number;
  readonly marked: number | undefined;
  readonly onFilter: (filter: Filter) => void;
  readonly onPage: (page: number) => void;
}

export function Lines({ t, book, size, filter, page: asked, marked, onFilter, onPage }: LinesProps): JSX.Element {
  const { lines, page, pages } = pageOf(book, size, filter, asked);
  return (
    <section aria-labelledby="lines" class="lines">
      <h2 id="lines">{t.observer.lines}</h2>
      <div class="filters" role="group" aria-label={t.observer.which}>
        <Button action="filter-acts" pressed={filter === "acts"} onPress={() => { onFilter("acts"); }}>
          {t.observer.acts}
        </Button>
        <Button action="filter-all" pressed={filter === "all"} onPress={() => { onFilter("all"); }}>
          {t.observer.all(size)}
        </Button>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.observer.index}</th>
            <th scope="col">{t.observer.time}</th>
            <th scope="col">{t.observer.words}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LineView key={line.index} t={t} line={line} marked={line.index === marked} />
          ))}
        </tbody>
      </table>
      <nav class="turn" aria-label={t.observer.turn}>
        <Button action="newer" off={page <= 1} onPress={() => { onPage(page - 1); }}>
          {t.observer.newer}
        </Button>
        <p>{t.pageOf(page, pages)}</p>
        <Button action="older" off={page >= pages} onPress={() => { onPage(page + 1); }}>
          {t.observer.older}
        </Button>
      </nav>
      <p class="small">{t.observer.linesLead}</p>
    </section>
  );
}

/** 03-01 09:30, Beijing. */
function moment(seconds: number): string {
  return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(5, 16).replace("T", " ");
}

function LineView({ t, line: { index, time, words, code }, marked }: { readonly t: PublicTexts; readonly line: Line; readonly marked: boolean }): JSX.Element {
  return (
    <tr class={marked ? "marked" : ""}>
      <td class="number">{index}</td>
      <td class="when">{moment(time)}</td>
      <td>
        {words(t)}
        {code !== undefined && <span class="code ballot-code">{t.observer.ballotCode(code)}</span>}
      </td>
    </tr>
  );
}
