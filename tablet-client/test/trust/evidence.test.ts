// Evidence of protocol.md §16.1: written where the log's key signed two histories, and nowhere else. `audit judge` accepts the files that
// this writes into the folder PIAOJUE_EVIDENCE, if one is named.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { describe, expect, test } from "vitest";
import { hex } from "../../src/base/bytes.js";
import { SittingFold } from "../../src/follow/fold.js";
import { Follower } from "../../src/follow/follower.js";
import { Broken } from "../../src/follow/trouble.js";
import type { ShownFile } from "../../src/trust/error.js";
import { beyondSeal, twoHistories, twoRoots } from "../../src/trust/evidence.js";
import { Served } from "../follow/served.js";
import { ORIGIN, SittingInTheMaking } from "../follow/making.js";
import { HallLog } from "./hall.js";

const folder = env["PIAOJUE_EVIDENCE"];

/** For a run of `audit judge` by hand. */
function handOut(file: ShownFile | undefined, fingerprint: Uint8Array): void {
  if (folder === undefined || file === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file.name), file.text);
  writeFileSync(join(folder, `${file.name}.fingerprint`), hex(fingerprint));
}

const log = new HallLog();
/** The same up to entry 4. */
const fork = new HallLog({ opening: { present: 1 } });
const sitting = log.sitting();
const { line, fingerprint } = sitting;

describe("what is written is the file of §16.1", () => {
  test("of two roots", () => {
    const file = twoRoots(line, sitting.cosigned(log.note()), sitting.cosigned(fork.note()));
    handOut(file, fingerprint);
    expect(file?.name).toMatch(/^evidence-two-roots-[0-9a-f]{8}\.evidence$/);
    const parts = file?.text.split("\n\n") ?? [];
    expect(parts.length).toBe(5);
    expect(parts[0]).toBe(`piaojue-evidence/v1\ntwo-roots\n${log.line(0)}`);
    // The log's own line alone: the names of witnesses are nobody's business here.
    expect(file?.text.match(/\n\u2014 /g)?.length).toBe(2);
    expect(file?.text.endsWith("\n")).toBe(true);
  });

  test("of two histories, for every smaller size that they do not share", () => {
    const larger = sitting.cosigned(fork.note());
    for (let size = 1; size < 6; size += 1) {
      const smaller = sitting.cosigned(log.note({ size, root: log.root(size) }));
      // They part at the last entry.
      expect(twoHistories(line, smaller, larger, fork.making.leaves)).toBeUndefined();
      const other = sitting.cosigned(log.note({ size, root: log.leaf(0).map((byte) => byte ^ size) }));
      const file = twoHistories(line, other, larger, fork.making.leaves);
      handOut(file, fingerprint);
      expect(file?.text).toContain(`\ntwo-histories\n`);
    }
  });
});

describe("nothing is written that proves nothing", () => {
  const [small, large] = [sitting.cosigned(log.note({ size: 4 })), sitting.cosigned(log.note())];

  test("of one root, or of two sizes, as two roots", () => {
    expect(twoRoots(line, large, large)).toBeUndefined();
    expect(twoRoots(line, small, large)).toBeUndefined();
  });

  test("of leaves that are not those under the larger note", () => {
    const other = sitting.cosigned(log.note({ size: 4, root: log.leaf(0) }));
    expect(twoHistories(line, other, large, log.making.leaves)).toBeDefined();
    expect(twoHistories(line, other, large, fork.making.leaves)).toBeUndefined();
    expect(twoHistories(line, other, large, log.making.leaves.slice(1))).toBeUndefined();
    expect(twoHistories(line, large, other, log.making.leaves.slice(0, 4))).toBeUndefined();
  });

  test("of an empty tree", () => {
    const empty = { ...small, checkpoint: { ...small.checkpoint, size: 0n } };
    expect(twoHistories(line, empty, large, log.making.leaves)).toBeUndefined();
  });

  test("of a seal that nothing follows, or that does not stand there", () => {
    const seal = { index: 5, line: log.making.lines[5] ?? new Uint8Array() };
    expect(beyondSeal(line, large, large, seal, log.making.leaves)).toBeUndefined();
    expect(beyondSeal(line, large, large, { ...seal, index: 3 }, log.making.leaves)).toBeUndefined();
    expect(beyondSeal(line, large, large, { ...seal, index: 3 }, fork.making.leaves)).toBeUndefined();
  });
});

/** A sitting with two check-ins, then as `ending` says. */
function history(...ending: readonly ("sealed" | "more" | "other")[]): SittingInTheMaking {
  const made = new SittingInTheMaking({ deputies: 5, present: 2, mode: "real" });
  for (const end of ending) {
    if (end === "sealed") made.making.add({ kind: "sitting_sealed", index: made.making.lines.length, origin: ORIGIN, manifest: [] }, ["secretariat", "chief"]);
    else made.making.add({ kind: "leave_granted", deputy: end === "more" ? 4 : 5, reason: "病假" }, ["secretariat"]);
  }
  return made;
}

/** What a follower says that sees these, one after another. */
async function sees(...histories: readonly SittingInTheMaking[]): Promise<Broken | "nothing wrong"> {
  const [first] = histories;
  if (first === undefined) throw new Error("no history");
  const source = new Served(first.log());
  const follower = new Follower(source.log.fingerprint, source, () => new SittingFold(), () => Promise.resolve());
  for (const one of histories) {
    source.log = one.log();
    try {
      await follower.look();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      handOut(error.evidence, source.log.fingerprint);
      return error;
    }
  }
  return "nothing wrong";
}

describe("a page that follows the log proves", () => {
  test("two roots of one size", async () => {
    const broken = await sees(history("more"), history("other"));
    expect(broken).toMatchObject({ code: "two-roots" });
    expect(broken !== "nothing wrong" && broken.evidence?.text).toContain("\ntwo-roots\n");
  });

  test("a larger history that did not grow out of the smaller", async () => {
    const broken = await sees(history("more"), history("other", "more"));
    expect(broken).toMatchObject({ code: "two-histories" });
    expect(broken !== "nothing wrong" && broken.evidence?.text).toContain("\ntwo-histories\n");
  });

  test("what follows a seal, whether it saw the seal before or finds both", async () => {
    for (const seen of [[history("sealed"), history("sealed", "more")], [history("sealed", "more")]]) {
      const broken = await sees(...seen);
      expect(broken).toMatchObject({ code: "beyond-seal" });
      expect(broken !== "nothing wrong" && broken.evidence?.text).toContain("\nbeyond-seal\n");
    }
  });

  test("nothing where the log grows, and nothing where what is served is not what was signed", async () => {
    expect(await sees(history(), history("more"), history("more", "sealed"), history("more", "sealed"))).toBe("nothing wrong");
    // Signed: a history that grew. Served by whoever stands between: another.
    const [honest, other] = [history("more", "sealed"), history("other", "sealed")];
    const source = new Served(history("more").log());
    const follower = new Follower(source.log.fingerprint, source, () => new SittingFold(), () => Promise.resolve());
    await follower.look();
    source.log = { ...other.log(), note: honest.log().note };
    const fresh = new Follower(source.log.fingerprint, source, () => new SittingFold(), () => Promise.resolve());
    for (const one of [follower, fresh]) {
      const broken: unknown = await one.look().catch((error: unknown) => error);
      expect(broken).toBeInstanceOf(Broken);
      expect(broken instanceof Broken && [["chain-broken", "root-differs"].includes(broken.code), broken.evidence]).toEqual([true, undefined]);
    }
  });
});
