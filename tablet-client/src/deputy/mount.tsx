/** Puts the deputy's screens over a device onto the page. */
import { render } from "preact";
import type { Device } from "../device/api.js";
import { storeScale, storedScale } from "../ui/appearance.js";
import { Runner } from "./run.js";
import { App } from "./views/app.js";
import "../ui/theme.css";
import "../ui/screen.css";
import "./deputy.css";

/** How often the time is told. */
const TICK_MS = 250;

/** The screens, from now until the page is closed. */
export function mount(place: HTMLElement, device: Device): Runner {
  const runner = new Runner(device, {
    storage: sessionStorage,
    now: () => performance.now(),
    reload: () => {
      location.reload();
    },
  });
  setInterval(() => {
    runner.send({ is: "tick", now: performance.now() });
  }, TICK_MS);
  keepInside(runner);
  keepAwake();
  render(<App runner={runner} scale={storedScale(localStorage)} onScale={(scale) => { storeScale(localStorage, scale); }} />, place);
  return runner;
}

/** The back button goes a step back, and never leaves the page. */
function keepInside(runner: Runner): void {
  history.pushState(null, "");
  window.addEventListener("popstate", () => {
    history.pushState(null, "");
    runner.send({ is: "act", act: { is: "back" } });
  });
  // A long press shows no menu.
  document.addEventListener("contextmenu", (event) => {
    event.preventDefault();
  });
}

/** The screen does not go dark under the reader's eyes. Where the browser has no such lock, the tablet's own setting decides. */
function keepAwake(): void {
  const ask = (): void => {
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
