/** The page: the screen of the state, a sheet over it, or the cover instead of both. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { LANGS, type Reading, sentence, texts } from "../../lang/index.js";
import { type Scale, applyAppearance } from "../../ui/appearance.js";
import { Button } from "../../ui/button.js";
import { Screen } from "../../ui/screen.js";
import type { FrameProps } from "../../ui/screen.js";
import { isOnBallot, noticeOf } from "../model/update.js";
import type { Notice, State } from "../model/state.js";
import type { Runner } from "../run.js";
import * as words from "../words.js";
import { Busy, EntryScreen } from "./entry.js";
import { ListScreen } from "./list.js";
import { MarkingScreen } from "./marking.js";
import { CastingScreen, DoneScreen, OutcomeScreen, StoppedScreen } from "./outcome.js";
import { CastOrCheckScreen, OpenedScreen, ReviewScreen } from "./review.js";
import { SheetOver } from "./sheets.js";
import { voiceFor } from "./voice.js";
import { type Ui, text } from "./ui.js";

export interface AppProps {
  readonly runner: Runner;
  /** How large a millimetre is on this tablet, and where that is kept. */
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
}

function noticeWords(ui: Pick<Ui, "t" | "reading" | "state">, notice: Notice): string {
  const { t } = ui;
  switch (notice.is) {
    case "held":
      return t.heldNotice;
    case "resumed":
      return t.resumedNotice;
    case "not-me":
      return t.notMe;
    case "not-now":
      return words.listLead(t, ui.state.view);
    case "refused-card":
      return sentence(ui.reading.lang, notice.why);
    case "elsewhere-done": {
      const contest = ui.state.view.contests.find((view) => view.contest === notice.contest);
      return contest === undefined ? t.announce : `${contest.title}：${words.status(t, contest, ui.state.kept)}`;
    }
  }
}

export function App({ runner, scale: firstScale, onScale }: AppProps): JSX.Element {
  const [state, setState] = useState(runner.state);
  const [scale, setScale] = useState(firstScale);
  useEffect(() => {
    setState(runner.state);
    return runner.subscribe(setState);
  }, [runner]);
  // Rows are laid out anew by the style sheet; what stands beside what is decided in the views.
  const [, setTurned] = useState(0);
  useEffect(() => {
    const turned = (): void => {
      setTurned((count) => count + 1);
    };
    window.addEventListener("resize", turned);
    return () => {
      window.removeEventListener("resize", turned);
    };
  }, []);
  const { settings, view } = state;
  const reading: Reading = { lang: settings.lang, bilingual: settings.bilingual };
  const t = texts(settings.lang);
  const rehearsal = view.sitting?.rehearsal ?? false;
  useLayoutEffect(() => {
    applyAppearance(document.documentElement, { size: settings.size, theme: settings.theme, scale, rehearsal, lang: t.tag });
  }, [settings.size, settings.theme, scale, rehearsal, t]);
  useEffect(() => {
    const name = view.sitting === null ? t.pageTitle : `${t.pageTitle} · ${view.sitting.title}`;
    document.title = rehearsal ? `【${t.rehearsal}】${name}` : name;
  }, [view.sitting, rehearsal, t]);
  const ui = uiOf(runner, state, reading);
  return (
    <>
      {state.cover === null ? <Shown ui={ui} /> : <CoverScreen ui={ui} />}
      {state.cover === null ? (
        <SheetOver
          ui={ui}
          scale={scale}
          onScale={(to) => {
            setScale(to);
            onScale(to);
          }}
        />
      ) : null}
    </>
  );
}

function uiOf(runner: Runner, state: State, reading: Reading): Ui {
  const t = texts(reading.lang);
  const { view } = state;
  const send: Ui["send"] = (event) => {
    runner.send(event);
  };
  const act: Ui["act"] = (what) => {
    runner.send({ is: "act", act: what });
  };
  const own = noticeOf(state);
  const notice = own === null ? view.notice : null;
  const frame: FrameProps = {
    t,
    title: view.sitting === null ? t.pageTitle : view.sitting.title,
    rehearsal: view.sitting?.rehearsal ?? false,
    connection: words.connection(t, view.connection, isOnBallot(state)),
    trouble: view.connection.is === "lost",
    witnesses: view.witnesses === null ? null : t.witnesses(view.witnesses.have, view.witnesses.quorum),
    notice: own !== null ? noticeWords({ t, reading, state }, own) : notice === null ? null : sentence(reading.lang, notice),
    buttons:
      state.cover !== null || view.elsewhere ? null : (
        <>
          <Button action="cover" kind="frame" onPress={() => { act({ is: "cover" }); }}>{t.cover}</Button>
          <Button action="help" kind="frame" onPress={() => { act({ is: "help" }); }}>{t.help}</Button>
          <Button action="settings" kind="frame" onPress={() => { act({ is: "settings" }); }}>{t.settings}</Button>
        </>
      ),
  };
  return { state, t, reading, act, send, frame, speak: voiceFor(t.tag) };
}

/** Nothing of the ballot is in the document while it is covered. */
function CoverScreen({ ui }: { readonly ui: Ui }): JSX.Element {
  const { state, t, act, frame } = ui;
  const notCast = isOnBallot(state);
  const heading = { asked: t.coveredTitle, idle: t.idleTitle, staff: t.staffTitle }[state.cover ?? "asked"];
  const lead = { asked: t.coveredLead, idle: t.idleLead, staff: t.staffLead }[state.cover ?? "asked"];
  return (
    <Screen
      frame={frame}
      name={`cover-${state.cover ?? "asked"}`}
      heading={heading}
      told
      blocks={[...(notCast ? [text("not-cast", t.coveredNotCast, "strong")] : []), ...(notCast || state.cover !== "asked" ? [text("lead", lead)] : [])]}
      actions={<Button action="uncover" kind="primary" large onPress={() => { act({ is: "uncover" }); }}>{state.cover === "idle" ? t.idleGoOn : t.uncover}</Button>}
    />
  );
}

function Shown({ ui }: { readonly ui: Ui }): JSX.Element {
  const { state, t } = ui;
  const { view, step } = state;
  if (view.elsewhere) {
    return <Screen frame={ui.frame} name="elsewhere" heading={t.elsewhereTitle} told blocks={[text("lead", t.elsewhereLead), ...LANGS.filter((lang) => lang !== ui.reading.lang).map((lang) => text(lang, texts(lang).elsewhereLead, "quiet"))]} />;
  }
  if (step.is === "stopped") return <StoppedScreen ui={ui} />;
  if (view.sitting === null) return <Busy ui={ui} name="starting" heading={t.startingTitle} lead={t.startingLead} identity={null} />;
  if (view.presence.is !== "in") return <EntryScreen ui={ui} />;
  switch (step.is) {
    case "list":
      return <ListScreen ui={ui} />;
    case "marking":
      return <MarkingScreen ui={ui} step={step} />;
    case "review":
      return <ReviewScreen ui={ui} step={step} />;
    case "cast-or-check":
      return <CastOrCheckScreen ui={ui} step={step} />;
    case "opened":
      return <OpenedScreen ui={ui} step={step} />;
    case "casting":
      return <CastingScreen ui={ui} step={step} />;
    case "done":
      return <DoneScreen ui={ui} step={step} />;
    case "outcome":
      return <OutcomeScreen ui={ui} step={step} />;
  }
}
