// How a deputy comes in and goes: what the screen says at each moment, and that it is so in the log.

import { afterEach, describe, expect, test } from "vitest";
import { fromHex } from "../../src/base/bytes.js";
import { base64Url } from "../../src/base/wire/base64.js";
import { DeviceSeat } from "./seat.js";
import { Hall, type Options } from "./hall.js";
import { PlayedServer } from "./server.js";

const opened: DeviceSeat[] = [];
function sitting(options: Options = {}): { readonly hall: Hall; readonly server: PlayedServer; readonly seat: DeviceSeat } {
  const hall = new Hall(options);
  const server = new PlayedServer(hall);
  const seat = new DeviceSeat(server);
  opened.push(seat);
  return { hall, server, seat };
}
afterEach(() => {
  for (const seat of opened.splice(0)) seat.close();
});

/** A key as the request code of the desk has it. */
function keyOf(code: string): Uint8Array {
  const key = fromHex(code.split(".")[2] ?? "");
  if (key === undefined) throw new Error(code);
  return key;
}

describe("late", () => {
  test("a deputy is in only once both roles have let them in, and then gets a ballot", async () => {
    const { hall, server, seat } = sitting();
    hall.define();
    hall.open();
    hall.witness();
    await seat.open();
    await seat.showCard();
    await seat.until("waiting for the roles", ({ presence }) => presence.is === "awaiting-roles");
    expect(hall.kinds()).not.toContain("checked_in");
    expect(seat.view.contests.every(({ status }) => status.is !== "ready")).toBe(true);
    await expect(seat.device.prepare(1, [0, 1, 1])).rejects.toMatchObject({ sentence: { code: "no-ballot" } });
    server.letIn();
    await seat.until("in", ({ presence }) => presence.is === "in");
    expect(hall.signersOf("checked_in")).toEqual(["card-1", "secretariat", "chief"]);
    await seat.reaches("ready");
    expect(hall.contest().issued.has(1)).toBe(true);
  });

  test("and not admitted by the rules, a deputy is told so and stays out", async () => {
    const { hall, seat } = sitting();
    hall.define({ late_arrival: "not_admitted" });
    hall.open();
    hall.witness();
    await seat.open();
    await seat.showCard();
    const view = await seat.until("the refusal", ({ notice }) => notice !== null);
    expect([view.notice?.code, view.notice?.zh, view.presence.is]).toEqual(["late-not-admitted", "没有收下：late-not-admitted", "out"]);
    expect(hall.checkedIn.size).toBe(0);
  });

  test("the connection breaks while the roles are asked: the same act goes out again, and one check-in stands", async () => {
    const { hall, server, seat } = sitting();
    hall.define();
    hall.open();
    hall.witness();
    await seat.open();
    await seat.showCard();
    await seat.until("waiting for the roles", ({ presence }) => presence.is === "awaiting-roles");
    server.cut();
    await seat.until("the second proposal", () => server.proposals.length === 2);
    expect(new Set(server.came.get("checked_in")).size).toBe(1);
    server.letIn();
    await seat.until("in", ({ presence }) => presence.is === "in");
    expect(hall.kinds().filter((kind) => kind === "checked_in").length).toBe(1);
  });
});

describe("at the desk", () => {
  test("the screen shows this device's key, and the deputy is in once the desk has signed for it", async () => {
    const { hall, server, seat } = sitting();
    await seat.open();
    await seat.until("the roll", () => seat.device.hasRoll);
    await seat.device.readCard({ is: "desk", number: "１" });
    const view = await seat.until("the request code", ({ presence }) => presence.is === "awaiting-desk");
    if (view.presence.is !== "awaiting-desk") throw new Error("no code");
    expect(view.presence.code).toMatch(/^PJD1\.1\.[0-9A-F]{64}\.[0-9A-F]{8}$/);
    expect(view.presence.identity.name).toBe("代表1");
    expect(server.came.size).toBe(0);
    hall.desk(1, keyOf(view.presence.code));
    server.tell();
    await seat.until("in", ({ presence }) => presence.is === "in");
    expect(hall.signersOf("checked_in")).toEqual(["secretariat"]);
  });

  test("a reload before the desk has signed shows the card's ways again, and the same key after", async () => {
    const { hall, server, seat } = sitting();
    await seat.open();
    await seat.until("the roll", () => seat.device.hasRoll);
    await seat.device.readCard({ is: "desk", number: "1" });
    const { presence } = await seat.until("the request code", (view) => view.presence.is === "awaiting-desk");
    if (presence.is !== "awaiting-desk") throw new Error("no code");
    await seat.open();
    hall.desk(1, keyOf(presence.code));
    server.tell();
    await seat.until("in", (view) => view.presence.is === "in");
  });

  test("another device's key under this deputy's name is told, and nothing is drawn here", async () => {
    const { hall, server, seat } = sitting();
    hall.define();
    await seat.open();
    await seat.until("the roll", () => seat.device.hasRoll);
    await seat.device.readCard({ is: "desk", number: "1" });
    await seat.until("the request code", ({ presence }) => presence.is === "awaiting-desk");
    hall.desk(1, new Uint8Array(32).fill(9));
    hall.open();
    hall.witness();
    server.tell();
    const view = await seat.until("the notice", ({ notice }) => notice !== null);
    expect([view.notice?.code, view.presence.is]).toEqual(["signed-in-elsewhere", "out"]);
    expect(server.came.has("ballot_requested")).toBe(false);
  });
});

describe("a check-in that is not signed as it must be", () => {
  const body = (key: Uint8Array, means: string): string => JSON.stringify({ kind: "checked_in", deputy: 1, device_key: base64Url(key), means });
  test.each([
    ["at the desk, by the server", "desk", ["server"], "signers: checked_in"],
    ["by card, by another's", "card", ["card-2"], "signers: checked_in"],
    ["by card, with a signature that no card of the roll made", "card", ["card-1"], "signature: card-1: mismatch"],
    ["late, by the secretariat alone", "desk", ["secretariat", "secretariat"], "signers: checked_in"],
  ] as const)("%s: it is not believed, and the device stops", async (_, means, signers, why) => {
    const { hall, server, seat } = sitting();
    await seat.open();
    await seat.until("the roll", () => seat.device.hasRoll);
    await seat.device.readCard({ is: "desk", number: "1" });
    const { presence } = await seat.until("the request code", (view) => view.presence.is === "awaiting-desk");
    const text = body(keyOf(presence.is === "awaiting-desk" ? presence.code : ""), means);
    hall.admit(text, signers.map((by) => ({ by, sig: hall.sign(by, text) })), 1);
    server.tell();
    const view = await seat.until("the notice", ({ notice }) => notice !== null);
    expect([view.notice?.code, view.presence.is]).toEqual([`not-believed: ${why}`, "awaiting-desk"]);
  });
});

describe("gone", () => {
  test("left early: the screen says that the check-in does not stand, and a new one has a new key", async () => {
    const { hall, server, seat } = sitting();
    await seat.checkIn();
    const before = seat.store.states.get(1)?.deviceKey;
    hall.leaves("left_early", 1);
    server.tell();
    await seat.until("undone", ({ presence }) => presence.is === "undone");
    await expect(seat.device.prepare(1, [0])).rejects.toMatchObject({ sentence: { code: "no-ballot" } });
    await seat.showCard();
    await seat.until("in", ({ presence }) => presence.is === "in");
    expect(seat.store.states.get(1)?.deviceKey).not.toEqual(before);
    expect(hall.kinds().filter((kind) => kind === "checked_in").length).toBe(2);
  });

  test("undone at the desk: the same, and nobody checks in again by themselves", async () => {
    const { hall, server, seat } = sitting();
    await seat.checkIn();
    hall.leaves("check_in_undone", 1);
    server.tell();
    await seat.until("undone", ({ presence }) => presence.is === "undone");
    await new Promise((done) => setTimeout(done, 1_500));
    expect(server.came.get("checked_in")?.length).toBe(1);
    expect(seat.view.presence.is).toBe("undone");
  });

  test("suspended: the card is refused by the server's own sentence, and no ballot is asked for", async () => {
    const { hall, server, seat } = sitting();
    hall.suspend(1);
    hall.define();
    await seat.open();
    await seat.showCard();
    const view = await seat.until("the refusal", ({ notice }) => notice !== null);
    expect([view.notice?.code, view.presence.is]).toEqual(["suspended", "out"]);
    hall.open();
    hall.witness();
    server.tell();
    await new Promise((done) => setTimeout(done, 500));
    expect(server.came.has("ballot_requested")).toBe(false);
  });

  test("handed back while a cast has no answer: the next deputy sees nothing of it, and it goes on until it has one", async () => {
    const { hall, server, seat } = sitting();
    hall.define();
    await seat.checkIn();
    hall.open();
    hall.witness();
    server.tell();
    await seat.reaches("ready");
    server.lost.set("ballot_cast", "answer");
    await seat.cast();
    await seat.until("an attempt that failed", () => { const status = seat.status(); return status?.is === "casting" && status.trouble === "network"; });
    seat.device.stop();
    await seat.until("out", ({ presence, contests }) => presence.is === "out" && contests.length === 0);
    expect(seat.view.files).toEqual([]);
    server.lost.clear();
    await seat.until("the receipt", () => seat.store.states.get(1)?.contests[0]?.cast?.receipt !== undefined);
    expect([hall.contest().box.size, new Set(server.came.get("ballot_cast")).size]).toEqual([1, 1]);
    await seat.showCard(2);
    await seat.until("waiting", ({ presence }) => presence.is === "awaiting-roles" && presence.identity.number === 2);
    expect(JSON.stringify(seat.view)).not.toContain("代表1");
  });
});
