/** After 投票 was pressed: on its way, cast, or what else became of it. Each says what is true and what to do. */
import type { JSX } from "preact";
import type { Trouble } from "../../device/api.js";
import type { Texts } from "../../lang/index.js";
import { Button } from "../../ui/button.js";
import type { Block } from "../../ui/paged.js";
import { Qr } from "../../ui/qr.js";
import { Screen } from "../../ui/screen.js";
import { DONE_SHOWN_MS } from "../model/state.js";
import type { Step } from "../model/state.js";
import { type Claim, codeOf, isVotable } from "../model/status.js";
import { othersAreOpen } from "../model/update.js";
import * as words from "../words.js";
import { Turning } from "./entry.js";
import { Tick, over } from "./marking.js";
import { codeBlock } from "./review.js";
import { type Ui, beside, text } from "./ui.js";

function troubleWords(t: Texts, trouble: Trouble): string {
  return { network: t.troubleNetwork, busy: t.troubleBusy, held: t.troubleHeld, witnesses: t.troubleWitnesses }[trouble];
}

export function CastingScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "casting" } }): JSX.Element {
  const { t, act, frame, state } = ui;
  const contest = state.view.contests.find((view) => view.contest === step.contest);
  const status = contest?.status;
  const now = status?.is === "casting" ? status : null;
  const blocks: Block[] = [{ key: "turning", node: <Turning /> }, text("lead", t.castingLead, "strong")];
  if (now !== null && now.trouble !== null) {
    blocks.push(text("trouble", troubleWords(t, now.trouble), "strong"), text("kept", t.castingKept));
    if (now.trouble === "network" || now.trouble === "busy") blocks.push(text("attempt", t.castingRetry(now.attempt), "quiet"));
  }
  if (step.change) blocks.push(text("former", t.changeOnItsWay, "quiet"));
  return (
    <Screen
      frame={frame}
      name={`casting-${step.contest}`}
      over={contest === undefined ? undefined : over(ui, contest)}
      heading={t.castingTitle}
      told
      blocks={blocks}
      actions={
        now !== null && now.trouble !== null && othersAreOpen(state) ? (
          <Button action="to-list" onPress={() => { act({ is: "to-list" }); }}>{t.castingOthers}</Button>
        ) : null
      }
    />
  );
}

export function DoneScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "done" } }): JSX.Element {
  const { t, act, frame, state } = ui;
  const contest = state.view.contests.find((view) => view.contest === step.contest);
  const status = contest?.status ?? { is: "cast", code: null };
  const code = codeOf(status);
  const seconds = Math.max(0, Math.ceil((DONE_SHOWN_MS - (state.now - step.since)) / 1000));
  const lines = [
    ...(step.changed ? [t.doneChanged] : []),
    ...(status.is === "voted" ? [t.doneVoted(status.index), t.doneVotedPublic] : []),
    ...(status.is === "recorded" ? [t.doneRecorded(status.index)] : []),
    ...(status.is === "slip-returned" ? [t.doneSlip] : []),
  ];
  return (
    <Screen
      frame={frame}
      name={`done-${step.contest}`}
      over={contest === undefined ? undefined : over(ui, contest)}
      heading={
        <span class="done-heading">
          <Tick />
          <span>{t.doneTitle}</span>
        </span>
      }
      told
      blocks={
        code === null
          ? [
              ...lines.map((line) => text(line, line, "strong")),
              ...(["cast", "may-change", "slip-returned"].includes(status.is) ? [text("wiped", t.doneWiped)] : []),
              text("return", t.doneReturn),
            ]
          : beside(state.settings.size, <Qr text={code} label={t.codeQr} class="alone" />, [
              ...lines.map((line) => text(line, line, "strong")),
              codeBlock(ui, code),
              text("keep", t.doneKeep, "quiet"),
            ])
      }
      side={<span class="clears">{t.doneClears(seconds)}</span>}
      actions={
        <>
          {status.is === "may-change" && isVotable(status) ? (
            <Button action="change-vote" onPress={() => { act({ is: "change-vote" }); }}>{t.doneChange(status.left)}</Button>
          ) : null}
          {status.is === "voted" && status.mayChange ? (
            <Button action="change-vote" onPress={() => { act({ is: "change-vote" }); }}>{t.actChange}</Button>
          ) : null}
          <Button action="clear" kind="primary" large onPress={() => { act({ is: "clear" }); }}>{t.doneOk}</Button>
        </>
      }
    />
  );
}

/** A shape for each claim, so that it is told by more than words: a tick, a cross, a question mark. */
function claimSign(claim: Claim): JSX.Element | null {
  if (claim === "cast" || claim === "none") return null;
  return (
    <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
      {claim === "unknown" ? (
        <path d="M8 9a4 4 0 1 1 5.6 3.7c-1.1.5-1.6 1.2-1.6 2.5M12 18.2v.6" />
      ) : (
        <path d="M7 7l10 10M17 7L7 17" />
      )}
      <circle cx="12" cy="12" r="10.5" />
    </svg>
  );
}

export function OutcomeScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "outcome" } }): JSX.Element {
  const { t, act, frame, state, reading } = ui;
  const contest = state.view.contests.find((view) => view.contest === step.contest);
  const told = words.told(reading, step.kind, contest?.status ?? null);
  return (
    <Screen
      frame={frame}
      name={`outcome-${step.contest}`}
      over={contest === undefined ? step.title : over(ui, contest)}
      heading={<span class="done-heading" data-claim={told.claim}>{contest?.status.is === "paper" ? null : claimSign(told.claim)}<span>{told.heading}</span></span>}
      told
      blocks={[text("lead", told.lead), text("next", told.next, "strong")]}
      actions={<Button action="to-list" kind="primary" large onPress={() => { act({ is: "to-list" }); }}>{t.toList}</Button>}
    />
  );
}

export function StoppedScreen({ ui }: { readonly ui: Ui }): JSX.Element {
  const { t, act, frame } = ui;
  return (
    <Screen
      frame={frame}
      name="stopped"
      heading={t.stoppedTitle}
      told
      blocks={[text("lead", t.stoppedLead)]}
      actions={<Button action="next-deputy" onPress={() => { act({ is: "next-deputy" }); }}>{t.stoppedAgain}</Button>}
    />
  );
}
