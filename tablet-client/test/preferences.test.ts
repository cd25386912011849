// What a page's address says of its looks, and what it refuses; and that both languages of a page say everything.

import { expect, test } from "vitest";
import { LANGS, nextLang } from "../src/lang/langs.js";
import { texts } from "../src/lang/index.js";
import { publicTexts } from "../src/lang/public/index.js";
import { SIZES, THEMES } from "../src/ui/appearance.js";
import { nextSize, nextTheme, readPreferences, searchOf, STANDARD } from "../src/ui/preferences.js";

test("an address keeps language, size and theme", () => {
  for (const lang of LANGS) for (const size of SIZES) for (const theme of THEMES) expect(readPreferences(searchOf({ lang, size, theme }))).toEqual({ lang, size, theme });
  expect(searchOf(STANDARD)).toBe("");
});

test.each(["", "?", "?lang=fr&size=9&theme=pink", "?lang=__proto__", "?size=", "?LANG=en", "?lang=ZH"])("%s is the standard", (search) => {
  expect(readPreferences(search)).toEqual(STANDARD);
});

test("what comes next goes round", () => {
  expect(LANGS.reduce((lang) => nextLang(lang), STANDARD.lang)).toBe(STANDARD.lang);
  expect(SIZES.reduce((size) => nextSize(size), STANDARD.size)).toBe(STANDARD.size);
  expect(THEMES.reduce((theme) => nextTheme(theme), STANDARD.theme)).toBe(STANDARD.theme);
  expect(nextLang("zh")).toBe("en");
});

/** Every text of a language; what has gaps is filled with a word, a number and a list. */
function sentences(of: unknown): readonly string[] {
  if (typeof of === "string") return [of];
  if (Array.isArray(of)) return of.flatMap(sentences);
  if (typeof of === "object" && of !== null) return Object.values(of).flatMap(sentences);
  return [];
}

test.each(LANGS.filter((lang) => lang !== "zh"))("no sentence of %s is left empty or in Chinese", (lang) => {
  for (const said of [...sentences(texts(lang)), ...sentences(publicTexts(lang))]) {
    expect(said).not.toBe("");
    expect(said).not.toMatch(/\p{Script=Han}/u);
  }
});
