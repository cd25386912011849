/** Cards as they are printed, and what a camera sees of them. */

import { writeFileSync } from "node:fs";
import encodeQR from "qr";
import { CardError, readTyped, sittingLetters } from "../../src/crypto/card.js";
import { fromHex } from "../../src/base/bytes.js";
import type { RealSitting } from "./server.js";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function lettersOf(fingerprint: string): string {
  const bytes = fromHex(fingerprint);
  if (bytes === undefined) throw new Error("no fingerprint");
  return sittingLetters(bytes);
}

/** The text of the QR code on this deputy's card; `fingerprint`: of the sitting that it is for. */
export function cardText(sitting: RealSitting, number: number, fingerprint = sitting.fingerprint): string {
  return `PJ1.${number}.${lettersOf(fingerprint)}.${sitting.code(number).replaceAll("-", "")}`;
}

/** A short code that has no mistake in it and is on no card of this sitting. */
export function strangeCode(number: number): string {
  const code = [...LETTERS].map((last) => `${LETTERS.slice(5, 25)}${last}`).find((typed) => {
    try {
      readTyped(number, typed);
      return true;
    } catch (error) {
      if (error instanceof CardError) return false;
      throw error;
    }
  });
  if (code === undefined) throw new Error("no last letter fits");
  return code;
}

const [WIDTH, HEIGHT, FRAMES] = [640, 480, 6] as const;

/** Numbers that look random and are the same in each run, below 1. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** How bright a place of the picture is, 0 to 255. */
type Picture = (x: number, y: number) => number;

/** A QR code on a white card, a little turned, in the middle of a grey picture. */
function card(text: string): Picture {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: 4 });
  const side = modules.length;
  const pixels = 380;
  const [cos, sin] = [Math.cos(0.08), Math.sin(0.08)];
  return (x, y) => {
    const [dx, dy] = [x - WIDTH / 2, y - HEIGHT / 2];
    const [column, row] = [cos * dx + sin * dy, cos * dy - sin * dx].map((at) => Math.floor((at / pixels + 0.5) * side));
    const module = modules[row ?? -1]?.[column ?? -1];
    return module === undefined ? 120 : module ? 40 : 215;
  };
}

/** A film for the browser's camera (YUV4MPEG2, 5 pictures a second): of a card with this text, or of nothing. */
export function film(path: string, text: string | null): void {
  const picture: Picture = text === null ? () => 128 : card(text);
  // A sensor in a dark hall; without a card nothing but that.
  const strength = text === null ? 250 : 50;
  const random = noise(7);
  const frames = Array.from({ length: FRAMES }, () => {
    const luma = Buffer.alloc(WIDTH * HEIGHT);
    for (let at = 0; at < luma.length; at += 1) {
      luma[at] = Math.max(0, Math.min(255, picture(at % WIDTH, Math.floor(at / WIDTH)) + (random() - 0.5) * strength));
    }
    return Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  });
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F5:1 Ip A1:1 C420jpeg\n`), ...frames]));
}
