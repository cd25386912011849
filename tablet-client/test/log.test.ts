// The observer's page as a function of a checked log: sentences, pages, and where a ballot code stands.

import { beforeAll, describe, expect, test } from "vitest";
import { fromUtf8, hex } from "../src/base/bytes.js";
import { parseEntry } from "../src/base/entry/entry.js";
import type { Signed } from "../src/follow/checkpoint.js";
import { Follower } from "../src/follow/follower.js";
import { readSettings, SettingsError } from "../src/follow/settings.js";
import { Book, readAsked, shortOf } from "../src/log/book.js";
import { LINES_ON_PAGE, lookUp, pageOf, pageWith } from "../src/log/model.js";
import { LANGS } from "../src/lang/langs.js";
import { publicTexts } from "../src/lang/public/index.js";
import { SELECT, SittingInTheMaking } from "./follow/making.js";
import { Served, vectorLog, type Log } from "./follow/served.js";

interface Read {
  readonly book: Book;
  readonly signed: Signed;
}

async function read(log: Log): Promise<Read> {
  const look = await new Follower(log.fingerprint, new Served(log), () => new Book(), () => Promise.resolve()).look();
  if (look.is === "older") throw new Error("older");
  return { book: look.fold, signed: look.signed };
}

const LOG = vectorLog("log");
let whole: Read;

beforeAll(async () => {
  whole = await read(LOG);
});

describe.each(LANGS)("sentences in %s", (lang) => {
  const t = publicTexts(lang);
  const saidOf = (book: Book): readonly string[] => book.entries.map(({ words }) => words(t));

  test("one for each entry, and none is left as the name of its kind", () => {
    const said = saidOf(whole.book);
    expect(said.length).toBe(138);
    expect(said.filter((words) => words === "" || /^[a-z_]+$/.test(words))).toEqual([]);
  });

  test("none tells a choice or a total", () => {
    const kinds: readonly string[] = ["result_declared", "vote_cast", "hands_counted"];
    const declared = whole.book.entries.filter(({ kind }) => kinds.includes(kind));
    expect(declared.length).toBeGreaterThan(0);
    for (const { words } of declared) expect(words(t)).not.toMatch(/\d+ ?(票|votes?)|赞成|反对|选|\bfor\b|against|chosen/);
  });
});

describe("sentences", () => {
  const zh = publicTexts("zh");

  test("have names", () => {
    const { entries } = whole.book;
    const said = entries.map(({ words }) => words(zh));
    expect(said[0]).toBe("会议定义：云岭县第十七届人民代表大会第二次会议");
    expect(said[1]).toBe("代表名册：全体 6，应到 6");
    expect(said).toContain("签到：西河代表团 代表1··");
    expect(said.at(-1)).toBe("会议封存");
    expect(entries.at(-1)?.words(publicTexts("en"))).toBe("Sitting sealed");
  });

  test("a witnessed names who, when and how many", async () => {
    const { book } = await read(vectorLog("witnessed"));
    const said = book.entries.find(({ kind }) => kind === "witnessed")?.words;
    expect(said?.(zh)).toMatch(/^见证前 \d+ 条：4 人联署，须 4 人：.+、.+（\d\d:\d\d）$/);
    expect(said?.(publicTexts("en"))).toMatch(/^First \d+ entries witnessed: 4 signed, 4 needed: .+, .+ \(\d\d:\d\d\)$/);
  });
});

describe("pages", () => {
  test("newest first, twenty on one, none is left out", () => {
    const seen: number[] = [];
    const { pages } = pageOf(whole.book, 138, "all", 1);
    expect(pages).toBe(7);
    for (let page = 1; page <= pages; page += 1) seen.push(...pageOf(whole.book, 138, "all", page).lines.map(({ index }) => index));
    expect(seen).toEqual(Array.from({ length: 138 }, (_, at) => 137 - at));
    expect(pageOf(whole.book, 138, "all", 99).page).toBe(7);
    expect(pageOf(whole.book, 138, "all", pageWith(138, 77)).lines.some(({ index }) => index === 77)).toBe(true);
  });

  test("the course of things leaves out what there is one of for each deputy", () => {
    const { lines } = pageOf(whole.book, 138, "acts", 1);
    expect(lines.length).toBe(LINES_ON_PAGE);
    expect(lines.map(({ kind }) => kind)).not.toContain("ballot_cast");
  });

  test("what no checkpoint covers is on no page", () => {
    expect(pageOf(whole.book, 100, "all", 1).lines[0]?.index).toBe(99);
    expect(pageOf(whole.book, 100, "acts", 1).lines.every(({ index }) => index < 100)).toBe(true);
  });
});

describe("a ballot code", () => {
  test("finds its ballot: short, whole, and as people type it", () => {
    const { book, signed } = whole;
    const casts = book.entries.filter(({ kind }) => kind === "ballot_cast");
    expect(casts.length).toBeGreaterThan(10);
    expect(casts.every(({ code }) => code !== undefined)).toBe(true);
    const one = casts[3];
    if (one?.code === undefined) throw new Error("no code");
    const found = lookUp(book, signed, one.code);
    if (found.is !== "found") throw new Error(found.is);
    expect(found.found).toMatchObject([{ is: "cast", index: one.index }]);
    const [{ whole: digits } = { whole: "" }] = found.found;
    expect(shortOf(digits)).toBe(one.code);
    const typed = ` ${one.code.toLowerCase().replaceAll("0", "o").replaceAll("1", "l").replaceAll("-", " ")} `;
    for (const asked of [digits, digits.toUpperCase(), typed]) expect(lookUp(book, signed, asked)).toEqual(found);
  });

  test("of an opened encryption is told apart from a cast one", () => {
    const line = LOG.lines.find((text) => (fromUtf8(text) ?? "").includes('"kind":"ballot_challenged"'));
    if (line === undefined) throw new Error("no challenge");
    const { body } = parseEntry(line);
    if (body.kind !== "ballot_challenged") throw new Error(body.kind);
    expect(lookUp(whole.book, whole.signed, hex(body.code))).toMatchObject({ is: "found", found: [{ is: "opened" }] });
  });

  test("that is none, or is not there, is said so", () => {
    const { book, signed } = whole;
    expect(lookUp(book, signed, "  ")).toEqual({ is: "nothing-asked" });
    for (const other of ["ABCD", "UUUU-UUUU-UUUU-UUUU", "PJ1.1.2.3", "0".repeat(63)]) expect(lookUp(book, signed, other)).toEqual({ is: "no-code" });
    expect(lookUp(book, signed, "0".repeat(64))).toEqual({ is: "not-found", voting: false });
    // Not beyond what the checkpoint covers.
    const last = book.entries.filter(({ code }) => code !== undefined).at(-1);
    expect(lookUp(book, { ...signed, size: last?.index ?? 0 }, last?.code ?? "")).toMatchObject({ is: "not-found" });
    expect(readAsked("0".repeat(64))).toEqual({ is: "whole", code: "0".repeat(64) });
  });

  test("a ballot of another length has no code", async () => {
    const { book } = await read(new SittingInTheMaking({ deputies: 9, present: 9, mode: "real" }).open().issue(5).end(5).box(5, 128).log());
    expect(book.entries.filter(({ kind }) => kind === "ballot_cast").map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

test("20,000 entries are read in bounded memory", { timeout: 180_000 }, async () => {
  const made = new SittingInTheMaking({ deputies: 30, present: 30, mode: "real", items: ["一", "二", "三"], profile: { ...SELECT, choice: { kind: "each" }, method: { ...(SELECT["method"] instanceof Object ? SELECT["method"] : {}), seats: { kind: "fixed", count: 1 } } } });
  made.open();
  // Signatures of devices are not checked by a page, and making them would take longer than reading.
  const hash = made.contestHash;
  for (let at = made.making.lines.length; at < 20_000; at += 1) {
    made.making.add({ kind: "ballot_returned", contest: hash, deputy: at }, [`deputy-${at}`], new Uint8Array(64));
  }
  const log = made.log();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const { book } = await read(log);
  globalThis.gc?.();
  const grown = process.memoryUsage().heapUsed - before;
  expect(book.entries.length).toBe(20_000);
  expect(grown).toBeLessThan(120_000_000);
});

describe("sitting.json", () => {
  const good = `{"fingerprint":"${"ab".repeat(32)}","server":"wss://192.168.1.10:8443","mode":"real"}`;

  test("names whom the page believes", () => {
    const { fingerprint, log, mode } = readSettings(`${good}\n`);
    expect(hex(fingerprint)).toBe("ab".repeat(32));
    expect(log.href).toBe("https://192.168.1.10:8443/");
    expect(mode).toBe("real");
  });

  test.each([
    ["no JSON", "x"],
    ["another field", good.replace("mode", "modus")],
    ["a shorter fingerprint", good.replace("abab", "ab")],
    ["no address", good.replace("wss://192.168.1.10:8443", "somewhere")],
    ["no TLS", good.replace("wss:", "ws:")],
    ["another mode", good.replace('"real"', '"test"')],
  ])("%s is refused", (_, text) => {
    expect(() => readSettings(text)).toThrow(SettingsError);
  });

  test("this very machine is reached without TLS, for tests", () => {
    expect(readSettings(good.replace("wss://192.168.1.10:8443", "ws://127.0.0.1:9")).log.href).toBe("http://127.0.0.1:9/");
  });
});
