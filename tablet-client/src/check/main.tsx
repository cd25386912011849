/** The second device of 验票机. */

import { render } from "preact";
import { breather } from "../follow/follower.js";
import { SittingFold } from "../follow/fold.js";
import { loadSettings, SettingsError } from "../follow/settings.js";
import { httpSource } from "../follow/source.js";
import { wait } from "../follow/wait.js";
import { watch } from "../follow/watch.js";
import "../ui/theme.css";
import "./check.css";
import { Check, NotInstalled } from "./check.js";

async function start(place: HTMLElement): Promise<void> {
  try {
    const settings = await loadSettings();
    await watch(settings, () => new SittingFold(), { source: httpSource(settings.log), breathe: breather(12), wait }, (watched) => {
      document.documentElement.dataset["mode"] = watched.shown?.fold.definition?.mode ?? "real";
      render(<Check watched={watched} />, place);
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    render(<NotInstalled why={error.message} />, place);
  }
}

const place = document.getElementById("app");
if (place !== null) void start(place);
