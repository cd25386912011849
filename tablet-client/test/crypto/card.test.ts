// card.json: cards as they are scanned and typed.

import { expect, test } from "vitest";
import { hex } from "../../src/base/bytes.js";
import { cardKey, CardError, readQr, readTyped, sittingLetters } from "../../src/crypto/card.js";
import { hexOf, listOf, textOf, textsOf, vector } from "../vectors.js";

const file = vector("card.json");
const cards = listOf(file, "cards");

test("QR, typed code and key of each card", () => {
  for (const one of cards) {
    const sitting = hexOf(one, "sitting");
    const read = readQr(textOf(one, "qr"), sitting);
    expect(read.number).toBe(Number(one.get("number")));
    expect(readTyped(read.number, textOf(one, "typed"))).toBe(read.code);
    expect(hex(cardKey(sitting, read.number, read.code))).toBe(textOf(one, "public_key"));
    expect(textOf(one, "qr")).toContain(sittingLetters(sitting));
  }
});

const [, second] = cards;
if (second === undefined) throw new Error("card.json has no second card");
const sitting = hexOf(second, "sitting");
const number = Number(second.get("number"));

test("codes as people type them", () => {
  const code = readTyped(number, textOf(second, "typed"));
  for (const typed of textsOf(file, "accepted")) expect(readTyped(number, typed), typed).toBe(code);
});

test.each(listOf(file, "refused").map((one) => [textOf(one, "name"), one] as const))("refused: %s", (_, one) => {
  const text = textOf(one, "text");
  const read = (): unknown => (textOf(one, "form") === "qr" ? readQr(text, sitting) : readTyped(number, text));
  expect(read).toThrow(CardError);
  expect(read).toThrow(textOf(one, "verdict"));
});
