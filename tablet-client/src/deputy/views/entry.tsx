/** Signing in: the ways to show a card, the camera, the keys, and who one is. */
import type { JSX } from "preact";
import { Button } from "../../ui/button.js";
import { Qr } from "../../ui/qr.js";
import { Screen } from "../../ui/screen.js";
import type { Identity } from "../../device/api.js";
import { scanIsSlow } from "../model/update.js";
import type { Entry } from "../model/state.js";
import { Camera } from "./camera.js";
import { Keys } from "./keys.js";
import { type Ui, beside, text } from "./ui.js";

export function EntryScreen({ ui }: { readonly ui: Ui }): JSX.Element {
  const { state, t, act, frame } = ui;
  const { presence } = state.view;
  switch (presence.is) {
    case "out":
      if (state.reading) return <Busy ui={ui} name="reading" heading={t.readingTitle} lead={t.readingLead} identity={null} />;
      return <ShowCard ui={ui} entry={state.entry} />;
    case "card-read":
      return (
        <Screen
          frame={frame}
          name="identity"
          heading={t.identityTitle}
          told
          blocks={[text("lead", t.identityLead, "quiet"), who(ui, presence.identity)]}
          actions={
            <>
              <Button action="not-me" large onPress={() => { act({ is: "not-me" }); }}>{t.identityNo}</Button>
              <Button action="its-me" kind="primary" large onPress={() => { act({ is: "its-me" }); }}>{t.identityYes}</Button>
            </>
          }
        />
      );
    case "checking-in":
      return <Busy ui={ui} name="checking-in" heading={t.checkingInTitle} lead={t.checkingInLead} identity={presence.identity} />;
    case "awaiting-roles":
      return <Busy ui={ui} name="awaiting-roles" heading={t.rolesTitle} lead={t.rolesLead} identity={presence.identity} />;
    case "awaiting-desk":
      return (
        <Screen
          frame={frame}
          name="awaiting-desk"
          heading={t.deskCodeTitle}
          told
          blocks={beside(state.settings.size, <Qr text={presence.code} label={t.deskCodeLabel} class="alone scan-me" />, [text("lead", t.deskCodeLead), who(ui, presence.identity)], true)}
          actions={<Button action="not-me" onPress={() => { act({ is: "not-me" }); }}>{t.back}</Button>}
        />
      );
    case "undone":
      return (
        <Screen
          frame={frame}
          name="undone"
          heading={t.undoneTitle}
          told
          blocks={[text("lead", t.undoneLead), who(ui, presence.identity)]}
          actions={<Button action="not-me" kind="primary" large onPress={() => { act({ is: "not-me" }); }}>{t.signInAgain}</Button>}
        />
      );
    case "in":
      return <Busy ui={ui} name="reading" heading={t.startingTitle} lead={t.startingLead} identity={null} />;
  }
}

function who(ui: Ui, identity: Identity): { key: string; node: JSX.Element } {
  return {
    key: "who",
    node: (
      <div class="who">
        <p class="who-name">{identity.name}</p>
        <p class="who-more">{identity.delegation}</p>
        <p class="who-more">{ui.t.identityNumber(identity.number)}</p>
      </div>
    ),
  };
}

interface BusyProps {
  readonly ui: Ui;
  readonly name: string;
  readonly heading: string;
  readonly lead: string;
  readonly identity: Identity | null;
}

/** The device has it in hand; words, and a sign that turns. */
export function Busy({ ui, name, heading, lead, identity }: BusyProps): JSX.Element {
  return (
    <Screen
      frame={ui.frame}
      name={name}
      heading={heading}
      told
      blocks={[
        { key: "turning", node: <Turning /> },
        text("lead", lead),
        ...(identity === null ? [] : [who(ui, identity)]),
      ]}
    />
  );
}

/** Something goes on. */
export function Turning(): JSX.Element {
  return (
    <svg class="wait" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="19" fill="none" stroke="currentColor" stroke-opacity="0.25" stroke-width="6" />
      <path class="turning" d="M24 5a19 19 0 0 1 19 19" fill="none" stroke="currentColor" stroke-width="6" stroke-linecap="round" />
    </svg>
  );
}

function ShowCard({ ui, entry }: { readonly ui: Ui; readonly entry: Entry }): JSX.Element {
  const { t, act, frame, state } = ui;
  const toWays = <Button action="ways" onPress={() => { act({ is: "ways" }); }}>{t.back}</Button>;
  switch (entry.is) {
    case "ways": {
      const ways = [
        { is: "scan", name: t.waysScan, lead: t.waysScanLead },
        { is: "type", name: t.waysType, lead: t.waysTypeLead },
        { is: "desk", name: t.waysDesk, lead: t.waysDeskLead },
      ] as const;
      return (
        <Screen
          frame={frame}
          name="ways"
          over={frame.rehearsal ? t.rehearsalLead : undefined}
          heading={t.welcomeTitle}
          side={t.welcomeLead}
          list
          blocks={ways.map((way, index) => ({
            key: way.is,
            node: (
              <button type="button" class={index === 0 ? "way pressable first" : "way pressable"} data-action={way.is} onClick={() => { act({ is: way.is }); }}>
                <span class="way-name">{way.name}</span>
                <span class="way-lead">{way.lead}</span>
              </button>
            ),
          }))}
        />
      );
    }
    case "scan": {
      const refused = entry.camera === "refused";
      const words = refused ? t.cameraRefused : entry.camera === "starting" ? t.cameraStarting : scanIsSlow(state) ? t.scanSlow : t.scanLead;
      return (
        <Screen
          frame={frame}
          name="scan"
          heading={t.scanTitle}
          told={refused}
          side={refused ? undefined : <span role="status">{words}</span>}
          blocks={
            refused
              ? [text("refused", words)]
              : [
                  {
                    key: "camera",
                    node: (
                      <Camera
                        label={t.scanTitle}
                        onState={(camera) => { ui.send({ is: "camera", camera }); }}
                        onText={(read) => { act({ is: "scanned", text: read }); }}
                      />
                    ),
                  },
                ]
          }
          actions={
            <>
              {toWays}
              <Button action="type" kind={refused ? "primary" : "plain"} onPress={() => { act({ is: "type" }); }}>{t.scanOther}</Button>
            </>
          }
        />
      );
    }
    case "typed":
    case "desk":
      return <Typing ui={ui} entry={entry} toWays={toWays} />;
  }
}

interface TypingProps {
  readonly ui: Ui;
  readonly entry: Entry & { is: "typed" | "desk" };
  readonly toWays: JSX.Element;
}

/** Real fields for those with a keyboard, big keys for everyone else. */
function Typing({ ui, entry, toWays }: TypingProps): JSX.Element {
  const { t, act, frame } = ui;
  const field = entry.is === "typed" ? entry.field : "number";
  const text = field === "code" && entry.is === "typed" ? entry.code : entry.number;
  const type = (next: string): void => { act({ is: "typed", field, text: next }); };
  // On a telephone its own keyboard is the bigger one.
  const narrow = window.matchMedia("(max-width: 620px)").matches;
  const input = (name: "number" | "code", label: string, value: string): JSX.Element => (
    <label class={name === field ? "field current" : "field"}>
      <span class="field-name">{label}</span>
      <input
        type="text"
        inputMode={narrow ? (name === "number" ? "numeric" : "text") : "none"}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        data-action={`field-${name}`}
        value={value}
        aria-invalid={entry.missing && value === ""}
        onFocus={() => { if (name !== field) act({ is: "field", field: name }); }}
        onInput={(event) => { act({ is: "typed", field: name, text: event.currentTarget.value }); }}
        onKeyDown={(event) => { if (event.key === "Enter") act({ is: "sign-in" }); }}
      />
    </label>
  );
  const toCode = entry.is === "typed" && field === "number";
  return (
    <Screen
      frame={frame}
      name={entry.is}
      heading={entry.is === "typed" ? t.typedTitle : t.deskTitle}
      side={entry.missing ? (entry.is === "typed" ? t.typedMissing : t.deskMissing) : undefined}
      blocks={[
        {
          key: "fields",
          node: (
            <div class="fields">
              {input("number", t.fieldNumber, entry.number)}
              {entry.is === "typed" ? input("code", t.fieldCode, entry.code) : null}
            </div>
          ),
        },
        ...(narrow ? [] : [{ key: `keys-${field}`, node: <Keys letters={field === "code"} erase={t.keyErase} text={text} onText={type} /> }]),
      ]}
      actions={
        <>
          {toWays}
          {toCode ? (
            <Button action="to-code" kind="primary" onPress={() => { act({ is: "field", field: "code" }); }}>{t.keyNext}</Button>
          ) : (
            <Button action="sign-in" kind="primary" onPress={() => { act({ is: "sign-in" }); }}>{t.signIn}</Button>
          )}
        </>
      }
    />
  );
}
