/** The observer's page, section by section. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Settings } from "../follow/settings.js";
import { wrongWords } from "../follow/sentences.js";
import type { Watched } from "../follow/watch.js";
import { Button } from "../ui/button.js";
import { saveFile } from "../ui/save.js";
import type { Book } from "./book.js";
import { LookUp } from "./look-up.js";
import { Lines } from "./lines.js";
import { pageWith, type Filter } from "./model.js";
import { State } from "./state.js";
import { Verify } from "./verify.js";

/** `sitting.json` is not there, or says nothing usable. */
export function NotInstalled({ why }: { readonly why: string }): JSX.Element {
  return (
    <main class="observer">
      <h1>本页还没有装好</h1>
      <p>读不到 sitting.json：{why}</p>
    </main>
  );
}

export function Observer({ watched, settings }: { readonly watched: Watched<Book>; readonly settings: Settings }): JSX.Element {
  const { shown, reading, wrong } = watched;
  const [filter, setFilter] = useState<Filter>("acts");
  const [page, setPage] = useState(1);
  const [marked, setMarked] = useState<number | undefined>(undefined);
  // The book grows while more is read, and nothing of that is checked yet: these are drawn at the moment when all of it is.
  const state = useMemo(() => (shown === undefined ? null : <State book={shown.fold} signed={shown.signed} />), [shown]);
  const verify = useMemo(() => <Verify settings={settings} shown={shown} />, [settings, shown]);
  const rehearsal = shown?.fold.definition?.mode === "rehearsal";
  const evidence = wrong?.is === "broken" ? wrong.broken.evidence : undefined;
  const said = wrong === undefined ? undefined : wrongWords(wrong);
  return (
    <div class="observer">
      <header class="top">
        <p class="of">
          {rehearsal && <span class="tag rehearsal">演练</span>}
          {shown?.fold.definition?.name ?? ""}
        </p>
        <h1>公开记录</h1>
        {rehearsal && <p>这是演练，不是正式票决。</p>}
      </header>
      <main>
        {said !== undefined && (
          <p class={said.mild ? "said mild" : "said"} role="alert">
            <strong>{said.what}</strong>
            {said.then !== "" && ` ${said.then}`}
            {shown !== undefined && ` 下面是此前核对过的 ${shown.signed.size} 条。`}
          </p>
        )}
        {evidence !== undefined && (
          <Button
            action="save-evidence"
            onPress={() => {
              saveFile(evidence.name, evidence.text);
            }}
          >
            保存证据文件
          </Button>
        )}
        {reading !== undefined && (
          <p class="reading" role="status">
            正在核对记录：{reading.done} / {reading.of} 条
          </p>
        )}
        {shown === undefined && said === undefined && reading === undefined && <p role="status">正在读取记录…</p>}
        {shown !== undefined && (
          <>
            {state}
            <LookUp
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
