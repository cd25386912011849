/**
 * Text size, theme, language and the true size of a millimetre, as attributes of `<html>` (theme.css).
 *
 * The first three are the deputy's and go back to the default after each; the scale is the tablet's and stays.
 */

/** Body of a Chinese sign: 5, 7, 9, 12 mm. */
export const SIZES = [1, 2, 3, 4] as const;
export type Size = (typeof SIZES)[number];

export const THEMES = ["light", "contrast-light", "contrast-dark"] as const;
export type Theme = (typeof THEMES)[number];

/** A CSS millimetre on this device, in hundredths of a true one. */
export const SCALES = [90, 100, 110, 120, 135, 150] as const;
export type Scale = (typeof SCALES)[number];

export interface Appearance {
  readonly size: Size;
  readonly theme: Theme;
  readonly scale: Scale;
  readonly rehearsal: boolean;
  /** BCP 47. */
  readonly lang: string;
}

/** Puts it on the page. */
export function applyAppearance(root: HTMLElement, appearance: Appearance): void {
  root.dataset["theme"] = appearance.theme;
  root.dataset["size"] = String(appearance.size);
  root.dataset["scale"] = String(appearance.scale);
  root.dataset["mode"] = appearance.rehearsal ? "rehearsal" : "real";
  root.lang = appearance.lang;
}

const SCALE_KEY = "piaojue.scale";

/** The tablet's scale, as it was set up; 100 if it never was. */
export function storedScale(storage: Storage): Scale {
  const stored = storage.getItem(SCALE_KEY);
  return SCALES.find((scale) => String(scale) === stored) ?? 100;
}

/** Keeps the tablet's scale. */
export function storeScale(storage: Storage, scale: Scale): void {
  storage.setItem(SCALE_KEY, String(scale));
}
