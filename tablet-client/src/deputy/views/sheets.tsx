/** The sheets over the deputy's screens. */
import type { ComponentChildren, JSX } from "preact";
import type { ContestView } from "../../device/api.js";
import { Button } from "../../ui/button.js";
import { SCALES, SIZES, THEMES } from "../../ui/appearance.js";
import type { Block } from "../../ui/paged.js";
import { Sheet } from "../../ui/sheet.js";
import { LANGS, type Lang, texts } from "../../lang/index.js";
import * as marks from "../model/marks.js";
import type { Settings, Sheet as SheetOf, State } from "../model/state.js";
import * as words from "../words.js";
import { filesBlocks } from "./files.js";
import { type Ui, text } from "./ui.js";

/** The contest of the ballot that is on the screen. */
function contestOf(state: State): ContestView | null {
  return "ballot" in state.step ? state.step.ballot.contest : null;
}

interface Parts {
  readonly heading: string;
  readonly blocks: readonly Block[];
  readonly actions: ComponentChildren;
}

export function SheetOver({ ui, scale, onScale }: { readonly ui: Ui; readonly scale: number; readonly onScale: (scale: (typeof SCALES)[number]) => void }): JSX.Element | null {
  const { state, t, act, frame } = ui;
  const { sheet } = state;
  if (sheet === null) return null;
  const parts = sheet.is === "scale" ? scaleParts(ui, scale, onScale) : partsOf(ui, sheet, contestOf(state));
  if (parts === null) return null;
  return <Sheet key={sheet.is} t={t} heading={parts.heading} blocks={parts.blocks} actions={parts.actions} rehearsal={frame.rehearsal} onClose={() => { act({ is: "close" }); }} />;
}

function partsOf(ui: Ui, sheet: SheetOf, contest: ContestView | null): Parts | null {
  const { state, t, act, reading } = ui;
  const close = <Button action="close" kind="primary" onPress={() => { act({ is: "close" }); }}>{t.close}</Button>;
  const ask = (no: string, yes: string): JSX.Element => (
    <>
      <Button action="close" onPress={() => { act({ is: "close" }); }}>{no}</Button>
      <Button action="yes" kind="primary" onPress={() => { act({ is: "yes" }); }}>{yes}</Button>
    </>
  );
  switch (sheet.is) {
    case "help":
      return {
        heading: t.helpTitle,
        blocks: [text("steps", t.helpSteps), text("secret", t.helpSecret), text("cover", t.helpCover), text("size", t.helpSize)],
        actions: (
          <>
            {state.view.files.length === 0 ? null : <Button action="files" onPress={() => { act({ is: "files" }); }}>{t.files}</Button>}
            <Button action="staff" onPress={() => { act({ is: "staff" }); }}>{t.helpStaff}</Button>
            {close}
          </>
        ),
      };
    case "settings":
      return settingsParts(ui);
    case "files":
      return { heading: t.filesTitle, blocks: filesBlocks(ui), actions: close };
    case "blank":
      return contest === null ? null : { heading: t.blankTitle, blocks: [text("question", words.blankQuestion(t, contest), "strong")], actions: ask(t.blankNo, t.blankYes) };
    case "named":
      return contest === null ? null : { heading: t.namedTitle, blocks: [text("question", t.namedQuestion, "strong")], actions: ask(t.change, t.namedYes) };
    case "check-warning":
      return { heading: t.checkTitle, blocks: [text("warning", t.checkWarning, "strong"), text("again", t.checkWarningAgain)], actions: ask(t.checkNo, t.checkYes) };
    case "finish":
      return { heading: t.finishTitle, blocks: finishBlocks(ui), actions: ask(t.finishNo, t.finishYes) };
    default:
  }
  if (contest === null) return null;
  switch (sheet.is) {
    case "limit":
      return { heading: t.overTitle, blocks: [text("why", words.overLimit(reading, contest, sheet.most))], actions: close };
    case "taken":
      return { heading: t.takenTitle, blocks: [text("why", t.numberTaken(sheet.number, contest.items[sheet.item]?.number ?? 0))], actions: close };
    case "unfit":
      return { heading: t.unfitTitle, blocks: [text("why", words.unfit(reading, contest, sheet.why))], actions: close };
    case "detail":
      return detailParts(ui, contest, sheet.item, close);
    case "rank":
      return rankParts(ui, contest, sheet.item);
    case "scale":
      return null;
  }
}

function finishBlocks({ state, t }: Ui): readonly Block[] {
  const open = state.view.contests.filter((contest) => ["ready", "held", "drawing", "unwitnessed"].includes(contest.status.is)).length;
  const casting = state.view.contests.some((contest) => contest.status.is === "casting");
  return [
    ...(open > 0 ? [text("open", t.finishOpen(open), "strong")] : []),
    ...(casting ? [text("casting", t.finishCasting, "strong")] : []),
    text("lead", t.finishLead),
  ];
}

function detailParts(ui: Ui, contest: ContestView, index: number, close: JSX.Element): Parts | null {
  const { t } = ui;
  const item = contest.items[index];
  if (item === undefined) return null;
  const { speak } = ui;
  const line = (key: string, name: string, value: string): readonly Block[] =>
    value === "" ? [] : [{ key, node: <p class="say"><span class="detail-name">{name}</span> {value}</p> }];
  const said = [t.rowNumber(item.number), item.title, item.budget, item.department, item.detail].filter((part) => part !== "").join("。");
  return {
    heading: `${item.number}. ${item.title}`,
    blocks: [
      ...line("budget", t.detailBudget, item.budget),
      ...line("department", t.detailDepartment, item.department),
      ...item.detail.split("\n").filter((part) => part !== "").map((part, at) => text(`detail-${at}`, part)),
    ],
    actions: (
      <>
        {speak === null ? null : <Button action="speak" onPress={() => { speak(said); }}>{t.speak}</Button>}
        {close}
      </>
    ),
  };
}

function rankParts(ui: Ui, contest: ContestView, index: number): Parts | null {
  const { t, act, state } = ui;
  const item = contest.items[index];
  if (item === undefined || state.step.is !== "marking") return null;
  const ticks = state.step.ballot.marks;
  const last = marks.restColumn(contest);
  const given = ticks[index] ?? null;
  return {
    heading: t.rankTitle(item.number),
    blocks: [
      text("item", item.title, "strong"),
      text("lead", t.rankLead(last), "quiet"),
      {
        key: "numbers",
        node: (
          <div class="ranks">
            {Array.from({ length: last }, (_, column) => {
              const holder = ticks.indexOf(column);
              const other = holder !== -1 && holder !== index ? contest.items[holder]?.number : undefined;
              return (
                <button
                  key={column}
                  type="button"
                  class={other === undefined ? "rank-key pressable" : "rank-key taken pressable"}
                  data-action={`rank-${column + 1}`}
                  aria-pressed={given === column}
                  aria-label={other === undefined ? t.rankGiven(column + 1) : `${t.rankGiven(column + 1)} ${t.rankTakenBy(other)}`}
                  onClick={() => { act({ is: "rank", item: index, number: column + 1 }); }}
                >
                  {column + 1}
                </button>
              );
            })}
          </div>
        ),
      },
    ],
    actions: (
      <>
        {given === null ? null : <Button action="rank-none" onPress={() => { act({ is: "rank", item: index, number: null }); }}>{t.rankNone}</Button>}
        <Button action="close" kind="primary" onPress={() => { act({ is: "close" }); }}>{t.cancel}</Button>
      </>
    ),
  };
}

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly is: boolean;
  readonly to: Settings;
  readonly lang?: Lang;
}

function choices(ui: Ui, key: string, title: string, all: readonly Choice[]): Block {
  return {
    key,
    node: (
      <fieldset class="choices">
        <legend>{title}</legend>
        {all.map((choice) => (
          <Button key={choice.key} action={`${key}-${choice.key}`} pressed={choice.is} class="choice" onPress={() => { ui.act({ is: "set", settings: choice.to }); }}>
            <span lang={choice.lang === undefined ? undefined : texts(choice.lang).tag}>{choice.is ? `✓ ${choice.name}` : choice.name}</span>
          </Button>
        ))}
      </fieldset>
    ),
  };
}

function settingsParts(ui: Ui): Parts {
  const { t, act, state } = ui;
  const { settings } = state;
  const themes = { light: t.themeLight, "contrast-light": t.themeContrastLight, "contrast-dark": t.themeContrastDark };
  return {
    heading: t.settingsTitle,
    blocks: [
      choices(ui, "size", t.settingsSize, SIZES.map((size) => ({ key: String(size), name: t.sizeNames[size - 1] ?? String(size), is: size === settings.size, to: { ...settings, size } }))),
      choices(ui, "theme", t.settingsTheme, THEMES.map((theme) => ({ key: theme, name: themes[theme], is: theme === settings.theme, to: { ...settings, theme } }))),
      choices(ui, "language", t.settingsLanguage, [
        ...LANGS.map((lang) => ({ key: lang, name: texts(lang).languageName, is: lang === settings.lang && !settings.bilingual, to: { ...settings, lang, bilingual: false }, lang })),
        { key: "both", name: t.bilingual, is: settings.bilingual, to: { ...settings, bilingual: true } },
      ]),
      text("reset", t.settingsReset, "quiet"),
    ],
    actions: (
      <>
        <Button action="scale" onPress={() => { act({ is: "scale" }); }}>{t.settingsScale}</Button>
        <Button action="close" kind="primary" onPress={() => { act({ is: "close" }); }}>{t.settingsDone}</Button>
      </>
    ),
  };
}

/** A bank card is 85.6 mm wide (ISO/IEC 7810): where the frame is as wide, a millimetre here is a true one. */
function scaleParts(ui: Ui, scale: number, onScale: (scale: (typeof SCALES)[number]) => void): Parts {
  const { t, act } = ui;
  const at = SCALES.findIndex((one) => one === scale);
  const smaller = SCALES[at - 1];
  const larger = SCALES[at + 1];
  return {
    heading: t.settingsScale,
    blocks: [
      text("lead", t.scaleLead),
      { key: "card", node: <div class="bank-card"><span>{t.scaleCard}</span></div> },
    ],
    actions: (
      <>
        <Button action="smaller" off={smaller === undefined} onPress={() => { if (smaller !== undefined) onScale(smaller); }}>{t.scaleSmaller}</Button>
        <Button action="larger" off={larger === undefined} onPress={() => { if (larger !== undefined) onScale(larger); }}>{t.scaleLarger}</Button>
        <Button action="close" kind="primary" onPress={() => { act({ is: "close" }); }}>{t.settingsDone}</Button>
      </>
    ),
  };
}
