// An opening and the entries that it names: each thing that does not fit refuses the contest, by its own name.

import { describe, expect, test } from "vitest";
import { hex } from "../../src/base/bytes.js";
import { base64Url } from "../../src/base/wire/base64.js";
import { believeDefinition, type NamedEntries } from "../../src/trust/contest.js";
import { publicKey, THREE_WAY } from "../follow/making.js";
import { HallLog, K, STAMP_KEY, why, type Change } from "./hall.js";

const good = new HallLog();
const NONE = { issued: 0, boxed: 0, challenged: 0, returned: 0 };

test("an opening that both roles signed, under a quorum, with the entries that it names, is believed", () => {
  const contest = good.contest();
  expect([contest.number, contest.definition.items.length, contest.parts?.shape.rows]).toEqual([1, 15, 15]);
  expect(contest.keys && [base64Url(contest.keys.publicKey), base64Url(contest.keys.stampKey)]).toEqual([K, STAMP_KEY]);
  expect(hex(contest.hash)).not.toBe(hex(new HallLog({ opening: { present: 1 } }).contest().hash));
});

test("before a quorum of witnesses has seen it, it is waited for", () => {
  expect(why(() => good.contest({}, { witnesses: ["third"] }))).toBe("not-witnessed: the opening");
  // The entries that it names may stand under any checkpoint: their leaves are in the opening.
  const named = good.named({ definition: good.included(good.at.definition, { witnesses: [] }) });
  expect(why(() => good.contest(named))).toBe("believed");
});

describe("an opening", () => {
  const named = { secrecy: "named", recast: "last" };
  test.each<readonly [string, Change, string]>([
    ["that the secretariat alone signed", { openingSigners: ["secretariat"] }, "signers: contest_opened"],
    ["that the chief scrutineer alone signed", { openingSigners: ["chief"] }, "signers: contest_opened"],
    ["that the server signed for the chief scrutineer", { openingSigners: ["secretariat", "server"] }, "signers: contest_opened"],
    ["that a third signed too", { openingSigners: ["secretariat", "chief", "presiding"] }, "signers: contest_opened"],
    ["signed by a chief scrutineer whom entry 0 does not name", { sitting: { keys: Object.fromEntries(["log", "server", "secretariat", "chief", "presiding"].map((name) => [name, publicKey(name === "chief" ? "another" : name)])) } }, "signature: chief: mismatch"],
    ["of another contest than its definition", { opening: { contest: 2 } }, "opening: contest"],
    ["that names another definition", { opening: { definition: base64Url(good.leaf(0)) } }, "opening: definition"],
    ["that names other rules", { opening: { rules: base64Url(good.leaf(1)) } }, "opening: rules"],
    ["that names another roll", { opening: { roll: base64Url(good.leaf(2)) } }, "opening: roll"],
    ["that names another key's entry", { opening: { keys: [{ key: base64Url(good.leaf(2)), public_key: K, stamp_key: STAMP_KEY }] } }, "opening: key"],
    ["with another key than the scrutineers agreed on", { opening: { keys: [{ key: base64Url(good.leaf(3)), public_key: STAMP_KEY, stamp_key: STAMP_KEY }] } }, "opening: public_key"],
    ["with a stamp key that is no point", { opening: { keys: [{ key: base64Url(good.leaf(3)), public_key: K, stamp_key: base64Url(new Uint8Array(32).fill(255)) }] } }, "opening: keys"],
    ["with the stamp key that stamps everything", { opening: { keys: [{ key: base64Url(good.leaf(3)), public_key: K, stamp_key: base64Url(new Uint8Array(32)) }] } }, "opening: keys"],
    ["with two keys", { opening: { keys: [1, 2].map(() => ({ key: base64Url(good.leaf(3)), public_key: K, stamp_key: STAMP_KEY })) } }, "opening: keys"],
    ["of a secret contest without keys", { opening: { keys: [] } }, "opening: keys"],
    ["of a named contest with keys", { profile: named }, "opening: keys"],
    ["of a box that is not empty", { opening: { zero_report: { ...NONE, boxed: 1 } } }, "opening: zero_report"],
    ["after ballots were issued", { opening: { zero_report: { ...NONE, issued: 1 } } }, "opening: zero_report"],
  ])("%s is refused", (_, change, says) => {
    const log = new HallLog(change);
    expect(why(() => log.contest())).toBe(says);
  });

  test("without keys is refused too where the entry of a key is handed over with it", () => {
    const log = new HallLog({ opening: { keys: [] } });
    expect(why(() => log.contest({ key: undefined }))).toBe("opening: keys");
    expect(why(() => good.contest({ key: undefined }))).toBe("opening: keys");
  });

  test("of a named contest is believed without keys", () => {
    const log = new HallLog({ profile: { ...THREE_WAY, ...named }, opening: { keys: [] } });
    const contest = log.contest({ key: undefined });
    expect([contest.keys, contest.parts, contest.definition.profile.secrecy]).toEqual([undefined, undefined, "named"]);
  });
});

describe("what an opening names", () => {
  test("is refused where it stands behind the opening", () => {
    const late = (one: keyof NamedEntries, index: number): Partial<NamedEntries> => ({ [one]: { ...good.included(index), index: good.at.opened + 1 } });
    const { definition, rules, roll, key } = good.at;
    expect(why(() => good.contest(late("definition", definition)))).toBe("opening: definition");
    expect(why(() => good.contest(late("rules", rules)))).toBe("opening: rules");
    expect(why(() => good.contest(late("roll", roll)))).toBe("opening: roll");
    expect(why(() => good.contest(late("key", key)))).toBe("opening: key");
  });

  test.each<readonly [string, Change, string]>([
    ["a definition that the chief scrutineer signed", { definitionSigners: ["chief"] }, "signers: contest_defined"],
    ["a definition that nobody signed", { definitionSigners: [] }, "signers: contest_defined"],
    ["rules that the server signed", { rulesSigners: ["server"] }, "signers: rules_adopted"],
    ["a definition by other rules", { definition: { rules: base64Url(good.leaf(1)) } }, "opening: rules"],
    ["a profile that no rules can have", { profile: { choice: { kind: "at_most", most: 0 } } }, "rules: choice"],
    ["more seats than items", { definition: { items: [{ number: 1, title: "一", department: "", budget: "", detail: "" }] } }, "rules: choice"],
  ])("%s is refused", (_, change, says) => {
    const log = new HallLog(change);
    expect(why(() => log.contest())).toBe(says);
  });

  test.each([["definition", "roll"], ["rules", "key"], ["roll", "rules"], ["key", "definition"]] as const)("an entry of another kind in the place of the %s is refused", (place, other) => {
    // The opening itself names it, so that the leaf fits.
    const opening = place === "key" ? { keys: [{ key: base64Url(good.leaf(good.at[other])), public_key: K, stamp_key: STAMP_KEY }] } : { [place]: base64Url(good.leaf(good.at[other])) };
    const log = new HallLog({ opening });
    const said = why(() => log.contest({ [place]: log.included(log.at[other]) }));
    expect(said).toMatch(place === "rules" ? /^opening: rules/ : /^kind: \w+ in the place of /);
  });
});

test("a definition is shown before the opening only as the secretariat signed it", () => {
  expect(believeDefinition(good.sitting(), good.included(good.at.definition)).title).toBe("民生实事项目票决");
  const forged = new HallLog({ definitionSigners: ["server"] });
  expect(why(() => believeDefinition(forged.sitting(), forged.included(forged.at.definition)))).toBe("signers: contest_defined");
  expect(why(() => believeDefinition(good.sitting(), good.included(good.at.rules)))).toBe("kind: rules_adopted in the place of contest_defined");
});
