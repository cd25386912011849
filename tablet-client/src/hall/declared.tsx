/** A declared result: how many ballots, then rows from the last to the first, with bars of our own. */

import type { JSX } from "preact";
import type { PublicTexts } from "../lang/public/index.js";
import type { Mark, Result, ResultRow } from "./result.js";
import { shownRows, stepsOf, type Reveal } from "./reveal.js";

/** Of a bar's drawing, in its own units: as wide as the stylesheet makes the column, so that nothing is stretched. */
const WIDTH = 520;
const HEIGHT = 52;
const DETAILED_HEIGHT = 32;
/** So few rows are set larger. */
const FEW = 5;

export interface DeclaredProps {
  readonly t: PublicTexts;
  readonly result: Result;
  readonly reveal: Reveal;
}

/** See [`DeclaredProps`]. Nothing but how many ballots there were, until keys reveal more. */
export function Declared({ t, result, reveal }: DeclaredProps): JSX.Element {
  const ranks = stepsOf(result);
  const whole = reveal.shown >= ranks.length;
  return (
    <>
      <Numbers counts={result.counts} />
      {reveal.shown === 0 ? <Waiting t={t} reveal={reveal} /> : result.void === undefined ? <Rows t={t} result={result} reveal={reveal} /> : <Invalid t={t} why={result.void} />}
      {reveal.shown > 0 && reveal.armed === "everything" && !whole && <p class="armed-note">{t.armedAll}</p>}
    </>
  );
}

function Waiting({ t, reveal: { armed } }: { readonly t: PublicTexts; readonly reveal: Reveal }): JSX.Element {
  return (
    <div class="waiting">
      <p class="word">{armed === undefined ? t.waiting : t.armed}</p>
      {armed !== undefined && <p class="line">{armed === "next" ? t.armedLine : t.armedAll}</p>}
    </div>
  );
}

function Invalid({ t, why }: { readonly t: PublicTexts; readonly why: string }): JSX.Element {
  return (
    <div class="waiting">
      <p class="word">{t.invalid}</p>
      <p class="line last">{why}</p>
    </div>
  );
}

function Rows({ t, result, reveal }: DeclaredProps): JSX.Element {
  const ranks = stepsOf(result);
  const { page, pages, rows } = shownRows(reveal, ranks);
  const whole = reveal.shown >= ranks.length;
  return (
    <>
      <div class={ranks.length <= FEW ? "rows few" : "rows"}>
        <ThresholdHead threshold={result.threshold} />
        {rows.map(({ at, shown, isNew }) => {
          const row = result.rows[at];
          return row === undefined ? null : <Row key={at} t={t} row={row} shown={shown} grows={isNew && !reveal.still} threshold={result.threshold} />;
        })}
      </div>
      <div class="after">
        {whole && result.notes.map((note) => <p key={note} class="after-note">{note}</p>)}
        {pages > 1 && <p class="page">{t.pageOf(page + 1, pages)}</p>}
      </div>
    </>
  );
}

function Numbers({ counts }: { readonly counts: Result["counts"] }): JSX.Element {
  return (
    <dl class="numbers">
      {counts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ThresholdHead({ threshold }: { readonly threshold: Result["threshold"] }): JSX.Element | null {
  if (threshold === undefined) return null;
  const { at, words } = threshold;
  return (
    <p class="threshold">
      {at !== undefined && <span class="threshold-key" aria-hidden="true" />}
      {words}
    </p>
  );
}

const TITLE_LETTERS_MAX = 44;

/** As much of a title as two lines hold; its number says the rest. */
function cut(title: string): string {
  const letters = [...title];
  return letters.length <= TITLE_LETTERS_MAX ? title : `${letters.slice(0, TITLE_LETTERS_MAX - 1).join("")}…`;
}

function Row({ t, row, shown, grows, threshold }: { readonly t: PublicTexts; readonly row: ResultRow; readonly shown: boolean; readonly grows: boolean; readonly threshold: Result["threshold"] }): JSX.Element {
  if (!shown) return <div class="row hidden-row" aria-hidden="true" />;
  const title = cut(row.title);
  const height = row.detail === "" ? HEIGHT : DETAILED_HEIGHT;
  const letters = [...title].length;
  return (
    <div class={`row mark-${row.mark.is}${grows ? " grows" : ""}${row.detail === "" ? "" : " detailed"}`}>
      <p class="rank">
        <span class="rank-number">{row.rank}</span>
      </p>
      <p class="number">{t.number(row.number)}</p>
      <p class={letters <= 13 ? "item" : letters <= 32 ? "item long" : "item longest"}>{title}</p>
      <div class="measure">
        <svg class="bar" viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
          <rect class="bar-whole" x="0" y="6" width={WIDTH} height={height - 12} />
          <rect class="bar-length" x="0" y="6" width={Math.round(WIDTH * row.length)} height={height - 12} />
          {threshold?.at !== undefined && <rect class="bar-threshold" x={Math.round(WIDTH * threshold.at) - 2} y="0" width="4" height={height} />}
        </svg>
        {row.detail !== "" && <p class="detail">{row.detail}</p>}
      </div>
      <p class="figure">{row.figure}</p>
      <p class="mark">
        <MarkView mark={row.mark} />
      </p>
    </div>
  );
}

function MarkView({ mark }: { readonly mark: Mark }): JSX.Element | null {
  switch (mark.is) {
    case "chosen":
      return (
        <span class="badge chosen">
          <Sign path="M4 13l6 6L20 5" />
          {mark.word}
        </span>
      );
    case "tied":
      return (
        <span class="badge tied">
          <Sign path="M4 9h16M4 15h16" />
          {mark.word}
        </span>
      );
    case "not":
      return <span class="badge plain">{mark.word}</span>;
    case "none":
      return null;
  }
}

function Sign({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg class="badge-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
