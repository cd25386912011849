// Whose signatures a page checks on every entry, and whose it leaves to the verifier, with numbers.

import { describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../src/base/bytes.js";
import { SittingFold } from "../../src/follow/fold.js";
import { Follower } from "../../src/follow/follower.js";
import { Broken } from "../../src/follow/trouble.js";
import { publicKey, SittingInTheMaking } from "./making.js";
import { Served, vectorLog, type Log } from "./served.js";

async function follow(log: Log): Promise<SittingFold | string> {
  const source = new Served(log);
  try {
    const look = await new Follower(log.fingerprint, source, () => new SittingFold(), () => Promise.resolve()).look();
    return look.is === "older" ? "older" : look.fold;
  } catch (error) {
    if (error instanceof Broken) return `${error.code} ${error.index}: ${error.what}`;
    throw error;
  }
}

/** Signatures of a log by who they are of. */
function counted({ lines }: Log): { readonly roles: number; readonly many: number } {
  const names = lines.flatMap((line) => [...((fromUtf8(line) ?? "").split('"body":')[0] ?? "").matchAll(/"by":"([^"]+)"/g)].map(([, by]) => by ?? ""));
  const many = names.filter((by) => /^(?:ballot|card-|deputy-)/.test(by)).length;
  return { roles: names.length - many, many };
}

test.each(["log", "secret", "paper", "settled", "witnessed"])("every signature of %s is either checked or said to be left", async (name) => {
  const log = vectorLog(name);
  const fold = await follow(log);
  if (typeof fold === "string") throw new Error(fold);
  const { roles, many } = counted(log);
  expect([fold.checked, fold.left]).toEqual([roles, many]);
  expect(fold.checked).toBeGreaterThan(20);
});

/** The first entry of a kind, its first signature by another's hand. */
function forged(log: Log, kind: string): { readonly log: Log; readonly at: number } {
  const at = log.lines.findIndex((line) => (fromUtf8(line) ?? "").includes(`"body":{"kind":"${kind}"`));
  const lines = log.lines.map((line, index) => (index === at ? utf8((fromUtf8(line) ?? "").replace(/"sig":"(.)/, (_, first: string) => `"sig":"${first === "A" ? "B" : "A"}`)) : line));
  return { log: { ...log, lines }, at };
}

describe("a false signature of a role refuses the entry", () => {
  test.each([
    ["secret", "ballot_issued", "server"],
    ["log", "ballot_challenged", "server"],
    ["secret", "box_opened", "server"],
    ["paper", "paper_cast", "secretariat"],
    ["log", "contest_closed", "secretariat"],
  ])("of %s: %s", async (name, kind, by) => {
    const { log, at } = forged(vectorLog(name), kind);
    expect(at).toBeGreaterThan(0);
    expect(await follow(log)).toMatch(new RegExp(`^signature-bad ${at}: ${by}`));
  });
});

describe("a check-in", () => {
  const entered = (signers: readonly string[], means: string, late: boolean): Log => {
    const made = new SittingInTheMaking({ deputies: 9, present: 8, mode: "real" });
    if (late) made.open();
    made.making.add({ kind: "checked_in", deputy: 9, device_key: publicKey("device 9"), means }, signers);
    return made.log();
  };

  test.each([
    ["by card", ["card-9"], "card", false],
    ["at the desk", ["secretariat"], "desk", false],
    ["late by card, with both roles", ["card-9", "secretariat", "chief"], "card", true],
    ["late at the desk, with both roles, each once", ["secretariat", "chief"], "desk", true],
  ] as const)("%s is taken", async (_, signers, means, late) => {
    expect(typeof (await follow(entered(signers, means, late)))).toBe("object");
  });

  test.each([
    ["at the desk that the server signed", ["server"], "desk", false],
    ["by another's card", ["card-8"], "card", false],
    ["late by card, without the roles", ["card-9"], "card", true],
    ["late at the desk, by the secretariat alone", ["secretariat"], "desk", true],
    ["in time, with the roles of a late one", ["card-9", "secretariat", "chief"], "card", false],
  ] as const)("%s is refused", async (_, signers, means, late) => {
    expect(await follow(entered(signers, means, late))).toMatch(/^signers-wrong /);
  });
});
