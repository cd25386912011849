// Entry 0 and the checkpoints of its log, as a hostile server might show them.

import { describe, expect, test } from "vitest";
import { hex } from "../../src/base/bytes.js";
import { base64Url } from "../../src/base/wire/base64.js";
import { Sitting } from "../../src/trust/sitting.js";
import { ORIGIN, publicKey } from "../follow/making.js";
import { HallLog, vkey, why, WITNESSES, type Change, type NoteOptions } from "./hall.js";

const good = new HallLog();

describe("entry 0", () => {
  test("is believed where it is the one that the page was installed for", () => {
    const sitting = good.sitting();
    expect([hex(sitting.fingerprint), sitting.quorum, sitting.signatories.witnesses.map(({ key }) => key.name)]).toEqual([hex(good.pin.fingerprint), 2, [...WITNESSES]]);
    expect(sitting.isRehearsal).toBe(false);
  });

  test("of another sitting is refused, however well it is made", () => {
    const other = new HallLog({ sitting: { name: "另一次会议" } });
    expect(why(() => Sitting.verify(other.line(0), good.pin))).toBe(`fingerprint: this is the sitting ${hex(other.pin.fingerprint)}`);
    expect(why(() => Sitting.verify(other.line(0), other.pin))).toBe("believed");
  });

  test("with one byte more is another sitting's", () => {
    expect(why(() => Sitting.verify(`${good.line(0)} `, good.pin))).toMatch(/^fingerprint: /);
  });

  test("of a rehearsal is refused by a page for a real sitting, and the reverse", () => {
    const rehearsal = new HallLog({ sitting: { mode: "rehearsal" } });
    expect(why(() => Sitting.verify(rehearsal.line(0), rehearsal.pin))).toBe("mode: rehearsal");
    expect(why(() => Sitting.verify(rehearsal.line(0), { ...rehearsal.pin, mode: "rehearsal" }))).toBe("believed");
    expect(why(() => Sitting.verify(good.line(0), { ...good.pin, mode: "rehearsal" }))).toBe("mode: real");
  });

  const keys = (change: Readonly<Record<string, string>>): Change => ({
    sitting: { keys: { ...Object.fromEntries(["log", "server", "secretariat", "chief", "presiding"].map((name) => [name, publicKey(name)])), ...change } },
  });
  const witnesses = (...all: readonly string[]): Change => ({ sitting: { witnesses: all.map((one, at) => ({ name: `x${at}`, vkey: one })) } });
  test.each<readonly [string, Change, string]>([
    ["of another version", { sitting: { version: 2 } }, "sitting: version 2"],
    ["with one key for two", keys({ presiding: publicKey("chief") }), "sitting: keys"],
    ["with a key of small order", keys({ presiding: base64Url(new Uint8Array(32)) }), "sitting: keys"],
    ["without the server's signature", { sittingSigners: ["secretariat"] }, "signers: sitting_defined"],
    ["with a third signature", { sittingSigners: ["secretariat", "server", "chief"] }, "signers: sitting_defined"],
    ["with signatures in another order", { sittingSigners: ["server", "secretariat"] }, "signers: sitting_defined"],
    ["signed by a secretariat that it does not name", keys({ secretariat: publicKey("presiding 2") }), "signature: secretariat: mismatch"],
    ["with a quorum of no more than half", { sitting: { quorum: 1 } }, "sitting: quorum 1 of 3"],
    ["with a quorum of more than all", { sitting: { quorum: 4 } }, "sitting: quorum 4 of 3"],
    ["with a quorum of nobody", { sitting: { witnesses: [], quorum: 1 } }, "sitting: quorum 1 of 0"],
    ["with witnesses of whom none is needed", { sitting: { quorum: 0 } }, "sitting: quorum 0 of 3"],
    ["without a name", { sitting: { name: "　" } }, "sitting: no name"],
    ["with a plus in its origin", { sitting: { origin: "a+b" } }, "sitting: origin"],
    ["with two witnesses of one name", { sitting: { witnesses: WITNESSES.map((name) => ({ name: "见证", vkey: vkey(name) })) } }, "sitting: names of witnesses"],
    ["with a witness twice", witnesses(vkey("first"), vkey("second"), vkey("first")), "sitting: a witness twice"],
    ["with a witness of the log's own name", witnesses(vkey("first"), vkey("second"), vkey(ORIGIN)), "sitting: a witness twice"],
    ["with a witness whose key is none", witnesses(vkey("first"), vkey("second"), "third"), "sitting: key of a witness"],
    ["with a witness whose key has another's number", witnesses(vkey("first"), vkey("second"), vkey("third").replace("third", "fourth")), "sitting: key of a witness"],
  ])("%s is refused", (_, change, says) => {
    const log = new HallLog(change);
    expect(why(() => Sitting.verify(log.line(0), log.pin))).toBe(says);
  });

  test("of another kind is refused even where the page was installed for it", async () => {
    const { sha256 } = await import("@noble/hashes/sha2.js");
    const { utf8 } = await import("../../src/base/bytes.js");
    const line = good.line(1);
    expect(why(() => Sitting.verify(line, { fingerprint: sha256(utf8(line)), mode: "real" }))).toBe("sitting: roll_fixed");
    const broken = line.replace('"time":', '"time": ');
    expect(why(() => Sitting.verify(broken, { fingerprint: sha256(utf8(broken)), mode: "real" }))).toMatch(/^entry: /);
  });
});

describe("a checkpoint", () => {
  const sitting = good.sitting();

  test("of the log's key is read, with those who cosigned it and since when they are enough", () => {
    expect(sitting.cosigned(good.note())).toMatchObject({ have: 3, isQuorum: true, time: 1_772_328_600n, checkpoint: { size: BigInt(good.making.lines.length) } });
    expect(sitting.cosigned(good.note({ witnesses: ["second"] }))).toMatchObject({ have: 1, isQuorum: false, time: 0n });
  });

  test("with a line of somebody whom entry 0 does not name counts without it", () => {
    expect(sitting.cosigned(good.note({ witnesses: ["first", "stranger"] }))).toMatchObject({ have: 1, isQuorum: false });
  });

  test("with the line of one witness twice counts it once", () => {
    expect(sitting.cosigned(good.note({ witnesses: ["first", "first"] }))).toMatchObject({ have: 1, isQuorum: false });
  });

  test.each<readonly [string, NoteOptions, string]>([
    ["signed by another key that says it is the log's", { signer: "server" }, "checkpoint: signature: a line of qingshan.example/2027 does not hold"],
    ["of another log", { origin: "other.example/2027" }, "checkpoint: checkpoint: another log's origin"],
    ["with a cosignature by another key", { witnessKey: "witness stranger" }, "checkpoint: cosignature: a line of first does not hold"],
  ])("%s is refused", (_, options, says) => {
    expect(why(() => sitting.cosigned(good.note(options)))).toBe(says);
  });

  test.each<readonly [string, (note: string) => string, RegExp]>([
    ["without the log's line", (note) => note.replace(/\u2014 qingshan[^\n]*\n/, ""), /^checkpoint: unsigned/],
    ["with another size under the same signatures", (note) => note.replace(/\n6\n/, "\n7\n"), /^checkpoint: signature/],
    ["with a size that has a zero before it", (note) => note.replace(/\n6\n/, "\n06\n"), /^checkpoint: signature/],
    ["without an empty line", (note) => note.replace("\n\n", "\n"), /^checkpoint: note/],
    ["cut off", (note) => note.slice(0, -1), /^checkpoint: note/],
    ["that is nothing", () => "", /^checkpoint: note/],
    ["with a signature line too many", (note) => note + note.slice(note.lastIndexOf("\u2014")).repeat(64), /^checkpoint: note: \d+ signatures/],
  ])("%s is refused", (_, change, says) => {
    expect(good.making.lines.length).toBe(6);
    expect(why(() => sitting.cosigned(change(good.note())))).toMatch(says);
  });
});
