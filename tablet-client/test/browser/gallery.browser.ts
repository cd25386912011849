/**
 * Pictures of every screen, into `gallery/` (not committed): `npm run gallery`.
 * `GALLERY=all`: each screen in zh and en, in each size and theme, at each window size; `GALLERY=some`: the standard look and the largest letters;
 * `GALLERY_SCENES=a,b`: these alone; `GALLERY_ONLY=en.2.light`: what the name of a picture ends in.
 */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { LANGS } from "../../src/lang/index.js";
import { SIZES, THEMES } from "../../src/ui/appearance.js";
import { SCREENS } from "./chromium.js";
import { start } from "./harness.js";
import type {} from "./page.js";
import { SCENES } from "./scenes.js";

const wanted = process.env["GALLERY_SCENES"]?.split(",");
const only = process.env["GALLERY_ONLY"];
const some = process.env["GALLERY"] === "some";
const names = Object.keys(SCENES).filter((name) => wanted?.includes(name) ?? true);
const looks = LANGS.flatMap((lang) => SIZES.flatMap((size) => THEMES.map((theme) => ({ lang, size, theme, bilingual: false }))));

test.skipIf(process.env["GALLERY"] === undefined)("every screen is drawn", { timeout: 3_600_000 }, async () => {
  const folder = resolve(import.meta.dirname, "../../gallery");
  await mkdir(folder, { recursive: true });
  const harness = await start();
  const drawn: string[] = [];
  for (const screen of SCREENS) {
    const { page, faults } = await harness.open(screen);
    for (const name of names) {
      for (const look of looks) {
        const ending = `${look.lang}.${look.size}.${look.theme}`;
        const standard = look.lang === "zh" && look.theme === "light" && (look.size === 2 || look.size === 4);
        if (only === undefined ? some && !standard : only !== ending) continue;
        await page.evaluate(([scene, settings]) => window.piaojue.show(scene, settings), [name, look] as const);
        await page.waitForTimeout(80);
        const picture = `${name}.${screen.width}x${screen.height}.${ending}.png`;
        await page.screenshot({ path: resolve(folder, picture) });
        drawn.push(picture);
      }
    }
    expect(faults).toEqual([]);
    await page.context().close();
  }
  await harness.close();
  expect(drawn.length).toBeGreaterThan(0);
});
