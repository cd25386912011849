// ballot.json: what this client makes of a fixed seed is, byte for byte, what another program made of it.

import { expect, test } from "vitest";
import { ballotCode, commitment, shortCode } from "../../src/base/ballot/code.js";
import { unpack } from "../../src/base/ballot/choices.js";
import { encodeShape, makeShape, type Limit, type Shape } from "../../src/base/ballot/shape.js";
import { hex } from "../../src/base/bytes.js";
import { isList, type JsonObject } from "../../src/base/wire/json.js";
import { ballotKeyOf, checkOpening, ciphertextsOf, EncryptError, encryptBallot, OpeningError } from "../../src/crypto/ballot.js";
import { ChoiceError, columnsOf, marksOf, pack } from "../../src/crypto/choices.js";
import { hexOf, listOf, numberOf, textOf, vector } from "../vectors.js";

const file = vector("ballot.json");
const key = ballotKeyOf(hexOf(file, "key"));
const sitting = hexOf(file, "sitting");
const contest = hexOf(file, "contest");

function limitOf(of: JsonObject): Limit {
  const terms = listOf(of, "terms", "plain").map((term) => {
    const [cell, coefficient] = isList(term) ? term : [];
    if (typeof cell !== "number" || typeof coefficient !== "number") throw new Error("a term of the vectors");
    return [cell, coefficient] as const;
  });
  return { terms, low: numberOf(of, "low"), high: numberOf(of, "high") };
}

function shapeOf(of: JsonObject): Shape {
  const shape = makeShape(numberOf(of, "rows"), numberOf(of, "options"), of.get("blank") === true, listOf(of, "limits").map(limitOf));
  if (shape === undefined) throw new Error("a shape of the vectors");
  return shape;
}

const cases = listOf(file, "cases").map((one) => ({ one, shape: shapeOf(one) }));

test.each(cases.map((one) => [textOf(one.one, "name"), one] as const))("%s", (_, { one, shape }) => {
  expect(hex(encodeShape(shape))).toBe(textOf(one, "encoding"));
  for (const cast of listOf(one, "ballots")) {
    const choices = hexOf(cast, "choices");
    const marks = unpack(choices, shape.cells) ?? [];
    expect(hex(pack(marks))).toBe(hex(choices));
    if (!shape.blank) expect(marksOf(columnsOf(marks, shape), shape)).toEqual(marks);
    const context = { sitting, contest, key, shape };
    const [seed, ballotKey] = [hexOf(cast, "seed"), hexOf(cast, "ballot_key")];
    const ballot = encryptBallot(seed, marks, ballotKey, context);
    expect(hex(ballot)).toBe(textOf(cast, "ballot"));
    const com = commitment(ballotKey, hexOf(cast, "nonce"));
    expect(hex(com)).toBe(textOf(cast, "com"));
    const code = ballotCode(sitting, contest, com, ciphertextsOf(ballot, shape));
    expect(hex(code)).toBe(textOf(cast, "code"));
    expect(shortCode(code)).toBe(textOf(cast, "short"));
    expect(checkOpening({ com, seed, choices }, code, context)).toEqual(marks);
    // One bit of anything that was opened, and the code is another's.
    for (const [name, bytes] of [["com", com], ["seed", seed]] as const) {
      const other = { com, seed, choices, [name]: bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) };
      expect(() => checkOpening(other, code, context)).toThrow(OpeningError);
    }
    expect(() => checkOpening({ com, seed, choices: new Uint8Array(choices.length + 1) }, code, context)).toThrow(OpeningError);
  }
});

test("what breaks a rule is not encrypted, and is named", () => {
  const shape = makeShape(4, 3, false, [{ terms: [0, 2, 4, 6].map((cell) => [cell, 1] as const), low: 0, high: 2 }]);
  if (shape === undefined) throw new Error("no shape");
  expect(marksOf([0, 0, 1, 2], shape)).toEqual([1, 0, 1, 0, 0, 1, 0, 0]);
  expect(() => marksOf([0, 0, 0, 2], shape)).toThrow(new ChoiceError("limit", 0));
  expect(() => marksOf([0, 0, 3, 2], shape)).toThrow(new ChoiceError("row", 2));
  expect(() => marksOf([0, 0, 1], shape)).toThrow(new ChoiceError("rows", 3));
  expect(() => encryptBallot(new Uint8Array(32), [1, 1, 0, 0, 0, 0, 0, 0], key.bytes, { sitting, contest, key, shape })).toThrow(new ChoiceError("row", 0));
  expect(() => ballotKeyOf(new Uint8Array(32))).toThrow(EncryptError);
});
