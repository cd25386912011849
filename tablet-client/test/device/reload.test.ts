// The page is loaded anew, or the network cut, at each moment of a vote: one request, one ballot key, one ballot in the box, and never a
// word that is not so.

import { afterEach, expect, test } from "vitest";
import type { DeviceView } from "../../src/device/api.js";
import { Hall } from "./hall.js";
import { DeviceSeat } from "./seat.js";
import { PlayedServer, type Loss } from "./server.js";

const opened: DeviceSeat[] = [];
afterEach(() => {
  for (const seat of opened.splice(0)) seat.close();
});

function played(profile: Readonly<Record<string, unknown>> = {}): { readonly hall: Hall; readonly server: PlayedServer; readonly seat: DeviceSeat } {
  const hall = new Hall();
  const server = new PlayedServer(hall);
  const seat = new DeviceSeat(server);
  opened.push(seat);
  hall.define(profile);
  return { hall, server, seat };
}

function open({ hall, server }: Pick<ReturnType<typeof played>, "hall" | "server">): void {
  hall.open();
  hall.witness();
  server.tell();
}

/** What a deputy was told that was not so: 投出 of a ballot that no box has. */
function falseClaims(views: readonly DeviceView[]): readonly string[] {
  return views.flatMap(({ contests }) => contests.map(({ status }) => status.is)).filter((is) => ["cast", "may-change", "slip-returned", "recorded"].includes(is));
}

test.each<Loss>(["question", "answer"])("the check-in's %s is lost: the same act goes out again, and one check-in stands", async (loss) => {
  const { hall, server, seat } = played();
  server.lost.set("checked_in", loss);
  await seat.open();
  await seat.showCard();
  await seat.until("an attempt", () => (server.came.get("checked_in")?.length ?? 0) > 0);
  server.lost.clear();
  await seat.until("in", ({ presence }) => presence.is === "in");
  expect([new Set(server.came.get("checked_in")).size, hall.kinds().filter((kind) => kind === "checked_in").length]).toEqual([1, 1]);
});

test("a reload while the check-in has no answer: what was sent is found in the log, without the card", async () => {
  const { hall, server, seat } = played();
  server.lost.set("checked_in", "answer");
  await seat.open();
  await seat.showCard();
  await seat.until("an attempt", () => hall.checkedIn.size === 1);
  await seat.open();
  await seat.until("in", ({ presence }) => presence.is === "in");
});

test.each<Loss>(["question", "answer"])("a reload while the request's %s is lost: the same request, one ballot", async (loss) => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  server.lost.set("ballot_requested", loss);
  open(all);
  await seat.until("an attempt", () => (server.came.get("ballot_requested")?.length ?? 0) > 0);
  expect(seat.status()?.is).toBe("drawing");
  await seat.open();
  await seat.until("drawing again", () => (server.came.get("ballot_requested")?.length ?? 0) > 1 || hall.contest().issued.has(1));
  server.lost.clear();
  await seat.reaches("ready");
  expect([new Set(server.came.get("ballot_requested")).size, hall.kinds().filter((kind) => kind === "ballot_issued").length]).toEqual([1, 1]);
  // What joins request and ballot key is gone once the stamp is here.
  expect(seat.store.states.get(1)?.contests[0]?.blind).toBeUndefined();
});

test("a reload with the ballot here: the same ballot key, and no second request", async () => {
  const all = played();
  const { server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  const before = seat.store.states.get(1)?.contests[0];
  await seat.open();
  await seat.reaches("ready");
  expect(seat.store.states.get(1)?.contests[0]?.ballotKey).toEqual(before?.ballotKey);
  expect(server.came.get("ballot_requested")?.length).toBe(1);
});

test("a reload with a prepared ballot: nothing of it is left, and nothing was sent", async () => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  await seat.device.prepare(1, [0, 1, 1]);
  await seat.open();
  await seat.reaches("ready");
  seat.device.cast();
  await new Promise((done) => setTimeout(done, 300));
  expect([seat.status()?.is, server.came.has("ballot_cast"), hall.contest().box.size]).toEqual(["ready", false, 0]);
});

test.each<Loss>(["question", "answer"])("a reload while the cast's %s is lost: neither 投出 nor 没有投出 is said until the receipt, and one ballot is there", async (loss) => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  server.lost.set("ballot_cast", loss);
  const first = seat.watch();
  await seat.cast();
  await seat.until("an attempt", () => (server.came.get("ballot_cast")?.length ?? 0) > 0);
  await seat.open();
  const second = seat.watch();
  await seat.reaches("casting");
  // What was believed before the reload is no news.
  hall.witness();
  server.tell();
  await seat.until("a second attempt", () => (server.came.get("ballot_cast")?.length ?? 0) > 1);
  expect([...falseClaims(first), ...falseClaims(second)]).toEqual([]);
  expect([...first, ...second].flatMap(({ contests }) => contests.map(({ status }) => status.is))).not.toContain("not-in-box");
  server.lost.clear();
  await seat.reaches("cast");
  expect([hall.contest().box.size, new Set(server.came.get("ballot_cast")).size]).toEqual([1, 1]);
  // A second press has nothing to cast.
  seat.device.cast();
  await expect(seat.device.prepare(1, [0, 1, 1])).rejects.toMatchObject({ sentence: { code: "cast-already" } });
});

test("voting ends while a cast's question is lost: it is sent once more, refused, and said not to count", async () => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  server.lost.set("ballot_cast", "question");
  await seat.cast();
  await seat.until("an attempt", () => (server.came.get("ballot_cast")?.length ?? 0) > 0);
  hall.moves("contest_ended", "ended");
  server.lost.clear();
  server.tell();
  await seat.until("the refusal", () => seat.status()?.is === "refused");
  expect([seat.status(), hall.contest().box.size]).toMatchObject([{ is: "refused", why: { code: "contest-not-open" } }, 0]);
});

test("a reload with a receipt: it is known, and the slip goes out once voting has ended", async () => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  await seat.cast();
  await seat.reaches("cast");
  await seat.open();
  await seat.reaches("cast");
  server.lost.set("ballot_returned", "answer");
  hall.moves("contest_ended", "ended");
  server.tell();
  await seat.until("an attempt", () => (server.came.get("ballot_returned")?.length ?? 0) > 0);
  await seat.open();
  server.lost.clear();
  await seat.reaches("slip-returned");
  expect(hall.contest().slips).toEqual(new Set([1]));
});

test("a server that stopped lost the box: the ballot comes back with its receipt before the box is opened", async () => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  await seat.cast();
  await seat.reaches("cast");
  hall.contest().box.clear();
  hall.moves("contest_ended", "ended");
  server.cut();
  await seat.until("the recovery", () => hall.contest().box.size === 1);
  hall.openBox();
  hall.witness();
  server.tell();
  await seat.reaches("recorded");
});

test("a reload after the ballot was found: it stays recorded, and nothing of it is left to lose", async () => {
  const all = played();
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  await seat.cast(1);
  await seat.reaches("cast");
  hall.moves("contest_ended", "ended");
  server.tell();
  await seat.reaches("slip-returned");
  hall.openBox();
  hall.witness();
  server.tell();
  await seat.reaches("recorded");
  await seat.open();
  await seat.reaches("recorded");
});

test("where the last cast counts: a change whose answer is lost over a reload, and one ballot that names the one before", async () => {
  const all = played({ recast: "last" });
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  await seat.cast(0);
  await seat.reaches("may-change");
  server.lost.set("ballot_cast", "answer");
  await seat.cast(1);
  await seat.until("an attempt", () => (server.came.get("ballot_cast")?.length ?? 0) > 1);
  await seat.open();
  await seat.reaches("casting");
  hall.witness();
  server.tell();
  server.lost.clear();
  await seat.reaches("may-change");
  expect(seat.status()).toMatchObject({ is: "may-change", left: 6 });
  expect([hall.contest().box.size, new Set(server.came.get("ballot_cast")).size]).toEqual([1, 2]);
});

test("a named vote over a reload: sent again byte for byte, found in the log, and its receipt kept", async () => {
  const all = played({ secrecy: "named" });
  const { hall, server, seat } = all;
  await seat.checkIn();
  open(all);
  await seat.reaches("ready");
  server.lost.set("vote_cast", "question");
  seat.device.vote(1, [0, 1, 1]);
  await seat.until("an attempt", () => (server.came.get("vote_cast")?.length ?? 0) > 0);
  await seat.open();
  await seat.reaches("casting");
  hall.witness();
  server.tell();
  server.lost.clear();
  await seat.reaches("voted");
  expect(seat.contest()?.vote).toEqual([0, 1, 1]);
  expect([new Set(server.came.get("vote_cast")).size, hall.kinds().filter((kind) => kind === "vote_cast").length]).toEqual([1, 1]);
  expect(seat.view.files.map(({ name }) => name.replace(/\d+(?=\.)/, "N")).sort()).toEqual(["entry-N.json", "vote-1-N.entry.json", "vote-1-N.tlog-proof"]);
});
