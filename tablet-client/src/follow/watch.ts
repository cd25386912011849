/** Looks at the log again and again, and tells what there is to show and what is wrong. */

import { Follower, type Fold, type Look } from "./follower.js";
import type { Signed } from "./checkpoint.js";
import type { Settings } from "./settings.js";
import { SourceError, type Source, type SourceTrouble } from "./source.js";
import type { Sitting } from "./sitting.js";
import { Broken } from "./trouble.js";

/** What is wrong now, and with what. */
export type Wrong =
  | { readonly is: "source"; readonly trouble: SourceTrouble }
  | { readonly is: "broken"; readonly broken: Broken }
  /** Smaller than what was shown before: a rollback, or an old copy. */
  | { readonly is: "older"; readonly size: number };

export interface Watched<F> {
  /** The newest that checks; `undefined` before the first. */
  readonly shown: { readonly fold: F; readonly signed: Signed } | undefined;
  /** Entries read of the next that is to be shown. */
  readonly reading: { readonly done: number; readonly of: number } | undefined;
  readonly wrong: Wrong | undefined;
}

const AGAIN_MILLISECONDS = 2_000;
const BROKEN_MILLISECONDS = 10_000;
const TROUBLE_MILLISECONDS_MAX = 8_000;
/** Progress is told this often at most. */
const PROGRESS_ENTRIES = 50;

/** What watching needs of the machine. */
export interface Around {
  readonly source: Source;
  readonly breathe: () => Promise<void>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Watches for ever, or until `stopped`. `changed` is called with a new object after everything that happens. */
export async function watch<F extends Fold & Sitting>(
  { fingerprint, mode }: Pick<Settings, "fingerprint" | "mode">,
  begin: () => F,
  { source, breathe, wait }: Around,
  changed: (watched: Watched<F>) => void,
  stopped: () => boolean = () => false,
): Promise<void> {
  let watched: Watched<F> = { shown: undefined, reading: undefined, wrong: undefined };
  const tell = (more: Partial<Watched<F>>): void => {
    watched = { ...watched, ...more };
    changed(watched);
  };
  const progress = (done: number, of: number): void => {
    if (done % PROGRESS_ENTRIES === 0) tell({ reading: { done, of } });
  };
  const follower = new Follower(fingerprint, source, begin, breathe, progress);
  let pause = AGAIN_MILLISECONDS / 2;
  while (!stopped()) {
    try {
      const look = await follower.look();
      pause = AGAIN_MILLISECONDS / 2;
      tell(told(look, mode, watched));
      await wait(AGAIN_MILLISECONDS);
    } catch (error) {
      if (error instanceof SourceError) {
        tell({ wrong: { is: "source", trouble: error.trouble } });
        pause = Math.min(TROUBLE_MILLISECONDS_MAX, 2 * pause);
        await wait(pause);
      } else if (error instanceof Broken) {
        tell({ reading: undefined, wrong: { is: "broken", broken: error } });
        await wait(BROKEN_MILLISECONDS);
      } else throw error;
    }
  }
}

function told<F extends Sitting>(look: Look<F>, mode: Settings["mode"], before: Watched<F>): Partial<Watched<F>> {
  if (look.is === "older") return { wrong: { is: "older", size: look.size } };
  const { fold, signed } = look;
  // A page that was set up for a rehearsal shows no real sitting, and the reverse: whoever mixed them up must see it.
  if (fold.definition?.mode !== mode) return { shown: undefined, reading: undefined, wrong: { is: "broken", broken: new Broken("other-mode", 0) } };
  const same = look.is === "same" && before.shown?.fold === fold && before.shown.signed === signed;
  return { shown: same ? before.shown : { fold, signed }, reading: undefined, wrong: undefined };
}
