/** What is asserted of every screen: nothing that axe finds, nothing cut off, targets a finger wide and apart. */

import { source } from "axe-core";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

declare global {
  interface Window {
    axe: { run(): Promise<AxeResults> };
  }
}

/** 16 mm at 96 dpi is 60.5 px; both rules hold. */
const TARGET_PX = 60.4;
/** 2.54 mm. */
const GAP_PX = 9.5;

/** What axe finds, a line each: the rule, and the elements. Empty: nothing. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    const results = await window.axe.run();
    return results.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 120)} ${node.failureSummary ?? ""}`).join(" | ")}`);
  });
}

/** What is cut off, leaves the window, or is too small or too near for a finger; a line each. `scrolls`: a page that is read downwards. */
export async function misshapen(page: Page, scrolls = false): Promise<readonly string[]> {
  return page.evaluate(geometry, [TARGET_PX, GAP_PX, scrolls] as const);
}

/** Runs in the page. */
function geometry([target, gap, scrolls]: readonly [number, number, boolean]): readonly string[] {
  const wrong: string[] = [];
  const top = document.querySelector("dialog[open]") ?? document.body;
  const shown = [...top.querySelectorAll<HTMLElement>("*")].filter((one) => {
    if (getComputedStyle(one).visibility === "hidden" || one.getClientRects().length === 0) return false;
    // Put out of sight on purpose, for those who listen; or the reverse, a picture beside words.
    for (let around: Element | null = one; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).clipPath === "inset(50%)" || around.getAttribute("aria-hidden") === "true") return false;
    }
    return one.closest("svg") === null || one.tagName === "svg";
  });
  const nameOf = (one: HTMLElement): string => `${one.dataset["action"] ?? (one.getAttribute("class") ?? one.tagName)} “${one.textContent.slice(0, 20)}”`;
  const height = scrolls ? Math.max(innerHeight, document.documentElement.scrollHeight) : innerHeight;
  const screen = { left: 0, top: -scrollY, right: innerWidth, bottom: height - scrollY };
  type Box = typeof screen;
  const inside = (one: Box, other: Box): boolean => one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page is wider than the screen");
  for (const one of shown) {
    const box = one.getBoundingClientRect();
    if (!inside(box, screen)) wrong.push(`${nameOf(one)} leaves the screen`);
    if (one.classList.contains("tall")) wrong.push("a row is higher than the room");
    if (one.tagName === "svg" || one.tagName === "INPUT" || one.tagName === "TEXTAREA") continue;
    if (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && one !== document.body) wrong.push(`${nameOf(one)} is cut off at its side`);
    const line = parseFloat(getComputedStyle(one).lineHeight) || 0;
    if (one.clientHeight > 0 && getComputedStyle(one).overflowY !== "visible" && one.scrollHeight > one.clientHeight + line / 3) wrong.push(`${nameOf(one)} is cut off below`);
    // The letters themselves, against every box around them that cuts.
    if (![...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "")) continue;
    const range = document.createRange();
    range.selectNodeContents(one);
    const letters = range.getBoundingClientRect();
    for (let around: Element | null = one; around !== null && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflowX === "visible") continue;
      const frame = around.getBoundingClientRect();
      if (letters.right > frame.right + 1 || letters.left < frame.left - 1) wrong.push(`${nameOf(one)} is cut off`);
    }
  }
  for (const place of shown.filter((one) => one.classList.contains("paged"))) {
    const room = place.getBoundingClientRect();
    for (const block of place.querySelectorAll(".block:not(.other-page)")) {
      if (!inside(block.getBoundingClientRect(), room)) wrong.push("a row leaves its place");
    }
  }
  const targets = shown.filter((one) => one.dataset["action"] !== undefined);
  for (const one of targets) {
    const box = one.getBoundingClientRect();
    if (box.height < target || box.width < target) wrong.push(`${nameOf(one)} is ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  targets.forEach((one, index) => {
    const a = one.getBoundingClientRect();
    for (const other of targets.slice(index + 1)) {
      const b = other.getBoundingClientRect();
      const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
      if (apart < gap) wrong.push(`${nameOf(one)} and ${nameOf(other)} are ${Math.round(apart)} px apart`);
    }
  });
  return [...new Set(wrong)];
}
