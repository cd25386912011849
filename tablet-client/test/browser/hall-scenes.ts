/** Every screen of the hall: a log, and the keys that were pressed. */

import type { Page } from "playwright-core";
import { BOUNCE_MS } from "../../src/hall/reveal.js";
import { decisionOf, GRADES, PROJECTS, SittingInTheMaking, THREE_WAY } from "../follow/making.js";
import type { Log } from "../follow/served.js";
import { declared, graded, HALL, REHEARSAL, threeWay, TIED, VOID, VOTES } from "./results.js";

export interface HallScene {
  readonly name: string;
  readonly log: () => Log;
  readonly mode: "real" | "rehearsal";
  /** As the browser names them; `wait`: as long as it takes to tell two presses from a finger that bounces. */
  readonly keys: readonly string[];
}

/** What is asked for twice. */
export const twice = (key: string): readonly string[] => [key, "wait", key];
/** So many rows, each at once: the key before it makes the bar of the former one stand still. */
export const rows = (count: number): readonly string[] => [...twice("PageDown"), ...Array.from({ length: 2 * (count - 1) }, () => "PageDown")];

/** Presses keys. */
export async function settle(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (key === "wait") await page.waitForTimeout(BOUNCE_MS + 200);
    else await page.keyboard.press(key);
  }
}

const chosen = (): Log => declared(HALL, decisionOf(VOTES, 57, 60));
const scene = (name: string, log: () => Log, keys: readonly string[] = [], mode: HallScene["mode"] = "real"): HallScene => ({ name, log, mode, keys });

export const HALL_SCENES: readonly HallScene[] = [
  scene("before", () => new SittingInTheMaking(HALL).log()),
  scene("before-few", () => new SittingInTheMaking({ ...REHEARSAL, present: 12 }).log(), [], "rehearsal"),
  scene("other-page", () => new SittingInTheMaking(HALL).log()),
  scene("keys", () => new SittingInTheMaking(HALL).log(), ["?"]),
  scene("open", () => new SittingInTheMaking(HALL).open().issue(43).log()),
  scene("open-rehearsal", () => new SittingInTheMaking(REHEARSAL).open().issue(43).log(), [], "rehearsal"),
  scene("open-held-picture", () => new SittingInTheMaking(HALL).open().issue(12).log(), ["f"]),
  scene("held", () => new SittingInTheMaking(HALL).open().issue(20).hold("会场停电，核对设备").log()),
  scene("ended", () => new SittingInTheMaking(HALL).open().issue(58).end(51).log()),
  scene("closed", () => new SittingInTheMaking(HALL).open().issue(58).end(57).box(57, 128).close(58, 57).log()),
  scene("declared-waiting", chosen),
  scene("declared-asked", chosen, ["PageDown"]),
  scene("declared-asked-all", chosen, ["e"]),
  scene("declared-partly", chosen, rows(4)),
  scene("declared-partly-asked-all", chosen, [...rows(2), "e"]),
  scene("declared-partly-top", chosen, rows(11)),
  scene("declared-all", chosen, twice("e")),
  scene("declared-all-2", chosen, [...twice("e"), "ArrowDown"]),
  scene("three-way", () => declared({ ...HALL, profile: THREE_WAY, items: PROJECTS.slice(0, 6) }, threeWay([52, 49, 30, 45, 44, 22], 57, 60)), twice("e")),
  scene("grades", () => declared({ ...HALL, profile: GRADES, items: PROJECTS.slice(0, 5), title: "2027 年度民生实事项目满意度测评" }, graded([50, 30, 20, 44, 10], 57)), twice("e")),
  scene("void", () => declared(HALL, VOID), twice("e")),
  scene("tied-rehearsal", () => declared(REHEARSAL, decisionOf(TIED, 57, 60, 11)), [...twice("e"), "ArrowDown"], "rehearsal"),
  scene("other-mode", () => new SittingInTheMaking(REHEARSAL).log()),
];
