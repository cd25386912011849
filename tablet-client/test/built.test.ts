// What is committed as `dist/` keeps the strict CSP: no script or style stands in a page, and nothing comes from elsewhere.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const PAGES = ["deputy", "hall", "log", "check"];

test.each(PAGES)("%s.html has no script or style of its own and asks no other host", (page) => {
  const text = readFileSync(`${page}.html`, "utf8");
  expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|https?:\/\//);
  for (const [, inside] of text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)) expect(inside).toBe("");
});

test("every source page is one of the four", () => {
  expect(readdirSync(".").filter((name) => name.endsWith(".html")).sort()).toEqual(PAGES.map((page) => `${page}.html`).sort());
});

test.each(PAGES)("dist/%s.html has a picture of its own for the tab, which runs and loads nothing", (page) => {
  const [, path] = /<link rel="icon" type="image\/svg\+xml" href="\.\/(assets\/[^"]+\.svg)"/.exec(readFileSync(`dist/${page}.html`, "utf8")) ?? [];
  const icon = readFileSync(`dist/${path ?? "no icon"}`, "utf8");
  expect(icon).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(icon.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/<script|<style|style=|\son[a-z]+=|href|url\(|https?:/);
});
