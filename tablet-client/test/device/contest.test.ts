// What becomes of a contest and of a ballot: papers, quorum, other rounds, voiding, loss. Each time what the deputy is told is compared
// with what the server has.

import { afterEach, describe, expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.js";
import { checkReceipt } from "../../src/trust/receipt.js";
import { Sitting } from "../../src/trust/sitting.js";
import { Hall, type Options } from "./hall.js";
import { DeviceSeat } from "./seat.js";
import { PlayedServer } from "./server.js";

interface Played {
  readonly hall: Hall;
  readonly server: PlayedServer;
  readonly seat: DeviceSeat;
}

const opened: DeviceSeat[] = [];
afterEach(() => {
  for (const seat of opened.splice(0)) seat.close();
});

/** Checked in; one contest defined. */
async function sitting(options: Options = {}, profile: Readonly<Record<string, unknown>> = {}): Promise<Played> {
  const hall = new Hall(options);
  const server = new PlayedServer(hall);
  const seat = new DeviceSeat(server);
  opened.push(seat);
  hall.define(profile);
  await seat.checkIn();
  return { hall, server, seat };
}

/** The same, and the ballot is here. */
async function drawn(options: Options = {}, profile: Readonly<Record<string, unknown>> = {}): Promise<Played> {
  const played = await sitting(options, profile);
  const { hall, server, seat } = played;
  hall.open();
  hall.witness();
  server.tell();
  await seat.reaches("ready");
  return played;
}

/** The same, and it is in the box. */
async function cast(options: Options = {}): Promise<Played> {
  const played = await drawn(options);
  await played.seat.cast();
  await played.seat.reaches("cast");
  return played;
}

const file = (seat: DeviceSeat, name: string): string => seat.store.kept.get(`1/${name}`)?.text ?? "";

describe("paper", () => {
  test("a deputy with a paper is told so, and this device asks for no ballot", async () => {
    const { hall, server, seat } = await sitting();
    hall.open();
    hall.paper(1);
    hall.witness();
    server.tell();
    await seat.reaches("paper");
    await expect(seat.device.prepare(1, [0, 1, 1])).rejects.toMatchObject({ sentence: { code: "no-ballot" } });
    expect([server.came.has("ballot_requested"), hall.contest().issued.size]).toEqual([false, 0]);
    // After a reload too, and when voting has ended.
    await seat.open();
    await seat.reaches("paper");
    hall.moves("contest_ended", "ended");
    await seat.open();
    await seat.reaches("paper");
  });

  test("one that the secretariat alone handed out is not believed, and the device stops", async () => {
    const { hall, server, seat } = await sitting();
    hall.open();
    hall.paper(1, ["secretariat"]);
    hall.witness();
    server.tell();
    const view = await seat.until("the notice", ({ notice }) => notice !== null);
    expect(view.notice?.code).toBe("not-believed: signers: paper_issued");
    expect(seat.status()?.is).not.toBe("paper");
    await expect(seat.device.prepare(1, [0, 1, 1])).rejects.toMatchObject({ sentence: { code: "not-believed" } });
    // What was signed and does not hold can be taken away, with its place in the log.
    expect(seat.view.files.map(({ name }) => name.replace(/[0-9a-f]{8}/, "…")).sort()).toEqual(["entry-0.json", "evidence-entry-….entry.json", "evidence-entry-….tlog-proof"]);
    const entry = seat.view.files.find(({ name }) => name.endsWith(".entry.json") && name.startsWith("evidence"));
    const proof = seat.view.files.find(({ name }) => name.endsWith(".tlog-proof"));
    const { signatories } = Sitting.verify(seat.view.files.find(({ name }) => name === "entry-0.json")?.text ?? "", { fingerprint: hall.fingerprint, mode: "real" });
    expect(checkReceipt(utf8(proof?.text ?? ""), utf8(entry?.text ?? ""), signatories).checkpoint.size).toBe(BigInt(hall.size));
  });
});

describe("quorum", () => {
  test("an opening that no quorum has seen is not believed: no items, no ballot asked for; then it is", async () => {
    const { hall, server, seat } = await sitting();
    hall.open();
    server.tell();
    await seat.reaches("unwitnessed");
    expect([seat.contest()?.items, server.came.has("ballot_requested")]).toEqual([[], false]);
    await expect(seat.device.prepare(1, [0, 1, 1])).rejects.toMatchObject({ sentence: { code: "no-ballot" } });
    hall.witness();
    server.tell();
    await seat.reaches("ready");
    expect(seat.contest()?.items.length).toBe(3);
  });

  test("too few are present: the contest stays unopened, and is said to be", async () => {
    const { server, seat } = await sitting();
    server.tell();
    await seat.reaches("not-open");
    expect(seat.contest()?.items).toEqual([]);
  });

  test("witnesses who say nothing new: a cast waits and says for what, and goes out by itself", async () => {
    const { hall, server, seat } = await drawn();
    // What was believed before a reload is no news.
    await seat.open();
    await seat.reaches("ready");
    await seat.cast();
    await seat.until("the trouble", () => { const status = seat.status(); return status?.is === "casting" && status.trouble === "witnesses"; });
    expect([server.came.has("ballot_cast"), hall.contest().box.size]).toEqual([false, 0]);
    hall.witness();
    server.tell();
    await seat.reaches("cast");
    expect(hall.contest().box.size).toBe(1);
  });

  test("a sitting without witnesses asks for none", async () => {
    const { seat, hall } = await cast({ witnesses: false });
    expect([seat.view.witnesses, hall.contest().box.size]).toEqual([null, 1]);
  });
});

describe("another contest", () => {
  test.each([
    ["run_off", "run-off"],
    ["second_round", "second-round"],
    ["again", "again"],
  ] as const)("%s: it is told apart from the first, has the numbers of the first ballot, and a ballot of its own", async (kind, round) => {
    const { hall, server, seat } = await cast();
    const before = seat.store.states.get(1)?.contests[0];
    hall.moves("contest_ended", "ended");
    server.tell();
    await seat.reaches("slip-returned");
    hall.openBox();
    hall.close();
    hall.contest().stage = "declared";
    hall.witness();
    server.tell();
    await seat.reaches("recorded");
    hall.define({}, { kind, of: "A".repeat(43) }, kind === "again" ? [1, 2, 3] : [1, 3]);
    hall.open(2);
    hall.witness();
    server.tell();
    await seat.reaches("ready", 2);
    expect([seat.contest(2)?.round, seat.contest(2)?.items.map(({ number }) => number)]).toEqual([round, kind === "again" ? [1, 2, 3] : [1, 3]]);
    expect(seat.status(1)?.is).toBe("recorded");
    const after = seat.store.states.get(1)?.contests[1];
    expect(after?.ballotKey).not.toEqual(before?.ballotKey);
  });
});

describe("voided", () => {
  test("while marking: it is told, and nothing can be cast", async () => {
    const { hall, server, seat } = await drawn();
    hall.moves("contest_voided", "voided");
    server.tell();
    await seat.reaches("voided");
    expect(hall.contest().box.size).toBe(0);
  });

  test("after the cast: it is told, and the ballot that was in the box is claimed no more", async () => {
    const { hall, server, seat } = await cast();
    hall.moves("contest_voided", "voided");
    server.tell();
    await seat.reaches("voided");
    await seat.open();
    await seat.reaches("voided");
  });
});

describe("on hold", () => {
  test("marks wait: held is told, a cast waits and goes out when it is resumed", async () => {
    const { hall, server, seat } = await drawn();
    hall.moves("contest_held", "held");
    server.tell();
    await seat.reaches("held");
    await seat.cast();
    await seat.until("the trouble", () => { const status = seat.status(); return status?.is === "casting" && status.trouble === "held"; });
    expect(hall.contest().box.size).toBe(0);
    hall.moves("contest_resumed", "open");
    hall.witness();
    server.tell();
    await seat.reaches("cast");
    expect(hall.contest().box.size).toBe(1);
  });
});

describe("found in the log", () => {
  test("the receipt shows, to whoever has the fingerprint alone, that this entry stands there, and holds no choice", async () => {
    const { hall, server, seat } = await cast();
    hall.moves("contest_ended", "ended");
    server.tell();
    await seat.reaches("slip-returned");
    hall.openBox();
    hall.witness();
    server.tell();
    const view = await seat.reaches("recorded");
    const [recorded] = view.contests;
    const index = recorded?.status.is === "recorded" ? recorded.status.index : -1;
    expect(hall.kinds()[index]).toBe("ballot_cast");
    const names = ["entry-0.json", "receipt-1.entry.json", "receipt-1.tlog-proof"];
    expect(view.files.map(({ name }) => name).sort()).toEqual(names);
    const { signatories } = Sitting.verify(file(seat, "entry-0.json"), { fingerprint: hall.fingerprint, mode: "real" });
    expect(checkReceipt(utf8(file(seat, "receipt-1.tlog-proof")), utf8(file(seat, "receipt-1.entry.json")), signatories).have).toBe(2);
    expect(file(seat, "receipt-1.entry.json")).toBe(new TextDecoder().decode(hall.making.lines[index]));
    // What would open the ballot is nowhere: neither in the files nor in what is stored.
    expect(JSON.stringify([...seat.store.kept.values()])).not.toMatch(/seed|choices|columns/);
    const [state] = seat.store.states.get(1)?.contests ?? [];
    expect([state?.ballotSecret, state?.cast?.act]).toEqual([undefined, undefined]);
    // After a reload the files are here again, and gone with the deputy.
    await seat.open();
    await seat.until("the files", ({ files }) => files.length === 3);
    seat.device.stop();
    await seat.until("out", ({ presence }) => presence.is === "out");
    expect(seat.view.files).toEqual([]);
  });

  test("a ballot with a receipt that is not there is said to be missing, and the proof can be taken away", async () => {
    const { hall, server, seat } = await cast();
    hall.moves("contest_ended", "ended");
    server.tell();
    await seat.reaches("slip-returned");
    const [act] = hall.contest().box.values();
    if (act === undefined) throw new Error("no ballot");
    // Somebody else's is there.
    hall.contest().box.clear();
    hall.contest().box.set("other", { ...act, sigs: [{ by: "ballot", sig: new Uint8Array(64) }] });
    hall.openBox();
    hall.witness();
    server.tell();
    await seat.reaches("missing");
    const [evidence] = seat.view.files;
    expect(evidence?.name).toBe("evidence-missing-ballot-1.json");
    const said: unknown = JSON.parse(evidence?.text ?? "");
    expect(said).toMatchObject({ evidence: "missing_ballot", receipt: { boxed: {}, sig: /^[A-Za-z0-9_-]{86}$/ }, box_opened: hall.contest().ballots?.[0] });
    expect(seat.view.notice?.code).toBe("missing");
  });

  test("a log that did not grow out of what was seen is proved, and the ballot is not said to be recorded", async () => {
    const { hall, server, seat } = await cast();
    // The log's key signs another history of a size that this device does not know, and shows its files.
    const fork = new Hall();
    fork.making.add({ kind: "leave_granted", deputy: 3, reason: "病假" }, ["secretariat"]);
    while (fork.size < hall.size + 5) fork.making.add({ kind: "leave_granted", deputy: 2, reason: `病假 ${fork.size}` }, ["secretariat"]);
    fork.witness();
    hall.moves("contest_ended", "ended");
    server.tell();
    await seat.reaches("slip-returned");
    hall.openBox();
    const { download } = new PlayedServer(fork);
    server.instead = download;
    server.tell();
    const view = await seat.until("the proof", ({ files }) => files.length > 0);
    expect(view.files[0]?.name).toMatch(/^evidence-two-histories-[0-9a-f]{8}\.evidence$/);
    expect(view.notice?.code).toMatch(/^not-believed: contradiction/);
    expect(seat.status()?.is).toBe("slip-returned");
    // It speaks of nobody: it stays when the deputy has gone, and after a reload.
    seat.device.stop();
    await seat.until("out", ({ presence }) => presence.is === "out");
    expect(seat.view.files.length).toBe(1);
    await seat.open();
    await seat.until("the proof again", ({ files }) => files.length === 1);
  });
});
