/** A real sitting, not 演练: the tally server does not serve the deputy's page, a scrutineer's machine does, from another origin. */

import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tablets } from "./browser.js";
import { Seat } from "./seat.js";
import { ABSENT, PROGRAMS, RealSitting } from "./server.js";

const DEPUTIES = 6;
const ITEMS = 6;

let sitting: RealSitting;
let tablets: Tablets;
const endings: (() => Promise<unknown> | boolean)[] = [];

/** `terminal-client page`; where it says it is. */
async function servePages(more: readonly string[]): Promise<string> {
  const served: ChildProcess = spawn(join(PROGRAMS, "terminal-client"), ["page", "--sitting", join(sitting.folder, "sitting.toml"), ...more]);
  endings.push(() => served.kill());
  const { stdout, stderr } = served;
  if (stdout === null || stderr === null) throw new Error("it has no output");
  let said = "";
  return new Promise((resolve, reject) => {
    stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    served.on("exit", () => {
      reject(new Error(`it does not serve: ${said}`));
    });
    // It is read to the end: who writes to a closed pipe ends.
    createInterface({ input: stdout }).on("line", (line) => {
      said += `${line}\n`;
      const found = /(https?:\/\/[^/]+)\/$/.exec(line)?.[1];
      if (found === undefined) return;
      expect(said).toContain("the same as in entry 0");
      expect(said).not.toContain("演练");
      resolve(found);
    });
  });
}

beforeAll(async () => {
  if (ABSENT !== null) return;
  sitting = await RealSitting.start(DEPUTIES, ["real"]);
  endings.push(() => sitting.end());
});

afterAll(async () => {
  for (const ending of endings.reverse()) await ending();
});

describe.skipIf(ABSENT !== null)("a real sitting", () => {
  test("the tally server serves the hall's and the observer's page, not the deputy's", async () => {
    tablets = await Tablets.launch([sitting.authority]);
    const page = await (await tablets.context()).newPage();
    expect((await page.goto(`${sitting.origin}/`))?.status()).toBe(403);
    expect(await page.locator("[data-screen]").count()).toBe(0);
    expect((await page.goto(`${sitting.origin}/hall`))?.status()).toBe(200);
    expect((await page.goto(`${sitting.origin}/log`))?.status()).toBe(200);
    await tablets.close();
  });

  test("pages of a scrutineer's machine and of the tablet itself vote over the tally server, and the log verifies", async () => {
    const state = join(sitting.folder, "pages");
    // Over TLS with an authority of its own, as other machines reach it; and in plain HTTP, as a tablet serves itself.
    const remote = await servePages(["--listen", "0.0.0.0:0", "--state", state, "--host", "localhost"]);
    const own = await servePages(["--listen", "127.0.0.1:0"]);
    tablets = await Tablets.launch([sitting.authority, join(state, "tls/ca.crt")]);
    endings.push(() => tablets.close());
    const seats: Seat[] = [];
    for (const [index, origin] of [remote, own].entries()) {
      const seat = await Seat.take(sitting, tablets, { origin });
      expect(seat.policy).toContain(`connect-src 'self' ${sitting.origin} ${sitting.origin.replace("https", "wss")}`);
      await seat.signIn(index + 1);
      expect(await seat.text()).not.toContain("演练");
      seats.push(seat);
    }
    await sitting.seat(3, DEPUTIES);
    await sitting.do(`present ${DEPUTIES}`);
    await sitting.open(1);
    for (const [index, seat] of seats.entries()) {
      await seat.ballot(1);
      await seat.mark(Array.from({ length: ITEMS }, (_, item) => (item <= index ? 0 : null)));
      await seat.review();
      await seat.confirm();
      await seat.cast();
      expect(await seat.text()).not.toContain("演练");
    }
    const terminals = await sitting.voted(1);
    await sitting.declare(1);
    for (const seat of seats) {
      await seat.page.getByText("已在日志第").first().waitFor();
      expect(seat.wrong).toEqual([]);
      expect([...seat.origins].sort()).toEqual([seat.origin, sitting.origin, sitting.origin.replace("https", "wss")].sort());
    }
    await sitting.do("seal");
    const verified = await sitting.verify();
    expect(verified.sealed).toBe(true);
    expect(verified.contests.get(1)).toEqual({ ballots: DEPUTIES, totals: terminals.map((total, item) => total + (item === 0 ? 2 : item === 1 ? 1 : 0)) });
  });
});
