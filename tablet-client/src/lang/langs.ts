/** Which languages there are; what is said in each stands beside this file, for the deputy's page and in `public/` for the others. */

/** In the order in which they are offered; Chinese first. */
export const LANGS = ["zh", "en"] as const;

export type Lang = (typeof LANGS)[number];

/** The one that is offered after this one; after the last the first. */
export function nextLang(lang: Lang): Lang {
  return LANGS[(LANGS.indexOf(lang) + 1) % LANGS.length] ?? LANGS[0];
}
