/** The frame of the hall's screen, and which scene stands in it. */

import type { JSX } from "preact";
import { groupsOfFour } from "../follow/say.js";
import { wrongWords, type Said } from "../follow/sentences.js";
import { publicTexts, type PublicTexts } from "../lang/public/index.js";
import { Qr } from "../ui/qr.js";
import { KEYS } from "./keys.js";
import type { Count, HallView } from "./model.js";
import { Declared } from "./declared.js";
import type { HallState } from "./store.js";

/** See the store for what each part is. */
export function Hall({ state }: { readonly state: HallState }): JSX.Element {
  const { view, blank, help } = state;
  const t = publicTexts(state.preferences.lang);
  if (blank) return <main class="hall blank" aria-label={t.covered} />;
  const said = saidOf(t, state);
  if (view === undefined) return <Starting t={t} state={state} said={said} />;
  return (
    <div class={`hall scene-is-${view.scene.is}`}>
      {view.rehearsal && (
        <svg class="watermark" viewBox="0 0 112 60" aria-hidden="true">
          <text x="56" y="48" text-anchor="middle" textLength="104" lengthAdjust="spacingAndGlyphs">
            {t.rehearsal}
          </text>
        </svg>
      )}
      <header class="head">
        <div class="names">
          <p class="sitting">
            {view.rehearsal && <span class="tag rehearsal">{t.rehearsal}</span>}
            {view.sitting}
          </p>
          <h1 class={titleClass(view.contest?.title ?? "")}>{view.contest?.title ?? t.preparing}</h1>
        </div>
        <p class="clock">{state.clock}</p>
      </header>
      <main class={`scene scene-${view.scene.is}`}>
        <SceneView t={t} view={view} state={state} />
      </main>
      <Foot t={t} view={view} state={state} />
      {said !== undefined && (
        <p class={said.mild ? "wrong mild" : "wrong"} role="alert">
          <strong>{said.what}</strong>
          {said.then !== "" && <span>{said.then}</span>}
        </p>
      )}
      {help && <Keys t={t} />}
    </div>
  );
}

/** Long titles are set smaller, so that all of them is there. */
function titleClass(title: string): string {
  const length = [...title].length;
  if (length <= 18) return "title";
  return length <= 40 ? "title long" : "title longest";
}

function saidOf(t: PublicTexts, { wrong }: HallState): Said | undefined {
  if (wrong === undefined) return undefined;
  return wrong.is === "unset" ? { what: t.notInstalled, then: t.notInstalledLead(wrong.why), mild: false } : wrongWords(t, wrong);
}

function Starting({ t, state: { reading, help }, said }: { readonly t: PublicTexts; readonly state: HallState; readonly said: Said | undefined }): JSX.Element {
  return (
    <main class="hall starting">
      <h1>{said === undefined ? t.checking : said.what}</h1>
      {said !== undefined && said.then !== "" && <p>{said.then}</p>}
      {reading !== undefined && <p class="figure">{t.checkingSome(reading.done, reading.of)}</p>}
      {help && <Keys t={t} />}
    </main>
  );
}

/** What the keys do, from the table by which they are obeyed. */
function Keys({ t }: { readonly t: PublicTexts }): JSX.Element {
  return (
    <aside class="keys" aria-labelledby="keys">
      <h2 id="keys">{t.keysTitle}</h2>
      <p>{t.keysLead}</p>
      <dl>
        {KEYS.map(({ key, caps }) => (
          <div key={key}>
            <dt>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>{t.keys[key]}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function SceneView({ t, view, state }: { readonly t: PublicTexts; readonly view: HallView; readonly state: HallState }): JSX.Element {
  const { scene } = view;
  switch (scene.is) {
    case "preparing":
      return <Statement word={t.preparing} line="" />;
    case "unwitnessed":
      return <Statement word={t.unwitnessed} line={t.unwitnessedLine} />;
    case "voided":
      return <Statement word={t.voided} line={scene.reason} />;
    case "declared":
      return <Declared t={t} result={scene.result} reveal={state.reveal} />;
    case "before":
      return (
        <>
          <Counts t={t} counts={scene.counts} />
          <p class={scene.reached ? "state reached" : "state"}>
            <span class="sign" aria-hidden="true">
              {scene.reached ? "✓" : "…"}
            </span>
            {scene.state}
          </p>
          <p class="line">{scene.quorum}</p>
        </>
      );
    case "open":
    case "held":
    case "ended":
    case "closed":
      return (
        <>
          <p class="stage">{t.stages[scene.is]}</p>
          <Counts t={t} counts={scene.counts} />
          <p class="line">{scene.line}</p>
        </>
      );
  }
}

function Statement({ word, line }: { readonly word: string; readonly line: string }): JSX.Element {
  return (
    <>
      <p class="word">{word}</p>
      {line !== "" && <p class="line">{line}</p>}
    </>
  );
}

function Counts({ t, counts }: { readonly t: PublicTexts; readonly counts: readonly Count[] }): JSX.Element {
  return (
    <dl class="counts">
      {counts.map(({ name, value, note }) => (
        <div key={name} class="count">
          <dt>{name}</dt>
          <dd>
            {value === undefined ? <span class="later">{t.later}</span> : <span class="figure">{value}</span>}
            {note !== undefined && <span class="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Foot({ t, view, state }: { readonly t: PublicTexts; readonly view: HallView; readonly state: HallState }): JSX.Element {
  const { contest, checkpoint, witnesses, pages } = view;
  const { pageHash, frozen, hint } = state;
  return (
    <footer class="foot">
      <Qr text={checkpoint.note} label={t.checkpointCode(checkpoint.size)} class="checkpoint" />
      <dl class="marks">
        {contest?.code !== undefined && <Marked name={t.contestCode} value={contest.code} />}
        <Marked name={t.log} value={t.entries(checkpoint.size)} more={t.root(checkpoint.root.slice(0, 8))} />
        <Marked name={t.witnesses} value={witnesses.quorum === 0 ? "0/0" : `${witnesses.have}/${witnesses.quorum}`} more={witnesses.quorum === 0 ? t.witnessesNone : t.witnessesOf(witnesses.of)} />
        {pageHash !== undefined && (
          <Marked name={t.page} value={groupsOfFour(pageHash.slice(0, 8).toUpperCase())} more={pages.includes(pageHash) ? t.pageSame : t.pageOther} differs={!pages.includes(pageHash)} />
        )}
        {view.sealed && <Marked name={t.sitting} value={t.sealed} />}
      </dl>
      {(frozen || hint) && <p class="frozen">{frozen ? t.frozen : t.keysHint}</p>}
    </footer>
  );
}

function Marked({ name, value, more, differs = false }: { readonly name: string; readonly value: string; readonly more?: string; readonly differs?: boolean }): JSX.Element {
  return (
    <div class="mark-of">
      <dt>{name}</dt>
      <dd>
        <span class="value">{value}</span>
        {more !== undefined && <span class={differs ? "more differs" : "more"}>{more}</span>}
      </dd>
    </div>
  );
}
