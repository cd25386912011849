// The profile of a run-off or a second round (protocol.md §9.5).

import type { Choose, Profile } from "#base/rules/profile.js";

/** `round` counts the run-offs in a row before the contest that is defined. */
export function derive(before: Profile, kind: "run_off" | "second_round", seats: number, round: number): Profile | undefined {
  const { method } = before;
  if (method.kind !== "choose") return undefined;
  const runOff = kind === "run_off";
  const lastTie = method.run_off.then === "presidium" ? "presidium" : "all_out";
  const derived: Choose = {
    kind: "choose",
    score: { kind: "votes" },
    seats: { kind: "fixed", count: seats },
    threshold: runOff && method.run_off.threshold === "none" ? { kind: "none" } : method.threshold,
    on_tie: runOff ? (round + 1 < method.run_off.rounds ? "run_off" : lastTie) : method.on_tie,
    on_shortfall: "vacant",
    run_off: method.run_off,
  };
  return {
    ...before,
    options: before.options.kind === "ranks" ? { kind: "select" } : before.options,
    choice: choiceOf(before, seats),
    surplus: { kind: "any" },
    method: derived,
  };
}

function choiceOf({ secrecy, choice }: Profile, seats: number): Profile["choice"] {
  if (secrecy === "hands") return { kind: "each" };
  return choice.kind === "exactly" ? { kind: "exactly", count: seats } : { kind: "at_most", most: seats };
}
