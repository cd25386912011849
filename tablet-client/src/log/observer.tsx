/** The observer's page, section by section. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Settings } from "../follow/settings.js";
import { wrongWords } from "../follow/sentences.js";
import type { Watched } from "../follow/watch.js";
import { publicTexts } from "../lang/public/index.js";
import { Button } from "../ui/button.js";
import { Look } from "../ui/look.js";
import type { Preferences } from "../ui/preferences.js";
import { saveFile } from "../ui/save.js";
import type { Book } from "./book.js";
import { LookUp } from "./look-up.js";
import { Lines } from "./lines.js";
import { pageWith, type Filter } from "./model.js";
import { State } from "./state.js";
import { Verify } from "./verify.js";

export interface ObserverProps {
  readonly watched: Watched<Book>;
  readonly settings: Settings;
  readonly preferences: Preferences;
  readonly onPreferences: (next: Preferences) => void;
}

/** See [`ObserverProps`]. */
export function Observer({ watched, settings, preferences, onPreferences }: ObserverProps): JSX.Element {
  const t = publicTexts(preferences.lang);
  const { shown, reading, wrong } = watched;
  const [filter, setFilter] = useState<Filter>("acts");
  const [page, setPage] = useState(1);
  const [marked, setMarked] = useState<number | undefined>(undefined);
  // The book grows while more is read, and nothing of that is checked yet: these are drawn at the moment when all of it is.
  const state = useMemo(() => (shown === undefined ? null : <State t={t} book={shown.fold} signed={shown.signed} />), [shown, t]);
  const verify = useMemo(() => <Verify t={t} settings={settings} shown={shown} />, [settings, shown, t]);
  const rehearsal = shown?.fold.definition?.mode === "rehearsal";
  const evidence = wrong?.is === "broken" ? wrong.broken.evidence : undefined;
  const said = wrong === undefined ? undefined : wrongWords(t, wrong);
  return (
    <div class="observer">
      <header class="top">
        <p class="of">
          {rehearsal && <span class="tag rehearsal">{t.rehearsal}</span>}
          {shown?.fold.definition?.name ?? ""}
        </p>
        <h1>{t.observer.title}</h1>
        <p>{rehearsal ? t.rehearsalLead : t.observer.lead}</p>
        <Look now={preferences} onChange={onPreferences} />
      </header>
      <main>
        {said !== undefined && (
          <p class={said.mild ? "said mild" : "said"} role="alert">
            <strong>{said.what}</strong>
            {said.then !== "" && ` ${said.then}`} {shown !== undefined && t.stillChecked(shown.signed.size)}
          </p>
        )}
        {evidence !== undefined && (
          <Button
            action="save-evidence"
            onPress={() => {
              saveFile(evidence.name, evidence.text);
            }}
          >
            {t.saveEvidence}
          </Button>
        )}
        {reading !== undefined && (
          <p class="reading" role="status">
            {t.checkingSome(reading.done, reading.of)}
          </p>
        )}
        {shown === undefined && said === undefined && reading === undefined && <p role="status">{t.checking}…</p>}
        {shown !== undefined && (
          <>
            {state}
            <LookUp
              t={t}
              book={shown.fold}
              signed={shown.signed}
              onShow={(index) => {
                setFilter("all");
                setPage(pageWith(shown.signed.size, index));
                setMarked(index);
                document.getElementById("lines")?.scrollIntoView();
              }}
            />
            <Lines
              t={t}
              book={shown.fold}
              size={shown.signed.size}
              filter={filter}
              page={page}
              marked={marked}
              onFilter={(next) => {
                setFilter(next);
                setPage(1);
              }}
              onPage={setPage}
            />
          </>
        )}
        {verify}
      </main>
    </div>
  );
}
