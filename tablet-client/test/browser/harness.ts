/** Builds the page of scripted screens, serves it under the policy of the real pages, and opens Chromium on it. */

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { launch, open, type Watching, type Size } from "./chromium.js";
import { serve, typeOf } from "./serving.js";

const HERE = import.meta.dirname;
const BUILT = resolve(HERE, "../../node_modules/.cache/screens");

export interface Harness {
  readonly browser: Browser;
  /** A new page of this size, in a context of its own. */
  open(window: Size): Promise<Watching>;
  close(): Promise<void>;
}

/** Ready to open pages. */
export async function start(): Promise<Harness> {
  await build({
    configFile: false,
    root: HERE,
    base: "./",
    logLevel: "error",
    build: { target: "chrome100", outDir: BUILT, emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, rolldownOptions: { input: resolve(HERE, "page.html") } },
  });
  const serving = await serve((path) => {
    const file = join(BUILT, resolve("/", path));
    const type = typeOf(file);
    return type !== undefined && existsSync(file) ? [type, readFileSync(file)] : undefined;
  });
  const browser = await launch();
  return {
    browser,
    open: (window) => open(browser, serving.origin, "/page.html", window),
    async close() {
      await browser.close();
      await serving.close();
    },
  };
}
