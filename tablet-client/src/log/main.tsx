/** The observer's page: follows the log, checks what a browser can, and shows it in plain words. */

import { render } from "preact";
import { breather } from "../follow/follower.js";
import { loadSettings, SettingsError } from "../follow/settings.js";
import { httpSource } from "../follow/source.js";
import { wait } from "../follow/wait.js";
import { watch } from "../follow/watch.js";
import "../ui/theme.css";
import { Book } from "./book.js";
import "./log.css";
import { NotInstalled, Observer } from "./observer.js";

async function start(place: HTMLElement): Promise<void> {
  try {
    const settings = await loadSettings();
    await watch(settings, () => new Book(), { source: httpSource(settings.log), breathe: breather(12), wait }, (watched) => {
      document.documentElement.dataset["mode"] = watched.shown?.fold.definition?.mode ?? "real";
      render(<Observer watched={watched} settings={settings} />, place);
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    render(<NotInstalled why={error.message} />, place);
  }
}

const place = document.getElementById("app");
if (place !== null) void start(place);
