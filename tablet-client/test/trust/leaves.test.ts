// All leaves of a published log against its checkpoint and against what was believed before; and one's own ballot among them.

import { describe, expect, test } from "vitest";
import { concat, utf8, ZERO_32 } from "../../src/base/bytes.js";
import { leafHash } from "../../src/base/hash.js";
import { NetError } from "../../src/net/error.js";
import type { Download } from "../../src/net/http.js";
import type { Act } from "../../src/net/messages.js";
import { TrustError } from "../../src/trust/error.js";
import { leavesPath } from "../../src/net/tiles.js";
import { entryLine, findAct, publishedLeaves, receiptOf, wholeMinutes } from "../../src/trust/leaves.js";
import { checkReceipt } from "../../src/trust/receipt.js";
import { consistencyProof } from "../../src/trust/tree.js";
import { Trust } from "../../src/trust/trust.js";
import { bytes32 } from "../follow/making.js";
import { base64 } from "../../src/base/wire/base64.js";
import { bare, HallLog } from "./hall.js";

/** Long enough for two tiles, the second of them partial. */
function long(mark: string): HallLog {
  const log = new HallLog();
  for (let at = log.making.lines.length; at < 300; at += 1) {
    const line = utf8(`${at === 280 ? mark : "leaf"} ${at}`);
    log.making.lines.push(line);
    log.making.leaves.push(leafHash(line));
  }
  return log;
}

const log = long("leaf");
const fork = long("other");

/** A server's published files; `change` makes others of some paths, `undefined`: there is none. */
function served(of: HallLog, note: string, change: Readonly<Record<string, Uint8Array | undefined>> = {}): Download {
  const tile = (number: number, width: number): Uint8Array => concat(...of.making.leaves.slice(256 * number, 256 * number + width));
  const files: Readonly<Record<string, Uint8Array | undefined>> = { "/checkpoint": utf8(note), "/tile/0/000": tile(0, 256), "/tile/0/001.p/44": tile(1, 44), ...change };
  return (path) => {
    const file = files[path];
    return file === undefined ? Promise.reject(new NetError("status", `${path}: 404`)) : Promise.resolve(file);
  };
}

async function why(download: Download, trust = new Trust(log.sitting())): Promise<string> {
  return publishedLeaves(download, trust).then(
    ({ leaves }) => `${leaves.length} leaves`,
    (error: unknown) => {
      if (error instanceof TrustError || error instanceof NetError) return error.message;
      throw error;
    },
  );
}

describe("the published leaves", () => {
  const note = log.note();

  test("that give the signed root are taken", async () => {
    expect(await why(served(log, note))).toBe("300 leaves");
  });

  test("of a partial tile may come as the first of a full one", async () => {
    const full = concat(...log.making.leaves.slice(256), ...Array.from({ length: 212 }, () => ZERO_32));
    expect(await why(served(log, note, { "/tile/0/001.p/44": undefined, "/tile/0/001": full }))).toBe("300 leaves");
  });

  test.each<readonly [string, Download, RegExp]>([
    ["under a checkpoint of another key", served(log, log.note({ signer: "server" })), /^checkpoint: signature/],
    ["under a checkpoint that is no text", served(log, "", { "/checkpoint": Uint8Array.of(0xff) }), /^checkpoint: not UTF-8/],
    ["of a log of ten million entries", served(log, log.note({ size: 10_000_000, root: log.root(300) })), /^leaves: 10000000 entries/],
    ["one of which is another", served(fork, note), /^leaves: they do not give the signed root/],
    ["in another order", served(log, note, { "/tile/0/001.p/44": concat(...log.making.leaves.slice(256).reverse()) }), /^leaves: they do not give/],
    ["one byte short", served(log, note, { "/tile/0/000": concat(...log.making.leaves.slice(0, 256)).slice(1) }), /^leaves: length of tile 0/],
    ["with more than the path says", served(log, note, { "/tile/0/001.p/44": concat(...log.making.leaves.slice(256), ZERO_32) }), /^leaves: length of tile 1/],
    ["one leaf short", served(log, note, { "/tile/0/000": concat(...log.making.leaves.slice(0, 255)) }), /^leaves: length of tile 0/],
    ["of which a tile is not there", served(log, note, { "/tile/0/000": undefined }), /^status: /],
  ])("%s are refused", async (_, download, says) => {
    expect(await why(download)).toMatch(says);
  });

  test("of a tree that did not grow out of what was believed are a contradiction, with the proof of it", async () => {
    const trust = new Trust(log.sitting());
    const earlier = trust.observe(log.note({ size: 290 })).note;
    const later = fork.note();
    const caught = await publishedLeaves(served(fork, later), trust).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TrustError);
    const claim = [`root ${base64(fork.root(290))}`, ...consistencyProof(290, fork.making.leaves).map(base64)];
    const text = `piaojue-evidence/v1\ntwo-histories\n${log.line(0)}\n\n${bare(earlier)}\n${bare(later)}\n${claim.join("\n")}\n`;
    expect(caught).toMatchObject({ code: "contradiction", files: [{ text }] });
    // Of the same tree, and of one that parts behind what was believed, they are none.
    expect(await why(served(log, note), new Trust(log.sitting(), [earlier]))).toBe("300 leaves");
    expect(await why(served(fork, later), new Trust(log.sitting(), [log.note({ size: 270 })]))).toBe("300 leaves");
  });

  test("that anybody else may have made accuse nobody of a contradiction", async () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note({ size: 290 }));
    expect(await why(served(fork, log.note()), trust)).toBe("leaves: they do not give the signed root");
  });

  test("behind what was answered on a connection are waited for, not accused", async () => {
    const trust = new Trust(log.sitting());
    trust.observe(log.note());
    expect(await why(served(log, log.note({ size: 256 })), trust)).toMatch(/^not-published-yet/);
  });
});

describe("one's own ballot", () => {
  const act: Act = { sigs: [{ by: "ballot", sig: new Uint8Array(64).fill(1) }], body: `{"kind":"ballot_cast"}`, parts: [] };
  const key = new Uint8Array(32).fill(0x80);
  const box = { opened: 2, ballots: 5, ballotBytes: 100, from: 600, until: 660 };
  const leavesWith = (index: number, line: (prev: Uint8Array) => string): Uint8Array[] => {
    const leaves = Array.from({ length: 9 }, (_, at) => leafHash(utf8(`leaf ${at}`)));
    const prev = leaves[index - 1] ?? ZERO_32;
    return leaves.map((leaf, at) => (at === index ? leafHash(utf8(line(prev))) : leaf));
  };

  test.each([3, 5, 7])("is found at place %i, at either minute of the box", async (index) => {
    for (const time of [600, 660]) {
      const found = await findAct(leavesWith(index, (prev) => entryLine(prev, time, act)), box, act, key);
      expect(found?.index).toBe(index);
      expect(found?.line).toContain(`"time":${time},`);
    }
  });

  test.each<readonly [string, Uint8Array[]]>([
    ["before the box", leavesWith(2, (prev) => entryLine(prev, 600, act))],
    ["behind the box", leavesWith(8, (prev) => entryLine(prev, 600, act))],
    ["at a time at which the box was not open", leavesWith(5, (prev) => entryLine(prev, 720, act))],
    ["after another entry", leavesWith(5, () => entryLine(ZERO_32, 600, act))],
    ["with another signature", leavesWith(5, (prev) => entryLine(prev, 600, { ...act, sigs: [{ by: "ballot", sig: new Uint8Array(64).fill(2) }] }))],
    ["with another body", leavesWith(5, (prev) => entryLine(prev, 600, { ...act, body: `{"kind":"ballot_cast" }` }))],
  ])("is not found %s", async (_, leaves) => {
    expect(await findAct(leaves, box, act, key)).toBeUndefined();
  });

  test("is looked for over a week of minutes and no longer, whatever the box says", () => {
    expect(wholeMinutes(600, 660)).toEqual([600, 660]);
    expect(wholeMinutes(600, 0)).toEqual([600]);
    expect(wholeMinutes(0, 2 ** 40).length).toBe(10_080);
  });

  test("has a receipt file that holds, and holds for it alone", () => {
    const published = { seen: log.sitting().cosigned(log.note()), leaves: log.making.leaves };
    const file = receiptOf(published, 299);
    const read = (line: string): string => {
      try {
        checkReceipt(utf8(file), utf8(line), log.sitting().signatories);
        return "holds";
      } catch (error) {
        return error instanceof Error ? error.name : "";
      }
    };
    expect(read("leaf 299")).toBe("holds");
    expect(read("leaf 298")).toBe("ReceiptError");
  });
});

test("tiles are numbered in groups of three digits", () => {
  expect([0, 999, 1_000, 1_234_067].map((number) => leavesPath(number, 256))).toEqual(["000", "999", "x001/000", "x001/x234/067"].map((path) => `tile/0/${path}`));
  expect(bytes32("x").length).toBe(43);
});
