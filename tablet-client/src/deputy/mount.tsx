/** Puts the deputy's screens over a device onto the page. */
import { render } from "preact";
import type { Device } from "../device/api.js";
import { texts } from "../lang/index.js";
import { pause } from "../net/backoff.js";
import { saveFile } from "../ui/save.js";
import { applyAppearance, storeScale, storedScale } from "../ui/appearance.js";
import { Screen } from "../ui/screen.js";
import type { FrameProps } from "../ui/screen.js";
import { DEFAULT_SETTINGS } from "./model/state.js";
import { Runner } from "./run.js";
import { text } from "./views/block.js";
import { App } from "./views/app.js";
import "../ui/theme.css";
import "../ui/screen.css";
import "./deputy.css";

/** How often the time is told. */
const TICK_MS = 250;
/** Between two looks whether the page can be had, in milliseconds. */
const RELOAD_AGAIN = 1_000;

/** What is shown without a device: before it is open, or where there can be none. */
export function showStanding(place: HTMLElement, what: "starting" | "broken"): void {
  const t = texts("zh");
  const frame: FrameProps = { t, title: t.pageTitle, rehearsal: false, connection: t.connecting, trouble: false, witnesses: null, buttons: null, notice: null };
  applyAppearance(document.documentElement, { size: DEFAULT_SETTINGS.size, theme: DEFAULT_SETTINGS.theme, scale: storedScale(localStorage), rehearsal: false, lang: t.tag });
  const [heading, lead] = what === "starting" ? [t.startingTitle, t.startingLead] : [t.brokenTitle, t.brokenLead];
  const other = texts("en");
  const blocks = what === "starting" ? [text("lead", lead)] : [text("lead", lead), text("other", `${other.brokenTitle}. ${other.brokenLead}`, "quiet")];
  render(<Screen frame={what === "broken" ? { ...frame, connection: "" } : frame} name={what} heading={heading} told blocks={blocks} />, place);
}

/** The screens, from now until the page is closed. */
export function mount(place: HTMLElement, device: Device): Runner {
  const runner = new Runner(device, {
    storage: sessionStorage,
    now: () => performance.now(),
    reload: reloadOnceThere(),
    save: saveFile,
  });
  setInterval(() => {
    runner.send({ is: "tick", now: performance.now() });
  }, TICK_MS);
  keepInside(runner);
  render(<App runner={runner} scale={storedScale(localStorage)} onScale={(scale) => { storeScale(localStorage, scale); }} />, place);
  return runner;
}

/** Loads the page anew once it can be had: over a network that is cut the browser would show its own error page, and never come back. */
function reloadOnceThere(): () => void {
  let isWaiting = false;
  const wait = async (): Promise<void> => {
    for (;;) {
      try {
        await fetch(location.href, { cache: "no-store", credentials: "omit" });
        location.reload();
        return;
      } catch {
        await pause(RELOAD_AGAIN);
      }
    }
  };
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    void wait();
  };
}

/** What the back button does; nothing before there are screens. */
let goBack: () => void = () => undefined;
let isInside = false;

/** The back button never leaves the page, from its first moment on. */
export function stayInside(): void {
  if (isInside) return;
  isInside = true;
  history.pushState(null, "");
  window.addEventListener("popstate", () => {
    history.pushState(null, "");
    goBack();
  });
}

/** The back button goes a step back. */
function keepInside(runner: Runner): void {
  stayInside();
  goBack = () => {
    runner.send({ is: "act", act: { is: "back" } });
  };
  // A long press shows no menu.
  document.addEventListener("contextmenu", (event) => {
    event.preventDefault();
  });
}
