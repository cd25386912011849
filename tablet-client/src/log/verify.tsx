/** What this browser checked, what it did not, and how to check everything without believing this page. */

import type { JSX } from "preact";
import { hex } from "../base/bytes.js";
import type { Settings } from "../follow/settings.js";
import { groupsOfFour } from "../follow/say.js";
import type { Watched } from "../follow/watch.js";
import type { PublicTexts } from "../lang/public/index.js";
import type { Book } from "./book.js";

export function Verify({ t: texts, settings, shown }: { readonly t: PublicTexts; readonly settings: Settings; readonly shown: Watched<Book>["shown"] }): JSX.Element {
  const t = texts.observer;
  const fingerprint = hex(settings.fingerprint);
  const size = shown?.signed.size ?? 0;
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">{t.verify}</h2>
      {shown !== undefined && (
        <ul class="checks">
          <Line sign={t.checked} is="yes" words={t.checkedFirst} />
          <Line sign={t.checked} is="yes" words={t.checkedChain(size)} />
          <Line sign={t.checked} is="yes" words={t.checkedTree(size)} />
          <Line sign={t.checked} is="yes" words={t.checkedRoles(shown.fold.checked)} />
          {(shown.fold.definition?.quorum ?? 0) > 0 && (shown.signed.enough ? <Line sign={t.checked} is="yes" words={t.checkedWitnesses} /> : <Line sign={t.notChecked} is="no" words={t.uncheckedWitnesses} />)}
          <Line sign={t.notChecked} is="no" words={t.uncheckedDevices(shown.fold.left)} />
          <Line sign={t.notChecked} is="no" words={t.uncheckedProofs} />
        </ul>
      )}
      <p>
        <strong>{t.whole}</strong> {t.wholeLead}
      </p>
      <p class="label">{t.fingerprint}</p>
      <p class="code fingerprint">{groupsOfFour(fingerprint)}</p>
      <p class="label">{t.follow}</p>
      <pre>{`audit follow ${settings.log.origin} ${t.myCopy} --fingerprint ${fingerprint}`}</pre>
      <p class="label">{t.recompute}</p>
      <pre>{`audit verify ${t.myCopy} --fingerprint ${fingerprint}`}</pre>
      <p>{t.lastLine}</p>
    </section>
  );
}

function Line({ sign, is, words }: { readonly sign: string; readonly is: "yes" | "no"; readonly words: string }): JSX.Element {
  return (
    <li class={is}>
      <span class="sign">{sign}</span>
      <span>{words}</span>
    </li>
  );
}
