/** The ballot: a row for each item, the counter beside the heading, the way to the review in its corner. */
import type { ComponentChildren, JSX } from "preact";
import type { ContestView, ItemView } from "../../device/api.js";
import { ballotWord, texts } from "../../lang/index.js";
import { Button } from "../../ui/button.js";
import { Screen } from "../../ui/screen.js";
import { isChange } from "../model/ballot.js";
import * as marks from "../model/marks.js";
import type { Step } from "../model/state.js";
import * as words from "../words.js";
import type { Ui } from "./ui.js";

/** The contest above a step's heading: its tags, its title, its short code. */
export function over(ui: Ui, contest: ContestView): JSX.Element {
  return (
    <>
      {words.tags(ui.t, contest).map((tag) => (
        <span key={tag} class="tag">{tag}</span>
      ))}
      {contest.title} <span class="contest-code">{ui.t.contestCode(contest.code)}</span>
    </>
  );
}

/** In the other language too, where the ballot is shown in both. */
export function inBoth(ui: Ui, say: (t: Ui["t"]) => string): ComponentChildren {
  if (!ui.reading.bilingual) return say(ui.t);
  const other = ui.reading.lang === "zh" ? "en" : "zh";
  return (
    <>
      {say(ui.t)} <span class="other-language" lang={texts(other).tag}>{say(texts(other))}</span>
    </>
  );
}

/** 记名 or 改票. */
export function banner(ui: Ui, contest: ContestView): string | null {
  if (contest.secrecy === "named") return ui.t.namedBanner;
  return isChange(contest) ? ui.t.changeBanner : null;
}

export function MarkingScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "marking" } }): JSX.Element {
  const { t, act, frame, reading } = ui;
  const { contest, marks: ticks } = step.ballot;
  const blankItem = words.blankItem(t, contest);
  return (
    <Screen
      frame={frame}
      name={`ballot-${contest.contest}`}
      over={over(ui, contest)}
      heading={inBoth(ui, (texts) => words.markTitle(texts, contest))}
      side={
        <div class="counter" role="status" aria-live="polite" data-counter="">
          {words.counter(reading, contest, ticks)}
          {blankItem === null ? null : <span class="counter-more">{blankItem}</span>}
        </div>
      }
      banner={banner(ui, contest)}
      list
      blocks={contest.items.map((item, index) => ({ key: String(item.number), node: <Row ui={ui} contest={contest} item={item} index={index} mark={ticks[index] ?? null} /> }))}
      actions={
        <>
          <Button action="back" onPress={() => { act({ is: "to-list" }); }}>{t.leave}</Button>
          <Button action="review" kind="primary" onPress={() => { act({ is: "review" }); }}>{words.toReview(t, contest, ticks)}</Button>
        </>
      }
    />
  );
}

interface RowProps {
  readonly ui: Ui;
  readonly contest: ContestView;
  readonly item: ItemView;
  readonly index: number;
  readonly mark: number | null;
}

function Row(props: RowProps): JSX.Element {
  const { ui, contest, item, index } = props;
  const detail = (
    <Button action={`detail-${item.number}`} class="row-detail" label={ui.t.detailOf(item.number)} onPress={() => { ui.act({ is: "detail", item: index }); }}>
      {ui.t.detail}
    </Button>
  );
  switch (contest.style.is) {
    case "select":
      return (
        <div class={props.mark === null ? "row" : "row marked"}>
          <SelectRow {...props} />
          {detail}
        </div>
      );
    case "votes":
    case "grades":
      return <OptionsRow {...props} detail={detail} />;
    case "ranks":
      return (
        <div class={props.mark === null ? "row" : "row marked"}>
          <RankRow {...props} />
          {detail}
        </div>
      );
  }
}

/** Number, title, and one line of what it costs and who does it. */
export function ItemWords({ item }: { readonly item: ItemView }): JSX.Element {
  return (
    <span class="row-words">
      <span class="row-title">
        <span class="row-number">{item.number}.</span> {item.title}
      </span>
      <span class="row-more">
        <span class="row-budget">{item.budget}</span> <span class="row-department">{item.department}</span>
      </span>
    </span>
  );
}

/** The whole row is the target. */
function SelectRow({ ui, item, index, mark }: RowProps): JSX.Element {
  const marked = mark !== null;
  return (
    <label class="row-target pressable" data-action={`item-${item.number}`}>
      <input
        type="checkbox"
        class="row-input"
        checked={marked}
        aria-label={`${ui.t.rowNumber(item.number)} ${item.title} ${item.budget}`}
        onChange={(event) => {
          // The box shows the marks, not the press: the eleventh is explained and sets nothing.
          event.currentTarget.checked = marked;
          ui.act({ is: "mark", item: index, option: 0 });
        }}
      />
      <span class="box" aria-hidden="true">
        <Tick />
        <span class="box-word">{ui.t.chosenWord}</span>
      </span>
      <ItemWords item={item} />
    </label>
  );
}

export function Tick(): JSX.Element {
  return (
    <svg class="tick" viewBox="0 0 24 24" aria-hidden="true">
      <rect class="tick-box" x="1.5" y="1.5" width="21" height="21" rx="4" />
      <path class="tick-sign" d="M5.5 12.5l4.5 4.8L18.7 7" fill="none" stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

function OptionsRow({ ui, contest, item, index, mark, detail }: RowProps & { readonly detail: JSX.Element }): JSX.Element {
  return (
    <fieldset class={mark === null ? "row options-row" : "row options-row marked"}>
      <legend class="visually-hidden">
        {ui.t.rowNumber(item.number)} {item.title}
      </legend>
      <div class="options-words">
        <ItemWords item={item} />
        {detail}
      </div>
      <div class={ui.reading.bilingual ? "options options-both" : "options"}>
        {marks.markedColumns(contest).map((column) => {
          const option = contest.options[column];
          return option === undefined ? null : (
            <button
              key={column}
              type="button"
              class="option pressable"
              data-action={`item-${item.number}-${column}`}
              aria-pressed={mark === column}
              onClick={() => { ui.act({ is: "mark", item: index, option: column }); }}
            >
              <Tick />
              <span>{ballotWord(ui.reading, option)}</span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

function RankRow({ ui, item, index, mark }: RowProps): JSX.Element {
  return (
    <button type="button" class="row-target pressable" data-action={`item-${item.number}`} onClick={() => { ui.act({ is: "ask-rank", item: index }); }}>
      <span class={mark === null ? "rank" : "rank given"}>{mark === null ? ui.t.rankGive : ui.t.rankGiven(mark + 1)}</span>
      <ItemWords item={item} />
    </button>
  );
}
