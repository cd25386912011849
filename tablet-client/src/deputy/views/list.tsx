/** The contests of the sitting, and how each stands. */
import type { JSX } from "preact";
import type { ContestView } from "../../device/api.js";
import { Button } from "../../ui/button.js";
import { Screen } from "../../ui/screen.js";
import * as words from "../words.js";
import { type Ui, text } from "./ui.js";

export function ListScreen({ ui }: { readonly ui: Ui }): JSX.Element {
  const { state, t, act, frame } = ui;
  const { view } = state;
  const identity = view.presence.is === "in" ? view.presence.identity : null;
  return (
    <Screen
      frame={frame}
      name="list"
      over={identity === null ? undefined : t.greeting(identity.name)}
      heading={t.listTitle}
      blocks={[text("lead", words.listLead(t, view), "strong"), ...words.inListOrder(view.contests).map((contest) => ({ key: String(contest.contest), node: <Contest ui={ui} contest={contest} /> }))]}
      actions={
        <>
          {view.files.length === 0 ? null : <Button action="files" onPress={() => { act({ is: "files" }); }}>{t.files}</Button>}
          <Button action="finish" onPress={() => { act({ is: "finish" }); }}>{t.finish}</Button>
        </>
      }
    />
  );
}

function Contest({ ui, contest }: { readonly ui: Ui; readonly contest: ContestView }): JSX.Element {
  const { state, t, act } = ui;
  const press = words.listAct(t, contest, state.kept);
  const ready = contest.status.is === "ready";
  const inside = (
    <>
      <span class="contest-words">
        <span class="contest-title">{contest.title}</span>
        <span class="contest-more">
          {words.tags(t, contest).map((tag) => (
            <span key={tag} class="tag">{tag}</span>
          ))}
          <span class="contest-status">{words.status(t, contest, state.kept)}</span>
        </span>
      </span>
      {press === null ? null : <span class={ready ? "contest-act now" : "contest-act"}>{press}</span>}
    </>
  );
  if (press === null) return <div class="contest">{inside}</div>;
  return (
    <button type="button" class={ready ? "contest pressable ready" : "contest pressable"} data-action={`contest-${contest.contest}`} onClick={() => { act({ is: "open", contest: contest.contest }); }}>
      {inside}
    </button>
  );
}
