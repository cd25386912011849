/**
 * Random touches, pushes, cuts, reloads and silences over the whole page: no dead end, and no word about a vote that is not true of the
 * box. The box is the scripted device's own; the screens never see it.
 */
import { expect, test } from "vitest";
import type { Status } from "../../src/device/api.js";
import { LANGS } from "../../src/lang/index.js";
import type { Act, State } from "../../src/deputy/model/state.js";
import { claimOf, isDone } from "../../src/deputy/model/status.js";
import { update } from "../../src/deputy/model/update.js";
import { told } from "../../src/deputy/words.js";
import { IDENTITY, KINDS, ScriptedDevice, view } from "../scripted.js";
import { Seat } from "./seat.js";

const ACTIONS = 2_000;

/** Numbers that look random and are the same in each run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const SIMPLE: readonly Act[] = [
  { is: "ways" }, { is: "scan" }, { is: "type" }, { is: "desk" }, { is: "sign-in" }, { is: "its-me" }, { is: "not-me" }, { is: "review" }, { is: "right" },
  { is: "yes" }, { is: "change" }, { is: "back" }, { is: "cast" }, { is: "check" }, { is: "again" }, { is: "clear" }, { is: "change-vote" },
  { is: "to-list" }, { is: "uncover" }, { is: "close" }, { is: "finish" },
];
/** These open something over the screen, so they are no way on. */
const OVER: readonly Act[] = [{ is: "cover" }, { is: "help" }, { is: "staff" }, { is: "settings" }, { is: "scale" }, { is: "files" }];

/** What a deputy in a hurry presses: a monkey alone would hardly ever come as far as a cast. */
const ONWARD: Readonly<Record<State["step"]["is"], readonly Act[]>> = {
  list: [1, 2, 3, 4, 5].map((contest) => ({ is: "open", contest })),
  marking: [{ is: "review" }],
  review: [{ is: "right" }, { is: "yes" }],
  "cast-or-check": [{ is: "cast" }, { is: "cast" }, { is: "check" }, { is: "yes" }],
  opened: [{ is: "again" }],
  casting: [{ is: "to-list" }],
  done: [{ is: "clear" }, { is: "change-vote" }],
  outcome: [{ is: "to-list" }],
  stopped: [{ is: "next-deputy" }],
};

function anyAct(random: (below: number) => number): Act {
  const item = random(16);
  switch (random(9)) {
    case 0:
      return { is: "open", contest: random(7) };
    case 1:
    case 2:
      return { is: "mark", item, option: random(4) };
    case 3:
      return { is: "rank", item, number: random(2) === 0 ? null : random(8) };
    case 4:
      return random(2) === 0 ? { is: "detail", item } : { is: "ask-rank", item };
    case 5:
      return random(3) === 0 ? { is: "scanned", text: "PJ1.137.X" } : { is: "typed", field: random(2) === 0 ? "number" : "code", text: random(3) === 0 ? "" : "137" };
    default:
      return (random(4) === 0 ? OVER[random(OVER.length)] : SIMPLE[random(SIMPLE.length)]) ?? { is: "back" };
  }
}

const why = { zh: "没有收下。", en: "Not taken.", code: "x" };

/** What the world may do to one contest; the box changes with what is told. */
function push(device: ScriptedDevice, random: (below: number) => number): void {
  const number = 1 + random(5);
  const now = device.view.contests.find((one) => one.contest === number)?.status;
  if (now === undefined) return;
  const boxed = device.box.get(number);
  const to = (status: Status): void => {
    device.status(number, status);
  };
  const stands = (): Status => (boxed === undefined ? { is: "ready" } : boxed.code === null ? { is: "voted", index: 400 + number, mayChange: true } : { is: "may-change", code: boxed.code, left: 3 });
  if (now.is === "casting") {
    if (device.pending?.contest !== number) return;
    switch (random(6)) {
      case 0:
        to({ is: "casting", attempt: now.attempt + 1, trouble: (["network", "busy", "held", "witnesses"] as const)[random(4)] ?? null });
        return;
      case 1:
        device.pending = null;
        to({ is: "refused", why, counts: boxed === undefined ? "nothing" : "the-one-before" });
        return;
      case 2:
        device.pending = null;
        to({ is: "refused", why, counts: "unknown" });
        return;
      case 3:
        device.receipt();
        to(stands());
        return;
      default:
        device.receipt();
        return;
    }
  }
  switch (random(12)) {
    case 0:
      if (now.is === "ready" || now.is === "may-change") to({ is: "held" });
      return;
    case 1:
      if (now.is === "held" || now.is === "drawing") to(stands());
      return;
    case 2:
      if (now.is === "ready" || now.is === "held") to(boxed === undefined ? { is: "missed" } : { is: "recorded", index: 77 });
      return;
    case 3:
      if (now.is === "cast" || now.is === "may-change") to({ is: "slip-returned", code: now.code });
      return;
    case 4:
      if (now.is === "slip-returned") to({ is: "recorded", index: 77 });
      return;
    case 5:
      if (random(8) === 0) to({ is: "voided" });
      return;
    default:
      // A new vote on the same items, with an empty box.
      if (["refused", "recorded", "voided", "missed"].includes(now.is)) {
        device.box.delete(number);
        to({ is: "ready" });
      }
  }
}

/** What no screen may say. */
function claimsAreTrue(state: State, device: ScriptedDevice): void {
  const { step } = state;
  if (step.is !== "done" && step.is !== "outcome") return;
  const status = device.view.contests.find((one) => one.contest === step.contest)?.status;
  const inBox = device.box.has(step.contest);
  if (step.is === "done") {
    expect(status === undefined ? "gone" : isDone(status)).toBe(true);
    expect(inBox).toBe(true);
    return;
  }
  for (const lang of LANGS) {
    const { claim, heading } = told({ lang, bilingual: false }, step.kind, status ?? null);
    if (claim === "cast") expect(inBox).toBe(true);
    if (claim === "not-cast") expect(inBox).toBe(false);
    if (claim === "unknown") expect(heading).not.toMatch(/^(票已投出|没有投出|Not cast)/);
  }
}

/** Something that leads on, or the device has it in hand. */
function hasWayOn(state: State): boolean {
  const { view: seen, step } = state;
  if (seen.elsewhere || seen.sitting === null) return true;
  if (step.is !== "stopped" && state.cover === null && state.sheet === null) {
    if (["checking-in", "awaiting-roles"].includes(seen.presence.is) || state.reading) return true;
    if (seen.presence.is === "in" && step.is === "casting") return claimOf(seen.contests.find((one) => one.contest === step.contest)?.status ?? { is: "over" }) === "unknown";
  }
  const ways: readonly Act[] = [...SIMPLE, { is: "next-deputy" }, { is: "open", contest: 1 }];
  return ways.some((way) => {
    const [next, effects] = update(state, { is: "act", act: way });
    return effects.length > 0 || next.step !== state.step || next.cover !== state.cover || next.sheet !== state.sheet || next.entry !== state.entry;
  });
}

const reached = new Set<string>();

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("2,000 random actions, seed %i", async (seed) => {
  const random = numbers(seed);
  const device = new ScriptedDevice(view(Object.values(KINDS), { presence: { is: "out" } }));
  device.answers = "when-told";
  const at = new Seat(device);
  const cast = device.cast.bind(device);
  const vote = device.vote.bind(device);
  const nothingStored = (number: number): void => {
    expect(at.storage.getItem(`piaojue.ticks.${number}`)).toBeNull();
  };
  device.cast = () => {
    const { step } = at.state;
    if (step.is === "casting") nothingStored(step.contest);
    cast();
  };
  device.vote = (number, columns) => {
    nothingStored(number);
    vote(number, columns);
  };
  const screens = new Set<string>();
  for (let action = 0; action < ACTIONS; action += 1) {
    const before = at.state.step;
    switch (random(14)) {
      case 0:
      case 1:
        push(device, random);
        break;
      case 2:
        device.tell({ connection: random(2) === 0 ? { is: "lost", wait: 500 } : { is: "connected" } });
        break;
      case 3:
        if (random(6) === 0) at.reload();
        else at.wait(random(5) === 0 ? 181_000 : 3_000);
        break;
      case 4:
        if (device.view.presence.is !== "in") device.tell({ presence: { is: "in", identity: IDENTITY } });
        else if (random(40) === 0) device.tell({ presence: { is: "undone", identity: IDENTITY } });
        break;
      default:
        {
          const onward = ONWARD[at.state.step.is];
          await at.do(at.state.cover !== null ? { is: "uncover" } : random(3) > 0 ? anyAct(random) : (onward[random(onward.length)] ?? { is: "back" }));
        }
        if (at.state.step.is === "stopped" && random(4) === 0) {
          at.storage.clear();
          at.reload();
        }
        screens.add(at.state.step.is);
        reached.add(at.state.step.is);
        claimsAreTrue(at.state, device);
        expect(hasWayOn(at.state), JSON.stringify(at.state.step)).toBe(true);
        continue;
    }
    // Nothing but a person changes a mark.
    const after = at.state.step;
    if ("ballot" in before && "ballot" in after && before.ballot.contest.contest === after.ballot.contest.contest) {
      expect(after.ballot.marks).toEqual(before.ballot.marks);
    }
    screens.add(after.is);
    claimsAreTrue(at.state, device);
    expect(hasWayOn(at.state), JSON.stringify(after)).toBe(true);
  }
  // A run that never leaves the list shows nothing.
  expect([...screens]).toEqual(expect.arrayContaining(["list", "marking", "review", "cast-or-check", "casting", "done", "outcome"]));
});

test("the runs together came to every screen", () => {
  expect([...reached].sort()).toEqual(Object.keys(ONWARD).sort());
});
