/** Debian's Chromium, and pages in it whose every complaint is kept: of a policy, of a script, of a request to elsewhere. */

import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** The windows of tablets and of a telephone. */
export const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1024, height: 600 },
  { width: 360, height: 740 },
] as const;

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One browser for a file of tests, which closes it. Certificates are checked; letters are drawn alike everywhere. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none", ...more] });
}

/** A page, and what was wrong with it so far. Empty where all is well. */
export interface Watching {
  readonly page: Page;
  readonly faults: string[];
}

/** Keeps what the browser complains of in a page that may ask these origins alone. */
export function watch(page: Page, origins: readonly string[]): Watching {
  const faults: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && !origins.includes(url.origin)) faults.push(`request to ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // A file that is not there (page.json) is told by the browser as an error, and is none.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) faults.push(message.text());
  });
  return { page, faults };
}

/** A context of a hall in China that asks for no motion, unless told otherwise. */
export function context(browser: Browser, window: Size, still = true): Promise<BrowserContext> {
  return browser.newContext({ viewport: window, reducedMotion: still ? "reduce" : "no-preference", locale: "zh-CN", timezoneId: "Asia/Shanghai" });
}

/** A page of this origin, in a context of its own. */
export async function open(browser: Browser, origin: string, path: string, window: Size, still = true): Promise<Watching> {
  const watching = watch(await (await context(browser, window, still)).newPage(), [origin]);
  await watching.page.goto(`${origin}${path}`);
  return watching;
}
