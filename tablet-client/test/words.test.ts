// No sentence stands outside the languages: a page that says something in Chinese in its code cannot say it in another language.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Of every source file but those whose purpose is words. */
const FILES = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => /\.tsx?$/.test(path) && !path.startsWith("lang/"));
/** The device's sentences have every language beside each other; a column's word stands in the ballot itself. */
const PAIRS = /^device\/(sentences|view)\.ts$|^deputy\/run\.ts$/;

/** The code without what is said about it. */
function code(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");
}

test.each(FILES.filter((path) => !PAIRS.test(path)))("%s", (path) => {
  expect(code(readFileSync(`src/${path}`, "utf8"))).not.toMatch(/\p{Script=Han}/u);
});

test("the reader of sources sees words in code, and only there", () => {
  expect(code('const a = "票"; // 签\n/** 签 */\n  // 签\nconst b = 1;').match(/\p{Script=Han}/gu)).toEqual(["票"]);
  expect(FILES.length).toBeGreaterThan(80);
});
