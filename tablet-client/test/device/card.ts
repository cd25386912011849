/** A card as it is printed (protocol.md §4.3): its QR text, with the check symbol that fits. */
import { readTyped, sittingLetters } from "../../src/crypto/card.js";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function cardQr(sitting: Uint8Array, number: number, code: string): string {
  const check = [...LETTERS].find((letter) => fits(number, `${code}${letter}`));
  if (check === undefined) throw new Error("no check symbol fits");
  return `PJ1.${number}.${sittingLetters(sitting)}.${code}${check}`;
}

function fits(number: number, typed: string): boolean {
  try {
    return readTyped(number, typed) !== "";
  } catch {
    return false;
  }
}
