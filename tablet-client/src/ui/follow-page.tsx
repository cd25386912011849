/** What the observer's page and the second device's have in common: settings, the log that is watched, and how the page looks. */

import { render, type JSX } from "preact";
import { breather, type Fold } from "../follow/follower.js";
import { loadSettings, SettingsError, type Settings } from "../follow/settings.js";
import type { Sitting } from "../follow/sitting.js";
import { httpSource } from "../follow/source.js";
import { wait } from "../follow/wait.js";
import { watch, type Watched } from "../follow/watch.js";
import { publicTexts, type PublicTexts } from "../lang/public/index.js";
import { Look } from "./look.js";
import { keepPreferences, readPreferences, showPreferences, type Preferences } from "./preferences.js";

export interface FollowPage<F> {
  /** Its name, in the tab. */
  readonly title: (t: PublicTexts) => string;
  /** An empty fold. */
  readonly begin: () => F;
  readonly view: (watched: Watched<F>, settings: Settings, preferences: Preferences, onPreferences: (next: Preferences) => void) => JSX.Element;
}

/** `sitting.json` is not there, or says nothing usable. */
function NotInstalled({ why, preferences, onPreferences }: { readonly why: string; readonly preferences: Preferences; readonly onPreferences: (next: Preferences) => void }): JSX.Element {
  const t = publicTexts(preferences.lang);
  return (
    <div class="not-installed">
      <header class="top">
        <h1>{t.notInstalled}</h1>
        <Look now={preferences} onChange={onPreferences} />
      </header>
      <main>
        <p>{t.notInstalledLead(why)}</p>
      </main>
    </div>
  );
}

/** Shows the page for as long as it is open. */
export async function showFollowPage<F extends Fold & Sitting>(place: HTMLElement, { title, begin, view }: FollowPage<F>): Promise<void> {
  let preferences = readPreferences(location.search);
  let draw = (): void => undefined;
  let rehearsal = false;
  const change = (next: Preferences): void => {
    preferences = next;
    keepPreferences(next);
    draw();
  };
  const show = (content: () => JSX.Element): void => {
    draw = () => {
      showPreferences(preferences, rehearsal, title(publicTexts(preferences.lang)));
      render(content(), place);
    };
    draw();
  };
  try {
    const settings = await loadSettings();
    await watch(settings, begin, { source: httpSource(settings.log), breathe: breather(12), wait }, (watched) => {
      rehearsal = watched.shown?.fold.definition?.mode === "rehearsal";
      show(() => view(watched, settings, preferences, change));
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    show(() => <NotInstalled why={error.message} preferences={preferences} onPreferences={change} />);
  }
}
