/** Two codes, one after the other, and the verdict. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { Camera } from "../deputy/views/camera.js";
import { wrongWords } from "../follow/sentences.js";
import type { Sitting } from "../follow/sitting.js";
import type { Watched } from "../follow/watch.js";
import { publicTexts, type PublicTexts } from "../lang/public/index.js";
import { Button } from "../ui/button.js";
import { Look } from "../ui/look.js";
import type { Preferences } from "../ui/preferences.js";
import type { OpenedBallot } from "../crypto/ballot.js";
import { readScanned, verdictOf, type Verdict } from "./model.js";

type Step =
  | { readonly is: "code"; readonly wrong: "second" | "none" | undefined }
  | { readonly is: "opening"; readonly code: Uint8Array; readonly wrong: "first" | "none" | undefined }
  | { readonly is: "verdict"; readonly code: Uint8Array; readonly opening: OpenedBallot };

const START: Step = { is: "code", wrong: undefined };

export interface CheckProps {
  readonly watched: Watched<Sitting>;
  readonly preferences: Preferences;
  readonly onPreferences: (next: Preferences) => void;
}

/** See [`CheckProps`]. */
export function Check({ watched: { shown, reading, wrong }, preferences, onPreferences }: CheckProps): JSX.Element {
  const [step, setStep] = useState<Step>(START);
  const t = publicTexts(preferences.lang);
  const said = wrong === undefined ? undefined : wrongWords(t, wrong);
  const sitting = shown?.fold;
  const rehearsal = sitting?.definition?.mode === "rehearsal";
  return (
    <div class="check">
      <header class="top">
        <p class="of">
          {rehearsal && <span class="tag rehearsal">{t.rehearsal}</span>}
          {sitting?.definition?.name ?? ""}
        </p>
        <h1>{t.check.title}</h1>
        <Look now={preferences} onChange={onPreferences} />
      </header>
      <main>
        {said !== undefined && (
          <p class="said" role="alert">
            <strong>{said.what}</strong>
            {said.then !== "" && ` ${said.then}`}
          </p>
        )}
        {sitting === undefined ? (
          said === undefined && <p role="status">{reading === undefined ? `${t.checking}…` : t.checkingSome(reading.done, reading.of)}</p>
        ) : (
          <StepView t={t} step={step} sitting={sitting} onStep={setStep} />
        )}
      </main>
    </div>
  );
}

interface StepProps {
  readonly t: PublicTexts;
  readonly step: Step;
  readonly sitting: Sitting;
  readonly onStep: (step: Step) => void;
}

function StepView({ t, step, sitting, onStep }: StepProps): JSX.Element {
  switch (step.is) {
    case "code":
      return (
        <Take
          key="code"
          t={t}
          number="1"
          title={t.check.first}
          line={t.check.firstLead}
          wrong={step.wrong === undefined ? undefined : step.wrong === "second" ? t.check.firstIsSecond : t.check.firstIsNone}
          onText={(text) => {
            const read = readScanned(text);
            if (read.is === "code") onStep({ is: "opening", code: read.code, wrong: undefined });
            else onStep({ is: "code", wrong: read.is === "opening" ? "second" : "none" });
          }}
        />
      );
    case "opening":
      return (
        <Take
          key="opening"
          t={t}
          number="2"
          title={t.check.second}
          line={t.check.secondLead}
          wrong={step.wrong === undefined ? undefined : step.wrong === "first" ? t.check.secondIsFirst : t.check.secondIsNone}
          onText={(text) => {
            const read = readScanned(text);
            if (read.is === "opening") onStep({ is: "verdict", code: step.code, opening: read.opening });
            else onStep({ ...step, wrong: read.is === "code" ? "first" : "none" });
          }}
          onBack={() => {
            onStep(START);
          }}
        />
      );
    case "verdict":
      return (
        <VerdictView
          t={t}
          sitting={sitting}
          code={step.code}
          opening={step.opening}
          onAgain={() => {
            onStep(START);
          }}
        />
      );
  }
}

interface TakeProps {
  readonly t: PublicTexts;
  readonly number: string;
  readonly title: string;
  readonly line: string;
  readonly wrong: string | undefined;
  readonly onText: (text: string) => void;
  readonly onBack?: () => void;
}

/** The camera, or typing. */
function Take({ t, number, title, line, wrong, onText, onBack }: TakeProps): JSX.Element {
  const [camera, setCamera] = useState<"on" | "refused">("on");
  const [typed, setTyped] = useState("");
  // A camera stops at what it read; after a wrong code it looks anew.
  const [looks, setLooks] = useState(0);
  const take = (text: string): void => {
    setLooks(looks + 1);
    onText(text);
  };
  return (
    <section aria-labelledby="step">
      <h2 id="step">
        <span class="step-number">{number}</span>
        {title}
      </h2>
      <p>{line}</p>
      {camera === "on" && (
        <Camera
          key={looks}
          label={t.check.camera}
          onState={(state) => {
            if (state === "refused") setCamera("refused");
          }}
          onText={take}
        />
      )}
      {camera === "refused" && <p role="status">{t.check.cameraRefused}</p>}
      <p class="wrong-code" role="alert">
        {wrong ?? ""}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(typed);
          setTyped("");
        }}
      >
        <label>
          <span>{t.check.type}</span>
          <textarea
            rows={3}
            value={typed}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        </label>
        <div class="buttons">
          {onBack !== undefined && (
            <Button action="start-again" onPress={onBack}>
              {t.check.startAgain}
            </Button>
          )}
          <button type="submit" class="button primary" data-action="take">
            {t.check.next}
          </button>
        </div>
      </form>
    </section>
  );
}

interface VerdictProps {
  readonly t: PublicTexts;
  readonly sitting: Sitting;
  readonly code: Uint8Array;
  readonly opening: OpenedBallot;
  readonly onAgain: () => void;
}

function VerdictView({ t, sitting, code, opening, onAgain }: VerdictProps): JSX.Element {
  // Once for two codes: it encrypts the whole ballot anew.
  const verdict = useMemo(() => verdictOf(t, sitting, code, opening), [t, code, opening]);
  return (
    <section aria-live="polite" class={`verdict verdict-${verdict.is}`}>
      <VerdictWords t={t} verdict={verdict} />
      <div class="buttons">
        <Button action="again" kind="primary" onPress={onAgain}>
          {t.check.again}
        </Button>
      </div>
    </section>
  );
}

function VerdictWords({ t, verdict }: { readonly t: PublicTexts; readonly verdict: Verdict }): JSX.Element {
  const { check } = t;
  switch (verdict.is) {
    case "no-contest":
      return (
        <>
          <h2>{check.noContest}</h2>
          <p>{check.noContestLead}</p>
        </>
      );
    case "different":
      return (
        <>
          <h2>
            <Sign path="M5 5l14 14M19 5L5 19" />
            {check.different}
          </h2>
          <p class="what">{check.differentWhat}</p>
          <p>{check.differentLead}</p>
        </>
      );
    case "same":
      return (
        <>
          <h2>
            <Sign path="M4 13l6 6L20 5" />
            {check.same}
          </h2>
          <p class="what">{check.sameWhat}</p>
          <p>
            {verdict.contest} <span class="tag">{t.observer.contestCode(verdict.code)}</span>
          </p>
          <ul class="held">
            {verdict.held.map(({ number, title, word, isRest }) => (
              <li key={number} class={isRest ? "rest" : "marked"}>
                <span class="held-word">{word}</span>
                <span>{check.item(number, title)}</span>
              </li>
            ))}
          </ul>
          <p>{check.spoilt}</p>
        </>
      );
  }
}

function Sign({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg class="verdict-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
