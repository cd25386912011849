/** How far the sitting is: entries, people, contests, witnesses. Numbers alone, no choice. */

import type { JSX } from "preact";
import type { Signed } from "../follow/checkpoint.js";
import { contestCode } from "../follow/say.js";
import type { Contest } from "../follow/sitting.js";
import type { PublicTexts } from "../lang/public/index.js";
import { base64 } from "../base/wire/base64.js";
import type { Book } from "./book.js";

export function State({ t, book, signed }: { readonly t: PublicTexts; readonly book: Book; readonly signed: Signed }): JSX.Element {
  const { definition, roll, contests, sealed } = book;
  const there = [...(roll?.deputies.values() ?? [])].filter(({ checkedIn }) => checkedIn).length;
  return (
    <section aria-labelledby="state">
      <h2 id="state">{t.observer.now}</h2>
      <dl class="facts">
        <div>
          <dt>{t.log}</dt>
          <dd>{t.observer.log(signed.size, sealed)}</dd>
        </div>
        <div>
          <dt>{t.observer.checkedIn}</dt>
          <dd>{t.observer.people(there)}</dd>
        </div>
        <div>
          <dt>{t.witnesses}</dt>
          <dd>{definition === undefined || definition.quorum === 0 ? t.observer.noWitnesses : <Witnesses t={t} names={definition.witnesses.map(({ name }) => name)} quorum={definition.quorum} by={signed.by} />}</dd>
        </div>
        <div class="wide">
          <dt>{t.observer.checkpoint}</dt>
          <dd class="code">{base64(signed.root)}</dd>
        </div>
      </dl>
      <ul class="contests">
        {contests.map((contest) => (
          <ContestLine key={contest.definition.contest} t={t} contest={contest} />
        ))}
      </ul>
    </section>
  );
}

function Witnesses({ t, names, quorum, by }: { readonly t: PublicTexts; readonly names: readonly string[]; readonly quorum: number; readonly by: readonly string[] }): JSX.Element {
  const missing = names.filter((name) => !by.includes(name));
  return (
    <>
      <strong>
        {by.length}/{quorum}
      </strong>
      {t.observer.witnessed(by.length >= quorum, by, missing)}
    </>
  );
}

function ContestLine({ t, contest: { definition, stage, opened } }: { readonly t: PublicTexts; readonly contest: Contest }): JSX.Element {
  return (
    <li>
      <p class="contest-title">
        {definition.contest}. {definition.title}
      </p>
      <p class="contest-state">
        <span class="tag">{t.observer.stages[stage]}</span>
        {opened !== undefined && <span>{t.observer.contestCode(contestCode(opened.name))}</span>}
        {opened !== undefined && definition.profile.secrecy === "secret" && (
          <span>
            {t.observer.issued(opened.issued.size + opened.papers.size, opened.slips.size)}
            {opened.box !== undefined && t.observer.box(opened.box.cast, opened.box.ballots)}
            {opened.challenged > 0 && t.observer.challenged(opened.challenged)}
          </span>
        )}
        {opened !== undefined && definition.profile.secrecy === "named" && <span>{t.observer.pressed(opened.voted.size)}</span>}
        {opened?.voided !== undefined && <span>{t.observer.reason(opened.voided)}</span>}
      </p>
    </li>
  );
}
