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
import { codeOf, isVotable } from "../model/status.js";
import { othersAreOpen } from "../model/update.js";
import * as words from "../words.js";
import { Turning } from "./entry.js";
import { Tick, over } from "./marking.js";
import { Code } from "./review.js";
import { type Ui, text } from "./ui.js";

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
  const said = lines.map((line) => (
    <p key={line} class="say strong">{line}</p>
  ));
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
          ? [{ key: "said", node: <div>{said}<p class="say quiet">{status.is === "voted" ? t.doneReturn : t.doneWiped}</p></div> }]
          : [
              {
                key: "code",
                node: (
                  <div class="beside">
                    <Qr text={code} label={t.codeQr} />
                    <div class="beside-words">
                      {said}
                      <p class="say quiet">{t.castCode}</p>
                      <Code code={code} />
                    </div>
                  </div>
                ),
              },
              text("keep", t.doneKeep, "quiet"),
            ]
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

export function OutcomeScreen({ ui, step }: { readonly ui: Ui; readonly step: Step & { is: "outcome" } }): JSX.Element {
  const { t, act, frame, state, reading } = ui;
  const contest = state.view.contests.find((view) => view.contest === step.contest);
  const told = words.told(reading, step.kind, contest?.status ?? null);
  return (
    <Screen
      frame={frame}
      name={`outcome-${step.contest}`}
      over={contest === undefined ? step.title : over(ui, contest)}
      heading={<span data-claim={told.claim}>{told.heading}</span>}
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
