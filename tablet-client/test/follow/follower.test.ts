import { describe, expect, test } from "vitest";
import { fromUtf8, hex, utf8 } from "../../src/base/bytes.js";
import { SittingFold } from "../../src/follow/fold.js";
import { Follower } from "../../src/follow/follower.js";
import { bundlePath, readBundle } from "../../src/net/tiles.js";
import { Broken } from "../../src/follow/trouble.js";
import { bundleOf, Served, vectorLog, type Log } from "./served.js";

const LOG = vectorLog("log");
const noPause = (): Promise<void> => Promise.resolve();

function follower(source: Served, fingerprint = source.log.fingerprint): Follower<SittingFold> {
  return new Follower(fingerprint, source, () => new SittingFold(), noPause);
}

async function followed(log: Log): Promise<{ readonly fold: SittingFold; readonly by: readonly string[]; readonly enough: boolean }> {
  const look = await follower(new Served(log)).look();
  if (look.is === "older") throw new Error("older");
  return { fold: look.fold, by: look.signed.by, enough: look.signed.enough };
}

/** The code with which a changed log is refused. */
async function refused(log: Log): Promise<string> {
  try {
    await followed(log);
  } catch (error) {
    if (error instanceof Broken) return `${error.code} ${error.index}`;
    throw error;
  }
  return "taken";
}

function changedLine(log: Log, at: number, change: (text: string) => string): Log {
  return { ...log, lines: log.lines.map((line, index) => (index === at ? utf8(change(fromUtf8(line) ?? "")) : line)) };
}

function indexOf(log: Log, kind: string): number {
  return log.lines.findIndex((line) => (fromUtf8(line) ?? "").includes(`"body":{"kind":"${kind}"`));
}

describe("a whole log", () => {
  test("is followed to its seal, and all signatures of roles hold", async () => {
    const { fold, enough } = await followed(LOG);
    expect(fold.definition?.name).toBe("云岭县第十七届人民代表大会第二次会议");
    expect(fold.contests.map(({ stage }) => stage)).toEqual(["declared", "voided", "declared", "declared", "declared", "declared"]);
    expect(fold.sealed).toBe(true);
    expect(enough).toBe(true);
    expect(fold.checked).toBeGreaterThan(60);
    const [first] = fold.contests;
    expect(first?.opened?.declared?.decision.firm).toEqual([0]);
    expect(first?.opened?.present.size).toBe(6);
  });

  test.each(["secret", "paper", "open", "last", "settled", "tied", "dispute", "parts", "witnessed"])("of %s is followed", async (name) => {
    const log = vectorLog(name);
    const { fold } = await followed(log);
    expect(fold.definition).toBeDefined();
  });

  test("names the witnesses whose cosignatures hold", async () => {
    const { fold, by, enough } = await followed(vectorLog("witnessed"));
    expect(by.length).toBeGreaterThanOrEqual(fold.definition?.quorum ?? 99);
    expect(enough).toBe(true);
    expect(fold.witnessed).toBeGreaterThan(0);
  });
});

describe("what is changed is not shown", () => {
  test("another sitting", async () => {
    await expect(follower(new Served(LOG), new Uint8Array(32)).look()).rejects.toMatchObject({ code: "other-sitting", index: 0 });
  });

  test.each([
    ["a space", 3, (text: string) => text.replace('{"prev"', '{ "prev"'), "not-an-entry 3"],
    ["an unknown kind", 3, (text: string) => text.replace(/"body":\{"kind":"[a-z_]+"/, '"body":{"kind":"other"'), "not-an-entry 3"],
    ["the entry before", 5, (text: string) => text.replace(/^\{"prev":"./, '{"prev":"_'), "chain-broken 5"],
  ])("%s", async (_, at, change, code) => {
    expect(await refused(changedLine(LOG, at, change))).toBe(code);
  });

  test("a changed number in a declared result", async () => {
    const at = indexOf(LOG, "result_declared");
    expect(await refused(changedLine(LOG, at, (text) => text.replace('"totals":[4,2,1]', '"totals":[4,2,2]')))).toBe(`signature-bad ${at}`);
  });

  test("a result that one role alone signed", async () => {
    const at = indexOf(LOG, "result_declared");
    const one = changedLine(LOG, at, (text) => text.replace(/,\{"by":"presiding","sig":"[^"]+"\}/, ""));
    expect(await refused(one)).toBe(`signers-wrong ${at}`);
  });

  test("a changed ballot, by the chain of the entry after it", async () => {
    const at = indexOf(LOG, "ballot_cast");
    const other = changedLine(LOG, at, (text) => text.replace(/"nonce":"../, '"nonce":"AA'));
    expect(await refused(other)).toBe(`chain-broken ${at + 1}`);
  });

  test("a dropped entry", async () => {
    // As many as before, so that there is a bundle.
    const [last = new Uint8Array()] = LOG.lines.slice(-1);
    expect(await refused({ ...LOG, lines: [...LOG.lines.filter((_, at) => at !== 40), last] })).toBe("chain-broken 40");
  });

  test("the last entry exchanged, by the signed root", async () => {
    const last = LOG.lines.length - 1;
    const other = changedLine(LOG, last, (text) => text.replace(/"time":(\d+)/, (_, time: string) => `"time":${String(Number(time) + 60)}`));
    expect(await refused(other)).toBe(`root-differs ${last + 1}`);
  });

  test("a checkpoint with another size, another key's, another line", async () => {
    const note = fromUtf8(LOG.note) ?? "";
    expect(await refused({ ...LOG, note: utf8(note.replace("\n138\n", "\n137\n")) })).toBe("unsigned 0");
    expect(await refused({ ...LOG, note: utf8(note.replace("\u2014 yunling", "\u2014 other")) })).toBe("unsigned 0");
    expect(await refused({ ...LOG, note: utf8(note.replace("\n138\n", "\n138\nmore\n")) })).toBe("note-bad 0");
  });

  test("a cosignature that does not hold, though others are enough", async () => {
    const log = vectorLog("witnessed");
    const note = fromUtf8(log.note) ?? "";
    const lines = note.split("\n");
    const at = lines.length - 2;
    const swapped = lines.map((line, index) => (index === at ? line.replace(/(.)(.)==?$/, (whole, a: string) => whole.replace(a, a === "A" ? "B" : "A")) : line)).join("\n");
    expect(swapped).not.toBe(note);
    expect(await refused({ ...log, note: utf8(swapped) })).toMatch(/^cosignature-bad/);
  });
});

describe("witnesses in the log", () => {
  const log = vectorLog("witnessed");
  const at = indexOf(log, "witnessed");

  test("a witnessed of another root, or of fewer than the quorum, is refused", async () => {
    // The server's own signature over the entry fails first; what it signed falsely itself is tried in `sitting.test.ts`.
    const fewer = changedLine(log, at, (text) => text.replace(/\\n\u2014 [^\\]+\\n"\}\}$/, '\\n"}}'));
    expect(await refused(fewer)).toBe(`signature-bad ${at}`);
  });
});

describe("from look to look", () => {
  test("nothing new asks for the checkpoint alone", async () => {
    const source = new Served(LOG);
    const one = follower(source);
    expect((await one.look()).is).toBe("grown");
    const { asked } = source;
    expect((await one.look()).is).toBe("same");
    expect(source.asked).toBe(asked + 1);
  });

  test("goes on where the network broke", async () => {
    const source = new Served(LOG);
    const one = follower(source);
    source.down = true;
    await expect(one.look()).rejects.toMatchObject({ trouble: "unreachable" });
    source.down = false;
    expect((await one.look()).is).toBe("grown");
  });

  test("what once broke is read anew, and shown when it checks", async () => {
    const source = new Served(changedLine(LOG, 5, (text) => text.replace(/^\{"prev":"./, '{"prev":"_')));
    const one = follower(source, LOG.fingerprint);
    await expect(one.look()).rejects.toMatchObject({ code: "chain-broken" });
    source.log = LOG;
    const look = await one.look();
    expect(look.is === "grown" && look.fold.sealed).toBe(true);
  });
});

describe("files of the log", () => {
  test("bundles have the paths of tlog-tiles", () => {
    expect(bundlePath(0, 256)).toBe("tile/entries/000");
    expect(bundlePath(5, 17)).toBe("tile/entries/005.p/17");
    expect(bundlePath(1_234_067, 256)).toBe("tile/entries/x001/x234/067");
  });

  test("a bundle has its entries and nothing after them", () => {
    const file = bundleOf(LOG.lines.slice(0, 3));
    expect(readBundle(file, 3)?.map(hex)).toEqual(LOG.lines.slice(0, 3).map(hex));
    expect(readBundle(file, 2)).toBeUndefined();
    expect(readBundle(file, 4)).toBeUndefined();
    expect(readBundle(file.slice(0, -1), 3)).toBeUndefined();
    expect(readBundle(new Uint8Array([...file, 0]), 3)).toBeUndefined();
  });
});
