/**
 * Language, text size and theme of the pages that anyone may open. They stand in the page's address (`?lang=en&size=3`): a reload keeps
 * them, a link hands them on, and nothing is stored on the machine.
 */
import { LANGS, type Lang } from "../lang/langs.js";
import { publicTexts } from "../lang/public/index.js";
import { applyAppearance, SIZES, THEMES, type Size, type Theme } from "./appearance.js";

export interface Preferences {
  readonly lang: Lang;
  readonly size: Size;
  readonly theme: Theme;
}

/** Chinese, the second size, the normal theme. */
export const STANDARD: Preferences = { lang: "zh", size: 2, theme: "light" };

/** What an address asks for; whatever is none of ours is as if it were not there. */
export function readPreferences(search: string): Preferences {
  const asked = new URLSearchParams(search);
  return {
    lang: LANGS.find((one) => one === asked.get("lang")) ?? STANDARD.lang,
    size: SIZES.find((one) => String(one) === asked.get("size")) ?? STANDARD.size,
    theme: THEMES.find((one) => one === asked.get("theme")) ?? STANDARD.theme,
  };
}

/** The address's part that asks for this; empty for the standard. */
export function searchOf({ lang, size, theme }: Preferences): string {
  const asked = new URLSearchParams();
  if (lang !== STANDARD.lang) asked.set("lang", lang);
  if (size !== STANDARD.size) asked.set("size", String(size));
  if (theme !== STANDARD.theme) asked.set("theme", theme);
  const text = asked.toString();
  return text === "" ? "" : `?${text}`;
}

/** Writes the page's address anew; the back button does not go through them. */
export function keepPreferences(preferences: Preferences): void {
  history.replaceState(null, "", `${location.pathname}${searchOf(preferences)}`);
}

/** The theme that is offered after this one; after the last the first. */
export function nextTheme(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? THEMES[0];
}

/** The text size after this one; after the largest the smallest. */
export function nextSize(size: Size): Size {
  return SIZES[(SIZES.indexOf(size) + 1) % SIZES.length] ?? SIZES[0];
}

/** Puts them on the page, with its name. */
export function showPreferences({ lang, size, theme }: Preferences, rehearsal: boolean, title: string): void {
  const t = publicTexts(lang);
  applyAppearance(document.documentElement, { size, theme, scale: 100, rehearsal, lang: t.tag });
  const name = rehearsal ? `【${t.rehearsal}】${title}` : title;
  if (document.title !== name) document.title = name;
}
