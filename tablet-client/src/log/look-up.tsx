/** 查票: where one's ballot code stands, typed or scanned. Nothing that is typed leaves the page. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Camera } from "../deputy/views/camera.js";
import type { Signed } from "../follow/checkpoint.js";
import type { PublicTexts } from "../lang/public/index.js";
import { Button } from "../ui/button.js";
import { shortOf, type Book, type Found } from "./book.js";
import { lookUp, type Answer } from "./model.js";

interface LookUpProps {
  readonly t: PublicTexts;
  readonly book: Book;
  readonly signed: Signed;
  /** Turns the list to this entry. */
  readonly onShow: (index: number) => void;
}

type Scanning = "off" | "on" | "refused";

export function LookUp({ t, book, signed, onShow }: LookUpProps): JSX.Element {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [scanning, setScanning] = useState<Scanning>("off");
  const answer = lookUp(book, signed, asked);
  return (
    <section aria-labelledby="look-up">
      <h2 id="look-up">{t.observer.lookUp}</h2>
      <p>{t.observer.lookUpLead}</p>
      <form
        class="asking"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        <label>
          <span>{t.observer.code}</span>
          <input
            type="text"
            value={typed}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            placeholder="XXXX-XXXX-XXXX-XXXX"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit" class="button primary" data-action="look-up">
          {t.observer.find}
        </button>
        <Button
          action="scan"
          onPress={() => {
            setScanning(scanning === "on" ? "off" : "on");
          }}
        >
          {scanning === "on" ? t.observer.stopScan : t.observer.scan}
        </Button>
      </form>
      {scanning === "on" && (
        <Camera
          label={t.observer.camera}
          onState={(state) => {
            if (state === "refused") setScanning("refused");
          }}
          onText={(text) => {
            setScanning("off");
            setTyped(text);
            setAsked(text);
          }}
        />
      )}
      {scanning === "refused" && <p role="status">{t.observer.cameraRefused}</p>}
      <div class="answer" aria-live="polite">
        <AnswerView t={t} answer={answer} onShow={onShow} />
      </div>
    </section>
  );
}

function AnswerView({ t, answer, onShow }: { readonly t: PublicTexts; readonly answer: Answer; readonly onShow: (index: number) => void }): JSX.Element | null {
  switch (answer.is) {
    case "nothing-asked":
      return null;
    case "no-code":
      return <p>{t.observer.noCode}</p>;
    case "not-found":
      return answer.voting ? (
        <p>
          <strong>{t.observer.notYet}</strong> {t.observer.notYetLead}
        </p>
      ) : (
        <p>
          <strong>{t.observer.notFound}</strong> {t.observer.notFoundLead}
        </p>
      );
    case "found":
      return (
        <>
          {answer.found.map((one) => (
            <FoundView key={one.index} t={t} found={one} onShow={onShow} />
          ))}
        </>
      );
  }
}

function FoundView({ t, found, onShow }: { readonly t: PublicTexts; readonly found: Found; readonly onShow: (index: number) => void }): JSX.Element {
  return (
    <div class={`found found-${found.is}`}>
      <p>
        <strong>{found.is === "cast" ? t.observer.inTheBox : t.observer.wasOpened}</strong>
        {t.observer.where(found.contest, found.index)}
        {found.is === "cast" && t.observer.noChoice}
      </p>
      <p class="code">{shortOf(found.whole)}</p>
      <Button
        action="show-entry"
        onPress={() => {
          onShow(found.index);
        }}
      >
        {t.observer.showEntry}
      </Button>
    </div>
  );
}
