// The second device: what it reads, and that every lie of a device shows.

import { beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, hex } from "../src/base/bytes.js";
import type { BodyOf } from "../src/base/entry/bodies.js";
import { parseEntry } from "../src/base/entry/entry.js";
import { columnWords, readScanned, verdictOf, type Verdict } from "../src/check/model.js";
import { SittingFold } from "../src/follow/fold.js";
import { Follower } from "../src/follow/follower.js";
import { publicTexts } from "../src/lang/public/index.js";
import { Served, vectorLog } from "./follow/served.js";

const LOG = vectorLog("log");
let sitting: SittingFold;

/** A real opening: what a device of the whole log was checked with. */
function challenge(): BodyOf<"ballot_challenged"> {
  const line = LOG.lines.find((text) => (fromUtf8(text) ?? "").includes('"kind":"ballot_challenged"'));
  const body = line === undefined ? undefined : parseEntry(line).body;
  if (body?.kind !== "ballot_challenged") throw new Error("no challenge in the log");
  return body;
}

/** The texts of the two codes, as the first device shows them. */
function codes({ com, seed, choices, code }: BodyOf<"ballot_challenged">): readonly [first: string, second: string] {
  return [hex(code).toUpperCase(), `PJO1.${[com, seed, choices].map(hex).join(".")}`.toUpperCase()];
}

function judge(first: string, second: string): Verdict {
  const [code, opening] = [readScanned(first), readScanned(second)];
  if (code.is !== "code" || opening.is !== "opening") throw new Error(`${code.is} ${opening.is}`);
  return verdictOf(publicTexts("zh"), sitting, code.code, opening.opening);
}

beforeAll(async () => {
  const look = await new Follower(LOG.fingerprint, new Served(LOG), () => new SittingFold(), () => Promise.resolve()).look();
  if (look.is === "older") throw new Error("older");
  sitting = look.fold;
});

describe("two codes", () => {
  test("that belong together: 一致, with what the ballot held", () => {
    const verdict = judge(...codes(challenge()));
    if (verdict.is !== "same") throw new Error(verdict.is);
    expect(verdict.code).toMatch(/^[0-9A-F]{4} [0-9A-F]{4}$/);
    expect(verdict.held.map(({ number }) => number)).toEqual([1, 2, 3]);
    // The packed choices say the same, bit by bit.
    const [packed = 0] = challenge().choices;
    expect(verdict.held.map(({ word }) => word)).toEqual([0, 1, 2].map((at) => (((packed >> at) & 1) === 1 ? "选" : "不选")));
  });

  test.each([
    ["another code", (body: BodyOf<"ballot_challenged">) => ({ ...body, code: body.code.map((byte, at) => (at === 31 ? byte ^ 1 : byte)) })],
    ["another seed", (body: BodyOf<"ballot_challenged">) => ({ ...body, seed: body.seed.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) })],
    ["another commitment", (body: BodyOf<"ballot_challenged">) => ({ ...body, com: body.com.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) })],
    ["other choices", (body: BodyOf<"ballot_challenged">) => ({ ...body, choices: body.choices.map((byte) => byte ^ 0b110) })],
    ["too many choices", (body: BodyOf<"ballot_challenged">) => ({ ...body, choices: Uint8Array.of(0b111) })],
    ["bits that no cell has", (body: BodyOf<"ballot_challenged">) => ({ ...body, choices: Uint8Array.of(0b1000) })],
    ["more choices than cells", (body: BodyOf<"ballot_challenged">) => ({ ...body, choices: new Uint8Array([...body.choices, 0]) })],
  ])("of a device that lies: %s", (_, change) => {
    expect(judge(...codes(change(challenge())))).toEqual({ is: "different" });
  });

  test("where nothing secret was opened there is nothing to compare with", () => {
    const [first, second] = codes(challenge());
    const [code, opening] = [readScanned(first), readScanned(second)];
    if (code.is !== "code" || opening.is !== "opening") throw new Error("not read");
    expect(verdictOf(publicTexts("zh"), new SittingFold(), code.code, opening.opening)).toEqual({ is: "no-contest" });
  });
});

describe("what is scanned", () => {
  const [first, second] = codes(challenge());

  test("is told apart, in any case and grouping", () => {
    expect(readScanned(first).is).toBe("code");
    expect(readScanned(` ${first.toLowerCase().replaceAll(/(.{4})/g, "$1 ")}\n`).is).toBe("code");
    expect(readScanned(second).is).toBe("opening");
    expect(second.length).toBeLessThanOrEqual(154);
  });

  test.each(["", "PJO1", "PJO1.AA.BB.CC", second.replace("PJO1", "PJO2"), `${second}.00`, `${second}0`, second.slice(0, -2), first.slice(1), `${first}0`])("is neither: %s", (text) => {
    expect(readScanned(text)).toEqual({ is: "neither" });
  });
});

test("columns have the words of the rules", () => {
  const [first] = sitting.contests;
  const profile = first?.definition.profile;
  if (profile === undefined) throw new Error("no profile");
  expect(columnWords(publicTexts("zh"), profile)).toEqual(["选", "不选"]);
  expect(columnWords(publicTexts("zh"), { ...profile, options: { kind: "three_way" } })).toEqual(["赞成", "反对", "弃权"]);
  expect(columnWords(publicTexts("zh"), { ...profile, options: { kind: "three_way" }, blank_ballot: "void" })).toEqual(["赞成", "反对", "弃权", "未标记"]);
  expect(columnWords(publicTexts("zh"), { ...profile, options: { kind: "ranks", ranks: 2, each: "at_most_once" } })).toEqual(["第 1 号", "第 2 号", "不排号"]);
  expect(columnWords(publicTexts("zh"), { ...profile, options: { kind: "grades", grades: ["好", "差"], others: [], satisfied: 1 } })).toEqual(["好", "差", "未标记"]);
});
