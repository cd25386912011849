// The log of tests/vectors/log: verified as it is, refuted after each of these changes, at its check and index.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromUtf8, hex, utf8 } from "#base/bytes.js";
import type { Failure } from "../src/fold/apply.js";
import { report } from "../src/report.js";
import { finish, foldLog, lines, verifyLog } from "../src/verify.js";
import { fromHexText, readBytes } from "#vectors";

const LOG = lines(readBytes("log/log.jsonl"));
const CHECKPOINT = readBytes("log/checkpoint");
const FINGERPRINT = fromHexText((fromUtf8(readBytes("log/fingerprint")) ?? "").trim());

/** The entries hold, so that only what stands at the end is asked again. */
const FOLDED = foldLog(LOG, FINGERPRINT);

/** Done of each check, as `audit verify` counts them for the same log. */
const COUNTS = [
  138, 138, 138, 2, 1, 1, 178, 138, 0, 1, 4, 14, 3, 6, 8, 6, 15, 1, 7, 14, 14, 17, 4, 5, 21, 17, 5, 4, 1, 4, 13, 6, 0,
];

test("the log is verified, 924 of 924", () => {
  const verdict = finish(FOLDED, CHECKPOINT);
  assert.equal(verdict.failure, undefined);
  const said = report(FINGERPRINT, verdict);
  assert.deepEqual(said.checks.map(({ done }) => done), COUNTS);
  assert.deepEqual(said.checks.map(({ expected }) => expected), COUNTS);
  assert.equal(said.done, 924);
  assert.equal(said.size, 138);
  assert.ok(said.sealed);
});

type Line = (text: string) => string;

/** The log with one line changed, or without it, or with another after it. */
function changed(index: number, change: Line): Uint8Array[] {
  return LOG.map((line, at) => (at === index ? utf8(change(fromUtf8(line) ?? "")) : line));
}

function indexOf(kind: string, nth = 0): number {
  const found = LOG.map((line, at) => ((fromUtf8(line) ?? "").includes(`"body":{"kind":"${kind}"`) ? at : -1)).filter((at) => at >= 0);
  const index = found[nth];
  assert.ok(index !== undefined, kind);
  return index;
}

function refuted(log: readonly Uint8Array[], checkpoint = CHECKPOINT, fingerprint = FINGERPRINT): Failure {
  const { failure } = log === LOG && fingerprint === FINGERPRINT ? finish(FOLDED, checkpoint) : verifyLog(log, checkpoint, fingerprint);
  assert.ok(failure !== undefined, "verified");
  return failure;
}

function expect(failure: Failure, index: number, check: number, code: string, accused: readonly string[] = ["server"]): void {
  assert.deepEqual([failure.index, failure.check, failure.code, failure.accused], [index, check, code, accused], failure.what);
}

/** Changes of one line that are no encoding of an entry any more (check 1). */
const SPELLINGS: readonly (readonly [name: string, change: Line])[] = [
  ["white space", (text) => text.replace(',"time":', ', "time":')],
  ["a number with a leading zero", (text) => text.replace('"time":1', '"time":01')],
  ["a number with an exponent", (text) => text.replace(/"time":(\d+)/, '"time":$1e0')],
  ["a negative number", (text) => text.replace('"time":1', '"time":-1')],
  ["a number above 2^53 − 1", (text) => text.replace(/"time":\d+/, '"time":9007199254740992')],
  ["an escape that is not needed", (text) => text.replace('"kind":"', '"k\\u0069nd":"')],
  ["an escaped slash", (text) => text.replace("wrong", "wr\\/ong").replace('"by":"s', '"by":"\\/s')],
  ["null", (text) => text.replace(/"time":\d+/, '"time":null')],
  ["a field twice", (text) => text.replace(',"time":', ',"time":1,"time":')],
  ["another order of fields", (text) => text.replace(/"prev":("[^"]*"),"time":(\d+)/, '"time":$2,"prev":$1')],
  ["an unknown field", (text) => text.replace(',"time":', ',"more":1,"time":')],
  ["a missing field", (text) => text.replace(/"time":\d+,/, "")],
  ["base64url with padding", (text) => text.replace(/"prev":"([^"]*)"/, '"prev":"$1="')],
  ["base64url with unused bits", (text) => text.replace(/"prev":"([^"]*)."/, '"prev":"$1_"')],
  ["base64 of the other alphabet", (text) => text.replace(/"sig":"./, '"sig":"+')],
  ["an unknown kind", (text) => text.replace('"kind":"leave_granted"', '"kind":"leave_taken"')],
  ["a carriage return at the end", (text) => `${text}\r`],
  ["a byte order mark", (text) => `\ufeff${text}`],
  ["a character that no display shows", (text) => text.replace('"reason":"', '"reason":"\u202e')],
  ["too deep", (text) => text.replace('"deputy":2', '"deputy":[[[[[[[[2]]]]]]]]')],
  ["a signer with a leading zero", (text) => text.replace('"by":"secretariat"', '"by":"deputy-01"')],
  ["nothing", () => ""],
];

for (const [name, change] of SPELLINGS) {
  test(`an entry with ${name} is none`, () => {
    const index = indexOf("leave_granted");
    assert.notEqual(change(fromUtf8(LOG[index] ?? new Uint8Array()) ?? ""), fromUtf8(LOG[index] ?? new Uint8Array()));
    expect(refuted(changed(index, change)), index, 1, "not-an-entry");
  });
}

test("bytes that are no UTF-8 are no entry", () => {
  const index = indexOf("leave_granted");
  const log = LOG.map((line, at) => (at === index ? line.map((byte) => (byte === 0x7d ? 0xff : byte)) : line));
  expect(refuted(log), index, 1, "not-an-entry");
});

test("a text that says something else is not what was signed", () => {
  const index = indexOf("leave_granted");
  expect(refuted(changed(index, (text) => text.replace('"deputy":2', '"deputy":3'))), index, 7, "signature-bad");
});

test("another signer than the kind asks for is refused, and one too few", () => {
  const index = indexOf("leave_granted");
  const other = changed(index, (text) => text.replace('"by":"secretariat"', '"by":"chief"'));
  expect(refuted(other), index, 7, "signers-wrong");
  const opening = indexOf("contest_opened");
  const fewer = changed(opening, (text) => text.replace(/,\{"by":"chief","sig":"[^"]*"\}/, ""));
  expect(refuted(fewer), opening, 7, "signers-wrong");
});

test("time goes back, or is not whole while a contest is voting, or differs", () => {
  const index = indexOf("leave_granted");
  expect(refuted(changed(index, (text) => text.replace(/"time":\d+/, '"time":1'))), index, 3, "time-back");
  const voting = indexOf("contest_ended");
  expect(refuted(changed(voting, (text) => text.replace(/"time":(\d+)0,/, '"time":$11,'))), voting, 3, "time-not-whole");
  // No check of its own sees it: the next entry follows another one.
  const later = changed(index, (text) => text.replace(/"time":(\d+)0,/, '"time":$11,'));
  expect(refuted(later), index + 1, 2, "chain-broken");
});

test("entries left out, exchanged or repeated break the chain", () => {
  const index = indexOf("ballot_cast");
  expect(refuted(LOG.filter((_, at) => at !== index)), index, 2, "chain-broken");
  const exchanged = LOG.map((line, at) => LOG[at === index ? index + 1 : at === index + 1 ? index : at] ?? line);
  expect(refuted(exchanged), index, 2, "chain-broken");
  expect(refuted([...LOG.slice(0, index + 1), ...LOG.slice(index)]), index + 1, 2, "chain-broken");
});

test("a log that ends early, or goes on, is not the checkpoint's", () => {
  expect(refuted(LOG.slice(0, -1)), LOG.length - 1, 4, "size-differs");
  const index = indexOf("box_opened");
  // The box is not read out whole, so the size is not all that fails; it is what fails first.
  expect(refuted(LOG.slice(0, index + 2)), index + 2, 4, "size-differs");
  expect(refuted([...LOG, LOG[5] ?? new Uint8Array()]), LOG.length, 2, "chain-broken");
  expect(refuted([]), 0, 6, "not-defined");
});

test("a file that does not end in a newline has no last entry", () => {
  const file = readBytes("log/log.jsonl");
  expect(refuted(lines(file.slice(0, -1))), LOG.length - 1, 1, "not-an-entry");
  expect(refuted(lines(concat(file, Uint8Array.of(10)))), LOG.length, 1, "not-an-entry");
});

test("another checkpoint is refused by its part", () => {
  const text = fromUtf8(CHECKPOINT) ?? "";
  const end = LOG.length;
  const last = text.lastIndexOf("=");
  const root = text.split("\n")[2] ?? "";
  // What is not signed says nothing of size and root.
  expect(refuted(LOG, utf8(text.replace("\n138\n", "\n137\n"))), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(text.replace(root, `${root.startsWith("A") ? "B" : "A"}${root.slice(1)}`))), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(text.replace("\n138\n", "\n0138\n"))), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(text.replace("yunling.example/2027\n", "yunling.example/2028\n"))), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(`${text.slice(0, last - 6)}AAAAA=\n`)), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(text.slice(0, text.indexOf("\n\n") + 2))), end, 5, "checkpoint-bad");
  expect(refuted(LOG, utf8(text.replace("\n138\n", "\n138\nmore\n"))), end, 5, "checkpoint-bad");
});

test("another fingerprint accuses nobody", () => {
  const other = Uint8Array.from(FINGERPRINT, (byte, at) => (at === 0 ? byte ^ 1 : byte));
  assert.notEqual(hex(other), hex(FINGERPRINT));
  expect(refuted(LOG, CHECKPOINT, other), 0, 6, "fingerprint-differs", []);
});

test("a changed entry 0 is another sitting", () => {
  expect(refuted(changed(0, (text) => text.replace("云岭县", "云山县"))), 0, 6, "fingerprint-differs", []);
  expect(refuted(LOG.slice(1)), 0, 6, "fingerprint-differs", []);
  // Trusted, it would still be no beginning.
  expect(refuted(LOG.slice(1), CHECKPOINT, sha256(LOG[1] ?? new Uint8Array())), 0, 6, "not-defined");
});
