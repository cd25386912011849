// What a server says over a connection, one answer after another: what contradicts is named, with both notes, and changes nothing.

import { describe, expect, test } from "vitest";
import { bytes32 } from "../follow/making.js";
import { fromBase64Url } from "../../src/base/wire/base64.js";
import type { Fetched } from "../../src/net/messages.js";
import { Trust } from "../../src/trust/trust.js";
import { bare, HallLog, keptOf, why } from "./hall.js";

const log = new HallLog();
/** The same sitting up to entry 4, and then another history. */
const fork = new HallLog({ opening: { present: 1 } });
const NO_WITNESSES = { sitting: { witnesses: [], quorum: 0 } };
const lonely = new HallLog(NO_WITNESSES);

function sizes(trust: Trust): readonly (number | undefined)[] {
  return [trust.newest.find((one) => !one.isQuorum)?.checkpoint.size, trust.quorum?.checkpoint.size].map((size) => (size === undefined ? undefined : Number(size)));
}

describe("checkpoints one after another", () => {
  test("that grow are believed, those with a quorum and those without apart", () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note({ size: 3 }));
    trust.observe(log.note({ size: 5, witnesses: [] }));
    // The newest with a quorum is a little older than the newest of all.
    trust.observe(log.note({ size: 4 }));
    expect(sizes(trust)).toEqual([5, 4]);
  });

  test.each([
    ["with a quorum", {}],
    ["without one", { witnesses: ["first"] }],
  ])("%s that go back are refused, and what was believed stays", (_, kind) => {
    const trust = new Trust(log.sitting());
    const [later, earlier] = [log.note({ size: 5, ...kind }), log.note({ size: 4, ...kind })];
    trust.observe(later);
    const before = sizes(trust);
    expect(why(() => trust.observe(earlier))).toBe("older: size 4 after 5");
    // It proves nothing by itself (§16.3): both are kept as they came.
    expect(keptOf(() => trust.observe(earlier))).toEqual([["evidence-contradiction.json", JSON.stringify({ evidence: "contradiction", earlier: later, later: earlier })]]);
    expect(sizes(trust)).toEqual(before);
  });

  test.each([
    ["of the same kind", {}],
    ["one of them without a quorum", { witnesses: ["first"] }],
  ])("of one size with two roots are a contradiction, %s", (_, kind) => {
    expect(fork.root(5)).toEqual(log.root(5));
    const trust = new Trust(log.sitting());
    const note = log.note();
    trust.observe(note);
    const other = log.note({ root: fork.root(6), ...kind });
    expect(keptOf(() => trust.observe(other))).toEqual([["evidence-two-roots.evidence", `piaojue-evidence/v1\ntwo-roots\n${log.line(0)}\n\n${bare(note)}\n${bare(other)}`]]);
    expect(sizes(trust)[1]).toBe(6);
  });

  test("are compared with those from before a restart", () => {
    const kept = [log.note({ size: 5, witnesses: [] }), log.note({ size: 4 })];
    expect(sizes(new Trust(log.sitting(), kept))).toEqual([5, 4]);
    expect(why(() => new Trust(log.sitting(), kept).observe(log.note({ size: 3 })))).toBe("older: size 3 after 4");
    expect(why(() => new Trust(log.sitting(), [log.note({ signer: "server" })]))).toMatch(/^checkpoint: /);
  });

  test("that come late may be older where there are witnesses, and are no news", () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note({ size: 5 }));
    expect(trust.observeLate(log.note({ size: 4 }))).toBeUndefined();
    expect(sizes(trust)).toEqual([undefined, 5]);
    expect(trust.observeLate(log.note({ size: 6 }))?.checkpoint.size).toBe(6n);
    // Late is not the same as another history, and a forged one is not excused by being old.
    expect(why(() => trust.observeLate(log.note({ size: 6, root: fork.root(6) })))).toBe("contradiction: two roots of size 6");
    expect(why(() => trust.observeLate(log.note({ size: 3, signer: "server" })))).toMatch(/^checkpoint: /);
  });

  test("that come late may not be older where nobody cosigns", () => {
    const trust = new Trust(lonely.sitting());
    trust.observe(lonely.note({ size: 5, witnesses: [] }));
    expect(why(() => trust.observeLate(lonely.note({ size: 4, witnesses: [] })))).toBe("older: size 4 after 5");
    expect(trust.quorum).toBeUndefined();
  });
});

describe("an entry asked for by its leaf", () => {
  const at = log.at.definition;
  const asked = (change: (fetched: Fetched) => Fetched, note = {}): string => {
    const trust = new Trust(log.sitting());
    return why(() => trust.entry(log.leaf(at), change(log.fetched(at, note))));
  };
  const one = (fetched: Fetched): Fetched["entries"][number] => {
    const [entry] = fetched.entries;
    if (entry === undefined) throw new Error("no entry");
    return entry;
  };

  test("is believed where it is in the tree of a signed checkpoint", () => {
    const included = log.included(at);
    expect([included.index, included.isWitnessed, included.entry.body.kind]).toEqual([at, true, "contest_defined"]);
    expect(log.included(at, { witnesses: ["first"] }).isWitnessed).toBe(false);
    expect(log.included(at, { size: 5 }).isWitnessed).toBe(true);
  });

  test("is not there yet where the answer has none, or its place is beyond the checkpoint", () => {
    expect(asked((fetched) => ({ ...fetched, entries: [] }))).toMatch(/^not-published-yet/);
    expect(asked((fetched) => ({ ...fetched, checkpoint: log.note({ size: 4 }) }))).toMatch(/^not-published-yet/);
  });

  test("is refused where another stands in its place, however true that one is", () => {
    const other = log.fetched(log.at.rules);
    expect(asked(() => other)).toBe("other-entry: another leaf");
    expect(asked((fetched) => ({ ...fetched, entries: [...fetched.entries, ...other.entries] }))).toBe("other-entry: more than one");
    expect(asked((fetched) => ({ ...fetched, entries: [{ ...one(fetched), line: log.line(at).replace("项目 1", "项目 I") }] }))).toBe("other-entry: another leaf");
  });

  test.each<readonly [string, (fetched: Fetched) => Fetched["entries"][number], RegExp]>([
    ["at another index", (fetched) => ({ ...one(fetched), index: at - 1 }), /^inclusion: entry 3/],
    ["with the proof of another leaf", (fetched) => ({ ...one(fetched), proof: one(log.fetched(log.at.rules)).proof }), /^inclusion: entry 4: /],
    ["without a proof", (fetched) => ({ ...one(fetched), proof: [] }), /^inclusion: entry 4: ProofLength/],
    ["with a hash too many", (fetched) => ({ ...one(fetched), proof: [...one(fetched).proof, log.leaf(0)] }), /^inclusion: entry 4: ProofLength/],
    ["with one hash changed", (fetched) => ({ ...one(fetched), proof: one(fetched).proof.map((hash, level) => (level === 0 ? (fromBase64Url(bytes32("x")) ?? hash) : hash)) }), /^inclusion: entry 4: RootMismatch/],
    ["that is no entry", (fetched) => ({ ...one(fetched), line: "{}" }), /^entry: /],
  ])("%s is refused", (_, change, says) => {
    expect(asked((fetched) => ({ ...fetched, entries: [change(fetched)] }))).toMatch(says);
  });

  test("is refused under a checkpoint that another key signed, and that checkpoint is not kept", () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note({ size: 5 }));
    expect(why(() => trust.entry(log.leaf(at), log.fetched(at, { signer: "server" })))).toMatch(/^checkpoint: /);
    expect(sizes(trust)).toEqual([undefined, 5]);
  });

  test("is refused under a checkpoint that goes back, or is of another history", () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note({ size: 6 }));
    expect(why(() => trust.entry(log.leaf(at), log.fetched(at, { size: 5 })))).toBe("older: size 5 after 6");
    expect(why(() => trust.entry(log.leaf(at), log.fetched(at, { root: fork.root(6) })))).toBe("contradiction: two roots of size 6");
  });
});
