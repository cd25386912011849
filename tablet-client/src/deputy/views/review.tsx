/** 核对: what was marked, large; what was not, in one line. Then 投票 or 验票机, and what a check shows. */
import type { JSX } from "preact";
import { ballotWord } from "../../lang/index.js";
import { Button } from "../../ui/button.js";
import type { Block } from "../../ui/paged.js";
import { Qr } from "../../ui/qr.js";
import { Screen } from "../../ui/screen.js";
import * as marks from "../model/marks.js";
import type { Ballot, Step } from "../model/state.js";
import { grouped } from "../words.js";
import { Turning } from "./entry.js";
import { ItemWords, Tick, banner, inBoth, over } from "./marking.js";
import { type Ui, beside, text } from "./ui.js";

export function ReviewScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "review" } }): JSX.Element {
  const { t, act, frame } = ui;
  const { contest } = step.ballot;
  return (
    <Screen
      frame={frame}
      name={`review-${contest.contest}`}
      over={over(ui, contest)}
      heading={inBoth(ui, (texts) => texts.reviewTitle)}
      side={t.notCastYet}
      banner={banner(ui, contest)}
      blocks={reviewBlocks(ui, step.ballot)}
      actions={
        <>
          <Button action="change" onPress={() => { act({ is: "change" }); }}>{t.change}</Button>
          <Button action="right" kind="primary" onPress={() => { act({ is: "right" }); }}>{t.reviewRight}</Button>
        </>
      }
    />
  );
}

/** What was marked, each with its word; then what was not. */
function reviewBlocks(ui: Ui, { contest, marks: ticks }: Ballot): readonly Block[] {
  const { t, reading } = ui;
  const rows = contest.items.map((item, index) => ({ item, mark: ticks[index] ?? null }));
  const marked = rows.filter((row): row is { item: (typeof row)["item"]; mark: number } => row.mark !== null);
  const ordered = contest.style.is === "ranks" ? [...marked].sort((a, b) => a.mark - b.mark) : marked;
  const others = rows.filter((row) => row.mark === null).map((row) => row.item.number);
  const kind = contest.style.is === "select" ? "select" : contest.style.is === "ranks" ? "ranks" : "options";
  const lead = { select: t.reviewChosen, ranks: t.reviewRanked, options: t.reviewMarked }[kind](marked.length);
  const rest = { select: t.reviewNotChosen, ranks: t.reviewNotRanked, options: t.reviewNotMarked }[kind];
  const left = marks.remaining(contest, ticks);
  const blocks: Block[] = [text("lead", marked.length > 0 ? lead : contest.style.is === "select" ? t.reviewNothing : t.reviewNothingMarked, "strong")];
  for (const { item, mark } of ordered) {
    const option = contest.options[mark];
    const word = kind === "select" ? t.chosenWord : kind === "ranks" ? t.rankGiven(mark + 1) : option === undefined ? "" : ballotWord(reading, option);
    blocks.push({
      key: `item-${item.number}`,
      node: (
        <div class="row reviewed marked">
          <span class="reviewed-mark">
            <Tick />
            <span>{word}</span>
          </span>
          <ItemWords item={item} />
        </div>
      ),
    });
  }
  if (others.length > 0) blocks.push(text("others", rest(others), "quiet"));
  if (kind === "ranks" && left > 0 && marked.length > 0) blocks.push(text("free", t.reviewFreeNumbers(marks.freeNumbers(contest, ticks)), "quiet"));
  if (kind === "select" && contest.limits !== null && left > 0 && marked.length > 0) blocks.push(text("under", t.reviewUnder(left), "quiet"));
  return blocks;
}

/** The code in groups of four, four groups in a line. */
export function Code({ code }: { readonly code: string }): JSX.Element {
  return (
    <p class="code">
      {grouped(code).map((group, index) => (
        <span key={index} class="code-group">{group} </span>
      ))}
    </p>
  );
}

/** The code under its name. */
export function codeBlock(ui: Ui, code: string): Block {
  return {
    key: "code",
    node: (
      <div class="say">
        <p class="say quiet">{ui.t.castCode}</p>
        <Code code={code} />
      </div>
    ),
  };
}

export function CastOrCheckScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "cast-or-check" } }): JSX.Element {
  const { t, act, frame } = ui;
  const { contest } = step.ballot;
  const { code, failed } = step.seal;
  return (
    <Screen
      frame={frame}
      name={`cast-or-check-${contest.contest}`}
      over={over(ui, contest)}
      heading={inBoth(ui, (texts) => texts.castTitle)}
      side={t.notCastYet}
      banner={banner(ui, contest)}
      told
      blocks={
        failed !== null
          ? [text("failed", t.prepareFailed, "strong"), text("why", failed[ui.reading.lang], "quiet")]
          : code === null
            ? [{ key: "turning", node: <Turning /> }, text("preparing", t.preparing)]
            : beside(ui.state.settings.size, <Qr text={code} label={t.codeQr} class="alone" />, [
                text("lead", t.castLead, "strong"),
                codeBlock(ui, code),
                text("keep", t.castCodeLead, "quiet"),
              ])
      }
      actions={
        <>
          <Button action="change" onPress={() => { act({ is: "change" }); }}>{t.change}</Button>
          {code === null ? null : <Button action="check" onPress={() => { act({ is: "check" }); }}>{t.checkDevice}</Button>}
          <Button action="cast" kind="primary" large off={code === null} onPress={() => { act({ is: "cast" }); }}>{t.cast}</Button>
        </>
      }
    />
  );
}

export function OpenedScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "opened" } }): JSX.Element {
  const { t, act, frame } = ui;
  const { opening, seal } = step;
  const failed = seal.failed;
  return (
    <Screen
      frame={frame}
      name={`opened-${step.contest.contest}`}
      over={over(ui, step.contest)}
      heading={t.openedTitle}
      side={t.notCastYet}
      told
      blocks={
        failed !== null
          ? [text("failed", t.openedFailed, "strong"), text("why", failed[ui.reading.lang], "quiet")]
          : opening === null
            ? [{ key: "turning", node: <Turning /> }, text("waiting", t.openedWaiting)]
            : beside(
                ui.state.settings.size,
                <Qr text={opening.qr} label={t.openedQr} class="alone scan-me" />,
                [text("spoilt", t.openedSpoilt, "strong"), text("lead", t.openedLead), codeBlock(ui, opening.code)],
                false,
                true,
              )
      }
      actions={<Button action="again" kind="primary" large onPress={() => { act({ is: "again" }); }}>{t.again}</Button>}
    />
  );
}
