/** The hall's screen: follows the log, checks it, and shows it; keys of the machine that it runs on turn it. */

import { render } from "preact";
import { breather } from "../follow/follower.js";
import { SittingFold } from "../follow/fold.js";
import { loadPageHash, loadSettings, SettingsError, type Settings } from "../follow/settings.js";
import { httpSource } from "../follow/source.js";
import { wait } from "../follow/wait.js";
import { watch } from "../follow/watch.js";
import { publicTexts } from "../lang/public/index.js";
import { keepPreferences, readPreferences, showPreferences } from "../ui/preferences.js";
import "../ui/theme.css";
import "./hall.css";
import { Hall } from "./hall.js";
import { keptBy } from "./place.js";
import { Store } from "./store.js";

async function settingsOrWhy(): Promise<Settings | string> {
  try {
    return await loadSettings();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

async function start(place: HTMLElement): Promise<void> {
  const settings = await settingsOrWhy();
  const store = new Store(keptBy(() => localStorage), () => performance.now(), readPreferences(location.search));
  const draw = (): void => {
    const { preferences, view } = store.state;
    showPreferences(preferences, view?.rehearsal === true, publicTexts(preferences.lang).hallPage);
    render(<Hall state={store.state} />, place);
  };
  store.changed = draw;
  draw();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !store.press(event.key, event.repeat, event.timeStamp)) return;
    event.preventDefault();
    keepPreferences(store.state.preferences);
  });
  setInterval(() => {
    store.tick(Date.now() / 1000);
  }, 1000);
  store.tick(Date.now() / 1000);
  if (typeof settings === "string") {
    store.unset(settings);
    return;
  }
  const pageHash = await loadPageHash();
  store.setPageHash(pageHash);
  await watch(settings, () => new SittingFold(), { source: httpSource(settings.log), breathe: breather(12), wait }, (watched) => {
    store.follow(watched);
  });
}

const place = document.getElementById("app");
if (place !== null) void start(place);
