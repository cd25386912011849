// Cards (protocol.md §4.3): the QR's text, the code that people type, the key.

import { ed25519 } from "@noble/curves/ed25519.js";
import { utf8 } from "../base/bytes.js";
import { hash } from "../base/hash.js";

/** Why a text is no card of this sitting, by the check that refuses it. */
export class CardError extends Error {
  override readonly name = "CardError";
  constructor(readonly check: "not_a_card" | "number" | "fingerprint" | "wrong_sitting" | "letter" | "length" | "check") {
    super(check);
  }
}

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const NUMBER_MAX = 9_999_999_999;
const CODE_LETTERS = 20;

/** The product of two symbols in GF(2)[α]/(α⁵ + α² + 1). */
function product(left: number, right: number): number {
  let out = 0;
  for (let bit = 4; bit >= 0; bit -= 1) {
    out <<= 1;
    if ((out & 32) !== 0) out ^= 0b100101;
    if (((right >> bit) & 1) === 1) out ^= left;
  }
  return out;
}

/** Σ sᵢ·α³⁰⁻ⁱ over digits, code and check symbol, by Horner's rule. */
function weighed(number: number, symbols: readonly number[]): number {
  const digits = [...String(number).padStart(10, "0")].map(Number);
  return [...digits, ...symbols].reduce((sum, symbol) => product(sum, 2) ^ symbol, 0);
}

/** The code of 20 letters, of 21 that a person typed. */
export function readTyped(number: number, typed: string): string {
  const plain = typed.normalize("NFKC").toUpperCase().replaceAll(/[\s\p{Dash_Punctuation}]/gu, "");
  const letters = [...plain].map((letter) => (letter === "O" ? "0" : letter === "I" || letter === "L" ? "1" : letter));
  return readCode(number, letters);
}

function readCode(number: number, letters: readonly string[]): string {
  const symbols = letters.map((letter) => LETTERS.indexOf(letter));
  if (symbols.includes(-1)) throw new CardError("letter");
  if (symbols.length !== CODE_LETTERS + 1) throw new CardError("length");
  if (weighed(number, symbols) !== 0) throw new CardError("check");
  return letters.slice(0, CODE_LETTERS).join("");
}

export function sittingLetters(sitting: Uint8Array): string {
  const bits = [...sitting].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.padEnd(260, "0").match(/.{5}/g) ?? []).map((five) => LETTERS.charAt(Number.parseInt(five, 2))).join("");
}

/** Number and code of a QR's text, read exactly, for a sitting. */
export function readQr(text: string, sitting: Uint8Array): { readonly number: number; readonly code: string } {
  const parts = text.split(".");
  const [start, number, fingerprint, code] = parts;
  if (parts.length !== 4 || start !== "PJ1" || number === undefined || fingerprint === undefined || code === undefined) {
    throw new CardError("not_a_card");
  }
  if (!/^[0-9A-Z.]*$/.test(text)) throw new CardError("not_a_card");
  if (!/^(?:0|[1-9][0-9]{0,9})$/.test(number) || Number(number) > NUMBER_MAX) throw new CardError("number");
  const symbols = [...fingerprint].map((letter) => LETTERS.indexOf(letter));
  if (symbols.length !== 52 || symbols.includes(-1) || ((symbols.at(-1) ?? 0) & 15) !== 0) throw new CardError("fingerprint");
  if (fingerprint !== sittingLetters(sitting)) throw new CardError("wrong_sitting");
  return { number: Number(number), code: readCode(Number(number), [...code]) };
}

/** The private key of a card, for `checked_in` alone. Whoever asks for it wipes it. */
export function cardSecret(sitting: Uint8Array, number: number, code: string): Uint8Array {
  const seed = hash("card-seed", sitting, number, utf8(code));
  const key = hash("card-key", sitting, number, seed);
  seed.fill(0);
  return key;
}

/** The public key of a card. */
export function cardKey(sitting: Uint8Array, number: number, code: string): Uint8Array {
  const secret = cardSecret(sitting, number, code);
  const key = ed25519.getPublicKey(secret);
  secret.fill(0);
  return key;
}
