/** Two codes, one after the other, and the verdict. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Camera } from "../deputy/views/camera.js";
import { wrongWords } from "../follow/sentences.js";
import type { Sitting } from "../follow/sitting.js";
import type { Watched } from "../follow/watch.js";
import { Button } from "../ui/button.js";
import { readScanned, verdictOf, type Verdict } from "./model.js";

/** `sitting.json` is not there, or says nothing usable. */
export function NotInstalled({ why }: { readonly why: string }): JSX.Element {
  return (
    <main class="check">
      <h1>本页还没有装好</h1>
      <p>读不到 sitting.json：{why}</p>
    </main>
  );
}

type Step =
  | { readonly is: "code"; readonly wrong: string | undefined }
  | { readonly is: "opening"; readonly code: Uint8Array; readonly wrong: string | undefined }
  | { readonly is: "verdict"; readonly verdict: Verdict };

const START: Step = { is: "code", wrong: undefined };

export function Check({ watched: { shown, reading, wrong } }: { readonly watched: Watched<Sitting> }): JSX.Element {
  const [step, setStep] = useState<Step>(START);
  const said = wrong === undefined ? undefined : wrongWords(wrong);
  const sitting = shown?.fold;
  const rehearsal = sitting?.definition?.mode === "rehearsal";
  return (
    <main class="check">
      <p class="of">
        {rehearsal && <span class="tag rehearsal">演练</span>}
        {sitting?.definition?.name ?? ""}
      </p>
      <h1>验票机：第二台设备</h1>
      {said !== undefined && (
        <p class="said" role="alert">
          <strong>{said.what}</strong>
          {said.then !== "" && ` ${said.then}`}
        </p>
      )}
      {sitting === undefined ? (
        said === undefined && <p role="status">正在核对记录{reading === undefined ? "…" : `：${reading.done} / ${reading.of} 条`}</p>
      ) : (
        <StepView step={step} sitting={sitting} onStep={setStep} />
      )}
    </main>
  );
}

function StepView({ step, sitting, onStep }: { readonly step: Step; readonly sitting: Sitting; readonly onStep: (step: Step) => void }): JSX.Element {
  switch (step.is) {
    case "code":
      return (
        <Take
          key="code"
          number="1"
          title="先扫查票码"
          line="在平板上选“验票机”以前，屏幕上的那个二维码。"
          wrong={step.wrong}
          onText={(text) => {
            const read = readScanned(text);
            if (read.is === "code") onStep({ is: "opening", code: read.code, wrong: undefined });
            else onStep({ is: "code", wrong: read.is === "opening" ? "这是第二个码。必须先扫查票码，再在平板上打开。" : "这不是查票码。" });
          }}
        />
      );
    case "opening":
      return (
        <Take
          key="opening"
          number="2"
          title="再扫打开的票"
          line="查票码已记下。现在在平板上按“验票机”，扫新出来的二维码。"
          wrong={step.wrong}
          onText={(text) => {
            const read = readScanned(text);
            if (read.is === "opening") onStep({ is: "verdict", verdict: verdictOf(sitting, step.code, read.opening) });
            else onStep({ ...step, wrong: read.is === "code" ? "这还是查票码。请扫打开以后的二维码。" : "这不是打开的票。" });
          }}
          onBack={() => {
            onStep(START);
          }}
        />
      );
    case "verdict":
      return (
        <VerdictView
          verdict={step.verdict}
          onAgain={() => {
            onStep(START);
          }}
        />
      );
  }
}

interface TakeProps {
  readonly number: string;
  readonly title: string;
  readonly line: string;
  readonly wrong: string | undefined;
  readonly onText: (text: string) => void;
  readonly onBack?: () => void;
}

/** The camera, or typing. */
function Take({ number, title, line, wrong, onText, onBack }: TakeProps): JSX.Element {
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
          label="摄像头画面：对准二维码"
          onState={(state) => {
            if (state === "refused") setCamera("refused");
          }}
          onText={take}
        />
      )}
      {camera === "refused" && <p role="status">摄像头打不开，请手工输入。</p>}
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
          <span>或者输入码上的文字</span>
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
              从头来
            </Button>
          )}
          <button type="submit" class="button primary" data-action="take">
            下一步
          </button>
        </div>
      </form>
    </section>
  );
}

function VerdictView({ verdict, onAgain }: { readonly verdict: Verdict; readonly onAgain: () => void }): JSX.Element {
  return (
    <section aria-live="polite" class={`verdict verdict-${verdict.is}`}>
      <VerdictWords verdict={verdict} />
      <div class="buttons">
        <Button action="again" kind="primary" onPress={onAgain}>
          再验一台
        </Button>
      </div>
    </section>
  );
}

function VerdictWords({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  switch (verdict.is) {
    case "no-contest":
      return (
        <>
          <h2>现在没有可以核对的表决</h2>
          <p>开启无记名投票以后再来。</p>
        </>
      );
    case "different":
      return (
        <>
          <h2>
            <Sign path="M5 5l14 14M19 5L5 19" />
            不一致
          </h2>
          <p class="what">平板记下的不是它显示的，或者两个码不是同一次的。</p>
          <p>请再验一次。仍不一致，这台平板不要再用，马上告诉总监票人。</p>
        </>
      );
    case "same":
      return (
        <>
          <h2>
            <Sign path="M4 13l6 6L20 5" />
            一致
          </h2>
          <p class="what">平板记下的就是下面这些。请代表看看，是不是刚才选的。</p>
          <p>
            {verdict.contest}（事项码 {verdict.code}）
          </p>
          <ul class="held">
            {verdict.held.map(({ number, title, word, isRest }) => (
              <li key={number} class={isRest ? "rest" : "marked"}>
                <span class="held-word">{word}</span>
                <span>
                  {`${String(number)} 号 ${title}`}
                </span>
              </li>
            ))}
          </ul>
          <p>这张票已经打开，作废，不会投出。请在平板上重新选，再投票。</p>
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
