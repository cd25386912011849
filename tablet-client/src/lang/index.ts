/**
 * The languages of the deputy's screens. Another one is a name in `langs.ts`, a file with the type [`Texts`] and a line in
 * [`LANGUAGES`], and the same in `public/` for the other pages.
 */
import type { Sentence } from "../device/api.js";
import { en } from "./en.js";
import type { Lang } from "./langs.js";
import { type Texts, zh } from "./zh.js";

export { LANGS, type Lang } from "./langs.js";
export type { Texts } from "./zh.js";

/** Every language of [`LANGS`]. */
export const LANGUAGES = { zh, en } satisfies Record<Lang, Texts>;

/** What a deputy reads: a language, and whether the words of the ballot stand in Chinese and English. */
export interface Reading {
  readonly lang: Lang;
  readonly bilingual: boolean;
}

export function texts(lang: Lang): Texts {
  return LANGUAGES[lang];
}

/** A sentence of the device, which has every language. */
export function sentence(lang: Lang, said: Sentence): string {
  return said[lang];
}

/** A word of the ballot: `赞成`, `For`, or both. */
export function ballotWord(reading: Reading, word: { readonly zh: string; readonly en: string }): string {
  if (!reading.bilingual || word.zh === word.en || word.en === "" || word.zh === "") return word[reading.lang] === "" ? word.zh : word[reading.lang];
  return reading.lang === "zh" ? `${word.zh} ${word.en}` : `${word.en} ${word.zh}`;
}
