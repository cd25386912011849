// All vectors of the rules (tests/vectors/rules), each compared field by field.

import assert from "node:assert/strict";
import { test } from "node:test";
import { couldChange, decide } from "../src/rules/decide.js";
import { derive } from "../src/rules/derive.js";
import { ballots, roll, row } from "#base/rules/numbers.js";
import { checkNumbers, NumbersError, type Numbers } from "../src/rules/numbers.js";
import { mayNotOpen } from "../src/rules/open.js";
import { profile } from "#base/rules/profile.js";
import { firstUnfit, firstUnsound } from "../src/rules/sound.js";
import { encodeJson, isList, isObject, toJson, type Json, type JsonObject } from "#base/wire/json.js";
import { anyString, FormError, int, list } from "#base/wire/schema.js";
import { readJson, vectorFiles } from "#vectors";

function field(value: JsonObject, name: string): Json {
  const found = value.get(name);
  assert.ok(found !== undefined, `no ${name}`);
  return found;
}

function numbersOf(of: JsonObject): Numbers {
  return {
    roll: roll(field(of, "roll"), []),
    ballots: ballots(field(of, "ballots"), []),
    rows: list(row)(field(of, "rows"), []),
  };
}

/** What a case is answered with, or the error that it must be answered with. */
function answer(of: JsonObject): unknown {
  const kind = anyString(field(of, "kind"), []);
  if (kind === "press") return press(of);
  const rules = profile(field(of, "profile"), []);
  if (kind === "derive") {
    const next = field(of, "next");
    assert.ok(isObject(next));
    const nextKind = anyString(field(next, "kind"), []);
    assert.ok(nextKind === "run_off" || nextKind === "second_round");
    const round = int(field(of, "round"), []);
    return { profile: derive(rules, nextKind, int(field(next, "seats"), []), round) };
  }
  if (kind === "profile" || kind === "may_open") {
    const items = of.get("items");
    const unsound = firstUnsound(rules) ?? (items === undefined ? undefined : firstUnfit(rules, int(items, [])));
    if (unsound !== undefined) throw new NumbersError({ kind: "profile", parameter: unsound });
    if (kind === "profile") return { sound: true };
    const counted = roll(field(of, "roll"), []);
    checkNumbers(rules, { roll: counted, ballots: NO_BALLOTS, rows: [] });
    const not = mayNotOpen(rules, counted);
    return not === undefined ? { may_open: true } : { may_open: false, ...not };
  }
  const numbers = numbersOf(of);
  if (kind === "decide") return { decision: decide(rules, numbers) };
  assert.equal(kind, "change");
  const doubt = { missing: int(field(of, "missing"), []), extra: int(field(of, "extra"), []) };
  return { could_change: couldChange(rules, numbers, doubt) };
}

const NO_CHANNEL = { issued: 0, returned: 0, valid: 0, void: 0 };
const NO_BALLOTS = { machine: NO_CHANNEL, paper: NO_CHANNEL };

/** Which of one deputy's presses counts (§9.1, `recast`): a press counts while t < close. */
function press(of: JsonObject): unknown {
  const close = int(field(of, "close"), []);
  const presses = field(of, "presses");
  assert.ok(isList(presses));
  const within: unknown[] = [];
  for (const one of presses) {
    assert.ok(isObject(one));
    if (int(field(one, "t"), []) < close) within.push(field(one, "choice"));
  }
  const counts = field(of, "recast") === "first" ? within.slice(0, 1) : within.slice(-1);
  return { counts };
}

function outcome(of: JsonObject): unknown {
  try {
    return answer(of);
  } catch (error) {
    if (error instanceof NumbersError) return { error: error.details };
    if (error instanceof FormError) return { error: { kind: "form", parameter: error.path[0] } };
    throw error;
  }
}

let cases = 0;
for (const file of vectorFiles("rules")) {
  test(`every case of ${file} ends as it says`, () => {
    const all = readJson(`rules/${file}`);
    assert.ok(isList(all));
    for (const one of all) {
      assert.ok(isObject(one));
      cases += 1;
      const name = `${file}, ${anyString(field(one, "name"), [])}`;
      assert.equal(encodeJson(toJson(outcome(one))), encodeJson(field(one, "expect")), name);
    }
  });
}

test("no case was left out", () => {
  assert.ok(cases >= 1097, `${cases} cases`);
});
