/** The frame of the hall's screen, and which scene stands in it. */

import type { JSX } from "preact";
import { groupsOfFour } from "../follow/say.js";
import { Qr } from "../ui/qr.js";
import type { Count, HallView, Scene } from "./model.js";
import { Declared } from "./declared.js";
import type { HallState } from "./store.js";

/** See the store for what each part is. */
export function Hall({ state }: { readonly state: HallState }): JSX.Element {
  const { view, blank, frozen, wrong } = state;
  if (blank) return <main class="hall blank" aria-label="屏幕已遮住" />;
  if (view === undefined) return <Starting state={state} />;
  return (
    <div class={`hall scene-is-${view.scene.is}`}>
      {view.rehearsal && (
        <svg class="watermark" viewBox="0 0 112 60" aria-hidden="true">
          <text x="56" y="48" text-anchor="middle">
            演练
          </text>
        </svg>
      )}
      <header class="head">
        <div class="names">
          <p class="sitting">
            {view.rehearsal && <span class="tag rehearsal">演练</span>}
            {view.sitting}
          </p>
          <h1 class={titleClass(view.contest?.title ?? "")}>{view.contest?.title ?? "票决准备中"}</h1>
        </div>
        <p class="clock">{state.clock}</p>
      </header>
      <main class={`scene scene-${view.scene.is}`}>
        <SceneView view={view} state={state} />
      </main>
      <Foot view={view} state={state} />
      {frozen && <p class="frozen">画面已定格</p>}
      {wrong !== undefined && (
        <p class={wrong.mild ? "wrong mild" : "wrong"} role="alert">
          <strong>{wrong.what}</strong>
          {wrong.then !== "" && <span>{wrong.then}</span>}
        </p>
      )}
    </div>
  );
}

/** Long titles are set smaller, so that all of them is there. */
function titleClass(title: string): string {
  const length = [...title].length;
  if (length <= 18) return "title";
  return length <= 40 ? "title long" : "title longest";
}

function Starting({ state: { reading, wrong } }: { readonly state: HallState }): JSX.Element {
  return (
    <main class="hall starting">
      <h1>{wrong === undefined ? "正在核对记录" : wrong.what}</h1>
      {wrong !== undefined && wrong.then !== "" && <p>{wrong.then}</p>}
      {reading !== undefined && (
        <p class="figure">
          {reading.done} / {reading.of}
        </p>
      )}
    </main>
  );
}

function SceneView({ view, state }: { readonly view: HallView; readonly state: HallState }): JSX.Element {
  const { scene } = view;
  switch (scene.is) {
    case "preparing":
      return <Statement word="票决准备中" line="" />;
    case "unwitnessed":
      return <Statement word="结果已认定" line="等待见证人联署" />;
    case "voided":
      return <Statement word="本次表决作废" line={scene.reason} />;
    case "declared":
      return <Declared result={scene.result} reveal={state.reveal} />;
    case "before":
      return (
        <>
          <Counts counts={scene.counts} />
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
          <p class="stage">{stageWord(scene)}</p>
          <Counts counts={scene.counts} />
          <p class="line">{scene.line}</p>
        </>
      );
  }
}

function stageWord({ is }: Scene): string {
  switch (is) {
    case "open":
      return "正在投票";
    case "held":
      return "投票暂停";
    case "ended":
      return "投票截止，票箱已封";
    case "closed":
      return "表决已关闭";
    default:
      return "";
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

function Counts({ counts }: { readonly counts: readonly Count[] }): JSX.Element {
  return (
    <dl class="counts">
      {counts.map(({ name, value, note }) => (
        <div key={name} class="count">
          <dt>{name}</dt>
          <dd>
            {value === undefined ? <span class="later">截止以后收</span> : <span class="figure">{value}</span>}
            {note !== undefined && <span class="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Foot({ view, state }: { readonly view: HallView; readonly state: HallState }): JSX.Element {
  const { contest, checkpoint, witnesses, pages } = view;
  const { pageHash } = state;
  return (
    <footer class="foot">
      <Qr text={checkpoint.note} label={`检查点：记录 ${checkpoint.size} 条`} class="checkpoint" />
      <dl class="marks">
        {contest?.code !== undefined && <Marked name="事项码" value={contest.code} />}
        <Marked name="记录" value={`${checkpoint.size} 条`} more={`根 ${checkpoint.root.slice(0, 8)}`} />
        <Marked name="见证" value={witnesses.quorum === 0 ? "0/0" : `${witnesses.have}/${witnesses.quorum}`} more={witnesses.quorum === 0 ? "未设见证人" : `见证人共 ${witnesses.of} 人`} />
        {pageHash !== undefined && (
          <Marked name="投票页" value={groupsOfFour(pageHash.slice(0, 8).toUpperCase())} more={pages.includes(pageHash) ? "与会议定义一致" : "会议定义中没有"} />
        )}
        {view.sealed && <Marked name="会议" value="已封存" />}
      </dl>
    </footer>
  );
}

function Marked({ name, value, more }: { readonly name: string; readonly value: string; readonly more?: string }): JSX.Element {
  return (
    <div class="mark-of">
      <dt>{name}</dt>
      <dd>
        <span class="value">{value}</span>
        {more !== undefined && <span class="more">{more}</span>}
      </dd>
    </div>
  );
}
