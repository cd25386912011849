/** The contrasts that theme.css states, computed from it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { THEMES } from "../../src/ui/appearance.js";

const css = readFileSync(resolve(import.meta.dirname, "../../src/ui/theme.css"), "utf8");

/** Colours of one rule. */
function colours(selector: string): Readonly<Record<string, string>> {
  const at = css.indexOf(`\n${selector} {`);
  if (at === -1) return {};
  const body = css.slice(at, css.indexOf("}", at));
  return Object.fromEntries([...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const modes = THEMES.flatMap((theme) => ["real", "rehearsal"].map((mode) => [theme, mode] as const));

test.each(modes)("%s, %s: ballot text at least 10:1, all other text at least 7:1", (theme, mode) => {
  const now: Readonly<Record<string, string | undefined>> = {
    ...colours(":root"),
    ...(mode === "rehearsal" ? colours(':root[data-mode="rehearsal"]') : {}),
    ...colours(`:root[data-theme="${theme}"]`),
    ...(mode === "rehearsal" ? colours(`:root[data-theme="${theme}"][data-mode="rehearsal"]`) : {}),
  };
  const pair = (text: string, ground: string): number => contrast(now[text] ?? "", now[ground] ?? "");
  for (const ground of ["paper", "card", "marked"]) {
    expect(pair("ink", ground), `ink on ${ground}`).toBeGreaterThanOrEqual(10);
    expect(pair("quiet", ground), `quiet on ${ground}`).toBeGreaterThanOrEqual(7);
  }
  // Words of a ballot stand on it too: 赞成, where it is marked.
  expect(pair("on-strong", "strong")).toBeGreaterThanOrEqual(10);
});

test("the formula is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});
