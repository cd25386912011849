/** Debian's Chromium, a page in it that may ask its own origin alone, and what is asserted of every page. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Page } from "playwright-core";

/** One browser for a file of tests; closed by it. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

export interface Watching {
  readonly page: Page;
  /** Requests to another origin, errors on the console, violations of the policy. Empty where all is well. */
  readonly wrong: readonly string[];
}

/** A page of this origin in a context of its own. */
export async function open(browser: Browser, origin: string, path: string, viewport: { readonly width: number; readonly height: number }, still = true): Promise<Watching> {
  const context = await browser.newContext({ viewport, reducedMotion: still ? "reduce" : "no-preference", locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== "data:") wrong.push(`request ${request.url()}`);
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    // A file that is not there (page.json) is told by the browser as an error, and is none.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(message.text());
  });
  await page.goto(`${origin}${path}`);
  return { page, wrong };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, a line each: the rule, and the elements. Empty: nothing. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' ' + failureSummary).join('; ')))");
  return Array.isArray(found) ? found.map(String) : [`axe said ${JSON.stringify(found)}`];
}

/** Texts that are cut off by their own box, or lie outside the window, a line each; below it is outside too, unless the page scrolls. */
export async function clipped(page: Page, scrolls = false): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(`(() => {
    const out = [];
    const scrolls = ${String(scrolls)};
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("[aria-hidden=true]")) continue;
      // Put out of sight on purpose, for those who listen.
      let outOfSight = false;
      for (let around = element; around !== null; around = around.parentElement) outOfSight ||= getComputedStyle(around).clipPath === "inset(50%)";
      if (outOfSight) continue;
      const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
      if (!text) continue;
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      const name = element.className + " " + element.textContent.slice(0, 30);
      if (box.left < -1 || box.right > innerWidth + 1 || (!scrolls && (box.top < -1 || box.bottom > innerHeight + 1))) out.push("outside: " + name);
      for (let around = element; around !== document.body && around !== null; around = around.parentElement) {
        const style = getComputedStyle(around);
        if (style.overflow === "visible" && around !== element) continue;
        const frame = around.getBoundingClientRect();
        if (style.overflow !== "visible" && (box.right > frame.right + 1 || box.bottom > frame.bottom + 1 || box.left < frame.left - 1 || box.top < frame.top - 1)) out.push("cut: " + name);
      }
    }
    return out;
  })()`);
  return Array.isArray(found) ? found.map(String) : ["nothing was looked at"];
}
