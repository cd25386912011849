// The catalogue of forged logs (tests/vectors/forgeries): each is refuted by its own check, code, entry and accused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromUtf8, utf8 } from "#base/bytes.js";
import { report } from "../src/report.js";
import { finish, foldLog, lines, type Verdict } from "../src/verify.js";
import type { State } from "../src/fold/state.js";
import { fork } from "./fork.js";
import { fromHexText, hexOf, listOf, numberOf, objectOf, readBytes, textOf, vector, vectorFiles } from "#vectors";

interface Base {
  readonly log: readonly Uint8Array[];
  readonly checkpoint: Uint8Array;
  readonly fingerprint: Uint8Array;
}

const bases = new Map<string, Base>();

function baseOf(name: string): Base {
  const known = bases.get(name);
  if (known !== undefined) return known;
  const fingerprint = fromHexText((fromUtf8(readBytes(`forgeries/base-${name}.fingerprint`)) ?? "").trim());
  const log = lines(readBytes(`forgeries/base-${name}.jsonl`));
  const read = { log, checkpoint: readBytes(`forgeries/base-${name}.checkpoint`), fingerprint };
  bases.set(name, read);
  return read;
}

const forgeries = vectorFiles("forgeries").map((name) => vector(`forgeries/${name}`));
/** For each base, the state after as many entries as some forgery takes: a base is folded once. */
const states = new Map<string, State>();

function placeOf(base: string, take: number): string {
  return `${base} ${take}`;
}

for (const name of new Set(forgeries.map((one) => textOf(one, "base")))) {
  test(`the good log ${name} is verified`, () => {
    const { log, checkpoint, fingerprint } = baseOf(name);
    const takes = new Set(forgeries.filter((one) => textOf(one, "base") === name).map((one) => numberOf(one, "take")));
    let verdict: Verdict = foldLog([], fingerprint);
    for (const [at, line] of log.entries()) {
      if (takes.has(at)) states.set(placeOf(name, at), fork(verdict.state));
      verdict = foldLog([line], fingerprint, verdict.state);
      assert.equal(verdict.failure, undefined, `entry ${at}`);
    }
    if (takes.has(log.length)) states.set(placeOf(name, log.length), fork(verdict.state));
    verdict = finish(verdict, checkpoint);
    assert.deepEqual(verdict.failure, undefined);
  });
}

for (const one of forgeries) {
  test(`refuted: ${textOf(one, "name")}`, () => {
    const base = textOf(one, "base");
    const take = numberOf(one, "take");
    const fingerprint = hexOf(one, "fingerprint");
    const rest = listOf(one, "lines", "plain").map((line) => {
      assert.ok(typeof line === "string");
      return utf8(line);
    });
    const good = baseOf(base);
    const same = Buffer.compare(fingerprint, good.fingerprint) === 0;
    const state = same ? states.get(placeOf(base, take)) : undefined;
    const folded = state === undefined ? foldLog([...good.log.slice(0, take), ...rest], fingerprint) : foldLog(rest, fingerprint, fork(state));
    const { failure } = finish(folded, utf8(textOf(one, "checkpoint")));
    assert.ok(failure !== undefined, `verified: ${textOf(one, "what")}`);
    const expected = objectOf(one.get("expected"));
    const wanted = { check: numberOf(expected, "check"), code: textOf(expected, "code"), index: numberOf(expected, "index") };
    const { check, code, index, what } = failure;
    assert.deepEqual({ check, code, index }, wanted, `${what}: ${textOf(one, "what")}`);
    assert.deepEqual(failure.accused, listOf(expected, "accused", "plain"));
  });
}

test("a sealed log without the quorum below its checkpoint holds, and its end is no one history", () => {
  const { log, checkpoint, fingerprint } = baseOf("witnessed");
  const folded = foldLog(log, fingerprint);
  assert.deepEqual(report(fingerprint, finish(folded, checkpoint)).witnesses, { checkpoint: 4, quorum: 4 });
  assert.equal(report(fingerprint, finish(folded, checkpoint)).verdict, "verified");
  const text = fromUtf8(checkpoint) ?? "";
  const three = utf8(text.slice(0, text.trimEnd().lastIndexOf("\n") + 1));
  assert.equal(report(fingerprint, finish(foldLog(log, fingerprint), three)).verdict, "unwitnessed");
  // Before the seal the entries say what a quorum has seen.
  const early = finish(foldLog(log.slice(0, -1), fingerprint), three);
  assert.equal(early.failure?.code, "size-differs");
});

test("the catalogue is whole", () => {
  assert.ok(forgeries.length >= 215, `${forgeries.length} forgeries`);
});
