/** A declared result: how many ballots, then rows from the last to the first, with bars of our own. */

import type { JSX } from "preact";
import type { Mark, Result, ResultRow } from "./result.js";
import { shownRows, type Reveal } from "./reveal.js";

/** Of a bar's drawing, in its own units: as wide as the stylesheet makes the column, so that nothing is stretched. */
const WIDTH = 520;
const HEIGHT = 52;
const DETAILED_HEIGHT = 32;
/** So few rows are set larger. */
const FEW = 5;

export function Declared({ result, reveal }: { readonly result: Result; readonly reveal: Reveal }): JSX.Element {
  if (result.void !== undefined) {
    return (
      <>
        <Numbers counts={result.counts} />
        <p class="word waiting">本次表决无效</p>
        <p class="line last">{result.void}</p>
      </>
    );
  }
  const ranks = result.rows.map(({ rank }) => rank);
  const { page, pages, rows } = shownRows(reveal, ranks);
  const whole = reveal.shown >= ranks.length;
  return (
    <>
      <Numbers counts={result.counts} />
      {reveal.shown === 0 ? (
        <p class="word waiting">等待宣布结果</p>
      ) : (
        <>
          <div class={ranks.length <= FEW ? "rows few" : "rows"}>
            <ThresholdHead threshold={result.threshold} />
            {rows.map(({ at, shown, isNew }) => {
              const row = result.rows[at];
              return row === undefined ? null : <Row key={at} row={row} shown={shown} grows={isNew && !reveal.still} threshold={result.threshold} />;
            })}
          </div>
          <div class="after">
            {whole && result.notes.map((note) => <p key={note} class="after-note">{note}</p>)}
            {pages > 1 && <p class="page">{`第 ${page + 1} 页，共 ${pages} 页`}</p>}
          </div>
        </>
      )}
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
  const { at, number, words } = threshold;
  return (
    <p class="threshold">
      {at !== undefined && <span class="threshold-key" aria-hidden="true" />}
      {`须 ${number} 票：${words}`}
    </p>
  );
}

const TITLE_LETTERS_MAX = 44;

/** As much of a title as two lines hold; its number says the rest. */
function cut(title: string): string {
  const letters = [...title];
  return letters.length <= TITLE_LETTERS_MAX ? title : `${letters.slice(0, TITLE_LETTERS_MAX - 1).join("")}…`;
}

function Row({ row, shown, grows, threshold }: { readonly row: ResultRow; readonly shown: boolean; readonly grows: boolean; readonly threshold: Result["threshold"] }): JSX.Element {
  if (!shown) return <div class="row hidden-row" aria-hidden="true" />;
  const title = cut(row.title);
  const height = row.detail === "" ? HEIGHT : DETAILED_HEIGHT;
  const letters = [...title].length;
  return (
    <div class={`row mark-${row.mark.is}${grows ? " grows" : ""}${row.detail === "" ? "" : " detailed"}`}>
      <p class="rank">
        <span class="rank-number">{row.rank}</span>
      </p>
      <p class="number">{row.number}号</p>
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
