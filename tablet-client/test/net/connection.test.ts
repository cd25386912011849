// A connection against a server that says anything: what breaks the protocol ends the connection with its own error, every question gets
// that error, and nothing of what came is believed. What keeps to it changes nothing but its own question.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Connection } from "../../src/net/connection.js";
import type { NetError } from "../../src/net/error.js";
import { FRAME_BYTES_MAX, type Act, type Digest } from "../../src/net/messages.js";
import { DIGEST, frame, GOOD, hash32, HOSTILE, SIG } from "./frames.js";
import { Line } from "./line.js";

const ACT: Act = { sigs: [], body: "{}", parts: [] };

interface Seen {
  readonly line: Line;
  readonly link: Connection;
  readonly digests: Digest[];
  readonly ends: NetError[];
  readonly address: string;
}

async function connected(): Promise<Seen> {
  const line = new Line();
  const digests: Digest[] = [];
  const ends: NetError[] = [];
  let address = "";
  const opening = Connection.open(
    (to) => {
      address = to;
      return line;
    },
    "https://127.0.0.1:1",
    (digest) => digests.push(digest),
    (error) => ends.push(error),
  );
  line.happens("open");
  return { line, link: await opening, digests, ends, address };
}

/** What became of a question: its answer's type, or the code of its error. */
function fate(question: Promise<unknown>): Promise<string> {
  return question.then(
    (answer) => JSON.stringify(answer).slice(0, 40),
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : `no NetError: ${String(error)}`),
  );
}

const accepted = (id: number): string => frame({ type: "accepted", id, placed: { index: id, leaf: hash32(1) }, sig: SIG });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a connection", () => {
  test("asks at /ws, numbers its questions, and gives each its own answer in whatever order they come", async () => {
    const { line, link, address, ends } = await connected();
    expect(address).toBe("wss://127.0.0.1:1/ws");
    const [first, second] = [link.submit(ACT), link.submit(ACT)];
    expect(line.sent.map((one) => /"id":(\d+)/.exec(one)?.[1])).toEqual(["1", "2"]);
    line.says(accepted(2));
    line.says(accepted(1));
    expect(await first).toMatchObject({ type: "accepted", id: 1, placed: { index: 1 } });
    expect(await second).toMatchObject({ type: "accepted", id: 2, placed: { index: 2 } });
    expect(ends).toEqual([]);
  });

  test.each(HOSTILE)("ends over a frame with $what, believes nothing of it and nothing after it", async ({ frame: bad }) => {
    const { line, link, digests, ends } = await connected();
    const asked = fate(link.fetch([new Uint8Array(32)]));
    line.says(bad);
    expect(await asked).toBe("malformed");
    expect(ends.map(({ code }) => code)).toEqual(["malformed"]);
    expect(line.closes).toBe(1);
    // The state is that of an ended connection: what comes now is not heard, what is asked now fails at once.
    line.says(GOOD["digest"]);
    line.says(GOOD["fetched"]);
    line.happens("close");
    expect(digests).toEqual([]);
    expect(ends.length).toBe(1);
    expect(await fate(link.submit(ACT))).toBe("malformed");
    expect(line.sent.length).toBe(1);
  });

  test.each([
    ["bytes", new Uint8Array([123, 125]), "malformed"],
    ["no text", 5, "malformed"],
    ["more letters than a frame may have bytes", " ".repeat(FRAME_BYTES_MAX + 1), "too-long"],
    ["more bytes than a frame may have, in fewer letters", `"${"票".repeat(FRAME_BYTES_MAX / 3)}"`, "too-long"],
  ])("ends over %s", async (_, data, code) => {
    const { line, ends } = await connected();
    line.says(data);
    expect(ends.map((error) => error.code)).toEqual([code]);
  });

  test("takes a frame of exactly 256 KiB", async () => {
    const { line, digests, ends } = await connected();
    const room = FRAME_BYTES_MAX - frame({ type: "digest", digest: { ...DIGEST, quorum: [""] } }).length;
    line.says(frame({ type: "digest", digest: { ...DIGEST, quorum: ["n".repeat(room)] } }));
    expect(ends).toEqual([]);
    expect(digests.map(({ quorum: [note] }) => note?.length)).toEqual([room]);
  });

  test.each(["entries", "status", "checkpoint"])("ends over %s, which no page asks for", async (kind) => {
    const { line, ends } = await connected();
    line.says(GOOD[kind]);
    expect(ends.map(({ code }) => code)).toEqual(["unexpected"]);
  });

  test("ends with the server's own word for a problem", async () => {
    const { line, link, ends } = await connected();
    const asked = fate(link.submit(ACT));
    line.says(GOOD["problem"]);
    expect(await asked).toBe("problem");
    expect(ends.map(({ message }) => message)).toEqual(["problem: too-many"]);
  });

  test("refuses an answer of another kind to a fetch, and lives on", async () => {
    const { line, link, ends, digests } = await connected();
    const asked = fate(link.fetch([new Uint8Array(32)]));
    line.says(accepted(1));
    expect(await asked).toBe("unexpected");
    line.says(GOOD["digest"]);
    expect(digests.length).toBe(1);
    expect(ends).toEqual([]);
  });

  test("passes over an answer to nothing and a second answer to the same, and gives neither to another question", async () => {
    const { line, link, ends } = await connected();
    line.says(accepted(1));
    const first = link.submit(ACT);
    line.says(accepted(77));
    line.says(accepted(1));
    line.says(frame({ type: "refused", id: 1, refused: { act: hash32(1), code: "busy", what: "" }, zh: "忙", en: "busy", sig: SIG }));
    expect(await first).toMatchObject({ type: "accepted" });
    const second = fate(link.submit(ACT));
    line.happens("close");
    expect(await second).toBe("closed");
    expect(ends.map(({ code }) => code)).toEqual(["closed"]);
  });

  test("gives up a question after 30 s, and its late answer is nobody's", async () => {
    const { line, link, ends } = await connected();
    const asked = fate(link.submit(ACT));
    await vi.advanceTimersByTimeAsync(29_999);
    const second = link.submit(ACT);
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toBe("timed-out");
    line.says(accepted(1));
    line.says(accepted(2));
    expect(await second).toMatchObject({ id: 2 });
    expect(ends).toEqual([]);
  });

  test("asks for the digest again after 30 s of silence, and ends after 75 s", async () => {
    const { line, link, ends } = await connected();
    link.watch(3);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(line.sent.filter((one) => one.includes(`"watch"`)).length).toBe(2);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ends.map(({ code }) => code)).toEqual(["timed-out"]);
  });

  test("sends nothing that is longer than a frame", async () => {
    const { line, link, ends } = await connected();
    expect(await fate(link.submit({ ...ACT, body: "票".repeat(FRAME_BYTES_MAX / 3) }))).toBe("too-long");
    expect(line.sent).toEqual([]);
    expect(ends).toEqual([]);
  });
});

describe("opening a connection", () => {
  const opened = (line: Line): Promise<string> => fate(Connection.open(() => line, "https://127.0.0.1:1"));

  test.each(["error", "close"] as const)("fails where the socket says %s", async (what) => {
    const line = new Line();
    const result = opened(line);
    line.happens(what);
    expect(await result).toBe("closed");
  });

  test("fails after 10 s without a word, and leaves no socket behind", async () => {
    const line = new Line();
    const result = opened(line);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await result).toBe("timed-out");
    expect(line.closes).toBe(1);
  });
});
