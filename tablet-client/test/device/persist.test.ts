// An act that is sent until there is an answer for good: what is known of the attempts before that answer.

import { ed25519 } from "@noble/curves/ed25519.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../src/base/bytes.js";
import { signedBytes } from "../../src/base/signed.js";
import { base64Url } from "../../src/base/wire/base64.js";
import type { Parts } from "../../src/device/parts.js";
import { persist } from "../../src/device/persist.js";
import { actHash } from "../../src/net/answer.js";
import { encodeRefused, type Act } from "../../src/net/messages.js";
import { LocalBallots } from "../../src/worker/client.js";
import { MemoryStore } from "../memory.js";
import { frame } from "../net/frames.js";
import { Line } from "../net/line.js";

const act: Act = { sigs: [], body: `{"kind":"ballot_cast"}`, parts: [] };
const secret = new Uint8Array(32).fill(5);
const fingerprint = new Uint8Array(32).fill(6);
const answerer = { fingerprint, server: ed25519.getPublicKey(secret) };

function refused(code: string): string {
  const hash = actHash(act);
  const sig = ed25519.sign(signedBytes("answer", fingerprint, utf8(encodeRefused({ act: hash, code, what: "" }))), secret);
  return frame({ type: "refused", id: 1, refused: { act: base64Url(hash), code, what: "" }, zh: "没有收下。", en: "Not taken.", sig: base64Url(sig) });
}

/** What an attempt meets: no connection, a cut before or after the act was sent, or this answer. */
type Meets = "no connection" | "cut after sending" | { readonly code: string };

async function settled(meets: readonly Meets[], isResumed = false): Promise<string> {
  const lines: Line[] = [];
  const parts: Parts = {
    configuration: { fingerprint, server: "https://127.0.0.1:1", mode: "real" },
    openSocket: () => {
      const line = new Line();
      lines.push(line);
      return line;
    },
    download: () => Promise.reject(new Error("nothing is downloaded")),
    store: new MemoryStore(),
    ballots: new LocalBallots(),
    findSpread: 0,
  };
  const end = persist(parts, answerer, { act, receipt: undefined, isResumed, mayTry: () => true, delayed: () => undefined }, new AbortController().signal);
  for (const [at, one] of meets.entries()) {
    for (let waits = 0; lines.length === at && waits < 40; waits += 1) await vi.advanceTimersByTimeAsync(500);
    const line = lines[at];
    if (line === undefined) throw new Error(`no attempt ${at + 1}`);
    if (one === "no connection") {
      line.happens("error");
      continue;
    }
    line.happens("open");
    await vi.advanceTimersByTimeAsync(0);
    expect(line.sent.length).toBe(1);
    if (one === "cut after sending") line.happens("close");
    else line.says(refused(one.code));
    await vi.advanceTimersByTimeAsync(0);
  }
  const result = await end;
  if (result?.answer.is !== "refused") throw new Error("no refusal");
  return `${result.answer.refusal.code}${result.isUnsure ? ", perhaps taken before" : ""}`;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const over = { code: "contest-not-open" };
test.each<readonly [string, readonly Meets[], string]>([
  ["refused at once", [over], "contest-not-open"],
  ["that never came to be sent", ["no connection", "no connection", over], "contest-not-open"],
  ["of which the server said each time that it took nothing", [{ code: "busy" }, { code: "contest-held" }, over], "contest-not-open"],
  ["that was sent, and then the line was cut", ["cut after sending", over], "contest-not-open, perhaps taken before"],
  ["that was sent and cut, and refused for now since", ["cut after sending", { code: "busy" }, "no connection", over], "contest-not-open, perhaps taken before"],
])("an act %s", async (_, meets, says) => {
  expect(await settled(meets)).toBe(says);
});

test("an act of a page that is gone may have been taken then", async () => {
  expect(await settled([over], true)).toBe("contest-not-open, perhaps taken before");
});
