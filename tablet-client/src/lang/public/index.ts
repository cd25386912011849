/**
 * The languages of the pages that anyone may open: the hall's screen, the observer's page, the second device. Another one is a file
 * with the type [`PublicTexts`] and a line here; the compiler asks for it as soon as `langs.ts` has its name.
 */
import type { Lang } from "../langs.js";
import { en } from "./en.js";
import { type PublicTexts, zh } from "./zh.js";

export type { PublicTexts } from "./zh.js";

const LANGUAGES = { zh, en } satisfies Record<Lang, PublicTexts>;

/** What these pages say in a language. */
export function publicTexts(lang: Lang): PublicTexts {
  return LANGUAGES[lang];
}
