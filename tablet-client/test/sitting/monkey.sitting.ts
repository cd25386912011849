/**
 * 2,000 random actions over the real pages against the real server, while contests open and end and the server is killed once: taps on
 * whatever can be tapped, keys, reloads, the back button, cut networks, a second tab. No state without a way on; and of all that any
 * screen claimed at any moment nothing that the log refutes.
 *
 * `MONKEY_SEED=n`: another run; the same seed chooses the same among the same.
 */

import { env } from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pause } from "../../src/net/backoff.js";
import { Guest, Hall } from "./guest.js";
import { Monkey } from "./monkey.js";
import { ABSENT } from "./server.js";
import { Truth } from "./truth.js";

const ACTIONS = 2_000;
const MONKEYS = [1, 2, 3] as const;
const SEED = Number(env["MONKEY_SEED"] ?? 20_261_122);
/** Four contests that open and end meanwhile, one by name that does too, one at the end for those who can still vote. */
const PROFILES = ["procedural-secret", "item-by-item", "appraisal-three-grades", "roll-call", "appraisal-four-grades"];
const [SECRET, NAMED, LAST] = [[1, 2, 3, 4], 5, 6] as const;
/** What the roles do, after this part of all actions. */
const ROLES: readonly (readonly [at: number, ...commands: readonly string[]])[] = [
  [0.06, "open 2"],
  [0.2, "end 1"],
  [0.26, "open 3"],
  [0.34, "kill", "start"],
  [0.48, "end 2"],
  [0.54, "open 5"],
  [0.66, "open 4"],
  [0.78, "end 5"],
  [0.86, "end 3"],
];
/** How long the server is down, in milliseconds. */
const DOWN = 1_500;
/** Told of in the test's output, in milliseconds. */
const SLOW = 8_000;

describe.skipIf(ABSENT !== null)("2,000 random actions", () => {
  let hall: Hall;
  const monkeys: Monkey[] = [];

  beforeAll(async () => {
    hall = await Hall.start(5, PROFILES);
    for (const guest of await hall.seat(...MONKEYS)) monkeys.push(new Monkey(guest, SEED + guest.number));
    // Enough are there; these two only look on.
    await hall.seat(4, 5);
    await hall.sitting.do("present 5");
    await hall.sitting.open(1);
  });

  afterAll(async () => {
    await hall.end();
  });

  test("leave nobody without a way on", async () => {
    let done = 0;
    const roles = async (): Promise<void> => {
      for (const [at, ...commands] of ROLES) {
        while (done < at * ACTIONS) await pause(50);
        for (const command of commands) {
          await hall.sitting.do(command);
          if (command === "kill") await pause(DOWN);
        }
      }
    };
    const play = async (monkey: Monkey): Promise<void> => {
      while (done < ACTIONS) {
        done += 1;
        const begun = performance.now();
        await monkey.act();
        const took = Math.round(performance.now() - begun);
        if (took > SLOW || done % 200 === 0) console.log(`${done}: deputy ${monkey.guest.number}, ${monkey.newest}, ${took} ms`);
      }
    };
    await Promise.all([roles(), ...monkeys.map(play)]);
    const stuck = monkeys.flatMap((monkey) => monkey.stuck);
    console.log(`seed ${SEED}: ${done} actions; screens ${[...new Set(monkeys.flatMap((monkey) => [...monkey.screens]))].sort().join(" ")}`);
    for (const monkey of monkeys) console.log(`deputy ${monkey.guest.number}: ${[...monkey.counts].map(([name, count]) => `${name} ${count}`).join(", ")}`);
    expect(stuck).toEqual([]);
    // A run that never came so far shows nothing.
    expect([...new Set(monkeys.flatMap((monkey) => [...monkey.screens]))]).toEqual(expect.arrayContaining(["ways", "list", "ballot", "review", "cast-or-check", "casting", "done"]));
  });

  test("leave every deputy able to vote, wherever the actions ended", async () => {
    await hall.sitting.open(LAST);
    for (const monkey of monkeys) {
      await monkey.calm();
      await vote(monkey.guest);
    }
  });

  test("leave no wrong claim about any vote, and a log that verifies", async () => {
    for (const contest of [4, LAST]) await hall.sitting.do(`end ${contest}`);
    for (const { guest } of monkeys) await guest.hears(LAST, "cast");
    expect(await hall.wrongClaims([...SECRET, LAST], [NAMED])).toEqual([]);
    const truth = await Truth.read(hall.sitting);
    const pressed = monkeys.flatMap(({ guest }) => SECRET.flatMap((contest) => [...guest.pressed(contest)]));
    console.log(`ballots of the random part: ${pressed.length} pressed, ${truth.count(pressed)} in the log; by name ${monkeys.reduce((sum, { guest }) => sum + truth.named(NAMED, guest.number), 0)}`);
    expect(truth.count(pressed)).toBeGreaterThan(0);
    await hall.sitting.verify();
  });

  async function vote(guest: Guest): Promise<void> {
    await guest.seat.ballot(LAST);
    await guest.seat.tap("item-1-0");
    await guest.seat.review();
    await guest.seat.confirm();
    await guest.seat.cast();
  }
});
