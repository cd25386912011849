import { expect, test } from "vitest";
import type { Act } from "../../src/deputy/model/state.js";
import { noticeOf } from "../../src/deputy/model/update.js";
import { told } from "../../src/deputy/words.js";
import { IDENTITY, KINDS, ScriptedDevice, code, contest, view } from "../scripted.js";
import { Seat, seat } from "./seat.js";

const { select, votes, ranks, named } = KINDS;
const open = (number: number): Act => ({ is: "open", contest: number });
const ticks = (count: number): readonly Act[] => Array.from({ length: count }, (_, item) => ({ is: "mark", item, option: 0 }));
const reading = { lang: "zh", bilingual: false } as const;

test("a whole vote: card, identity, ballot, review, cast, code, wiped after 20 s", async () => {
  const at = new Seat(new ScriptedDevice(view([select], { presence: { is: "out" } })));
  await at.do({ is: "type" }, { is: "typed", field: "number", text: "137" }, { is: "typed", field: "code", text: "7K3M" }, { is: "sign-in" });
  expect(at.device.view.presence.is).toBe("card-read");
  await at.do({ is: "its-me" }, open(1), ...ticks(2), { is: "review" }, { is: "right" });
  expect(at.state.step).toMatchObject({ is: "cast-or-check", seal: { code: code(1) } });
  await at.do({ is: "cast" });
  expect(at.state.step).toMatchObject({ is: "done", contest: 1 });
  expect(at.device.box.get(1)?.columns.slice(0, 3)).toEqual([0, 0, 1]);
  at.wait(19_999);
  expect(at.state.step.is).toBe("done");
  at.wait(1);
  expect(at.state.step.is).toBe("list");
  expect(at.device.calls.at(-1)).toBe("wipeCode 1");
});

test("encrypting begins with the review, and what is changed is forgotten", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(1), { is: "review" });
  expect(at.device.calls).toEqual(["prepare 1"]);
  await at.do({ is: "change" }, { is: "review" });
  expect(at.device.calls).toEqual(["prepare 1", "discard", "prepare 1"]);
  expect(at.state.step).toMatchObject({ is: "review", seal: { round: 2, code: code(2) } });
});

test("an answer of an earlier round is nothing", async () => {
  const at = seat([select]);
  await at.do(open(1), { is: "review" });
  const before = at.state;
  at.runner.send({ is: "prepared", round: 0, code: code(7) });
  expect(at.state.step).toEqual(before.step);
});

test("storage holds no choice once the device is told to cast", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(2));
  expect(at.stored()).toContain('"marks":[0,0,null');
  await at.do({ is: "review" }, { is: "right" });
  expect(at.stored()).toContain('"marks"');
  at.device.cast = () => {
    expect(at.stored()).toBe("");
    expect(at.state.kept).toEqual([]);
    at.device.calls.push("cast");
  };
  await at.do({ is: "cast" });
  expect(at.device.calls.at(-1)).toBe("cast");
  expect(at.state.step).toMatchObject({ is: "casting" });
  expect("ballot" in at.state.step).toBe(false);
});

test("the same of a named vote, which is asked about and told as public", async () => {
  const at = seat([named]);
  await at.do(open(5), { is: "mark", item: 0, option: 1 }, { is: "review" }, { is: "right" });
  expect(at.state.sheet).toEqual({ is: "named" });
  const vote = at.device.vote.bind(at.device);
  at.device.vote = (number, columns) => {
    expect(at.stored()).toBe("");
    vote(number, columns);
  };
  await at.do({ is: "yes" });
  expect(at.state.step).toMatchObject({ is: "done" });
  expect(at.device.box.get(5)?.columns).toEqual([1]);
});

test("ticks are kept across a reload, and shown to nobody else", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(3));
  at.reload();
  await at.do(open(1));
  expect(at.state.step).toMatchObject({ is: "marking", ballot: { marks: [0, 0, 0, ...Array.from({ length: 12 }, () => null)] } });
  at.device.tell({ presence: { is: "undone", identity: { number: 1, name: "甲", delegation: "乙" } } });
  expect([at.stored(), at.state.kept]).toEqual(["", []]);
});

test("ticks wait for their contest, which a reload believes after others", async () => {
  const at = seat([contest(1), contest(2)]);
  await at.do(open(2), ...ticks(3));
  at.device.view = view([], { presence: { is: "out" } });
  at.reload();
  at.device.tell({ presence: { is: "in", identity: IDENTITY } });
  at.device.tell({ contests: [contest(1)] });
  at.device.tell({ contests: [contest(1), contest(2, { status: { is: "not-open" }, items: [], code: "" })] });
  at.device.tell({ contests: [contest(1), contest(2)] });
  await at.do(open(2));
  expect(at.state.step).toMatchObject({ is: "marking", ballot: { marks: [0, 0, 0, ...Array.from({ length: 12 }, () => null)] } });
  at.device.tell({ contests: [contest(1), contest(2, { status: { is: "missed" } })] });
  expect([at.stored(), at.state.kept]).toEqual(["", []]);
});

test("ticks of a reload are dropped before another card is read", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(3));
  at.device.view = view([select], { presence: { is: "out" } });
  at.reload();
  await at.do({ is: "desk" }, { is: "typed", field: "number", text: "137" }, { is: "sign-in" });
  expect([at.stored(), at.state.kept]).toEqual(["", []]);
});

test("the eleventh tap is explained and changes nothing", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(10));
  const { step } = at.state;
  await at.do({ is: "mark", item: 10, option: 0 });
  expect(at.state.sheet).toEqual({ is: "limit", most: 10 });
  expect(at.state.step).toEqual(step);
});

test("a blank ballot needs a second yes; where it is 废票 it is refused", async () => {
  const at = seat([select]);
  await at.do(open(1), { is: "review" }, { is: "right" });
  expect(at.state.sheet).toEqual({ is: "blank" });
  expect(at.state.step.is).toBe("review");
  await at.do({ is: "yes" }, { is: "cast" });
  expect(at.state.step.is).toBe("done");
  const refused = seat([contest(1, { blankVoid: true })]);
  await refused.do(open(1), { is: "review" });
  expect(refused.state.sheet).toEqual({ is: "unfit", why: { is: "blank" } });
});

test("a yes without its question casts nothing", async () => {
  const at = seat([named]);
  await at.do(open(5), { is: "mark", item: 0, option: 0 }, { is: "review" }, { is: "yes" });
  expect(at.device.calls).toEqual([]);
});

test("two taps on 投票 cast once", async () => {
  const at = seat([select]);
  at.device.answers = "when-told";
  await at.do(open(1), ...ticks(1), { is: "review" }, { is: "right" }, { is: "cast" }, { is: "cast" });
  expect(at.device.calls.filter((call) => call === "cast")).toEqual(["cast"]);
  await at.do({ is: "back" }, { is: "to-list" }, { is: "clear" });
  expect(at.state.step.is).toBe("casting");
  at.device.receipt();
  expect(at.state.step.is).toBe("done");
});

test("a check wipes the marks, and the ballot is made anew", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(2), { is: "review" }, { is: "right" }, { is: "check" });
  expect(at.state.sheet).toEqual({ is: "check-warning" });
  await at.do({ is: "yes" });
  expect(at.state.step).toMatchObject({ is: "opened", opening: { code: code(1) } });
  expect([at.stored(), at.state.kept]).toEqual(["", []]);
  await at.do({ is: "cast" });
  expect(at.device.box.size).toBe(0);
  await at.do({ is: "again" });
  expect(at.state.step).toMatchObject({ is: "marking" });
  if (at.state.step.is === "marking") expect(new Set(at.state.step.ballot.marks)).toEqual(new Set([null]));
});

test("a push never touches a half-filled ballot", async () => {
  const at = seat([select, votes]);
  await at.do(open(1), ...ticks(4));
  at.device.tell({ contests: [{ ...select, items: select.items.slice(0, 2), title: "另一项" }, { ...votes, status: { is: "voided" } }], connection: { is: "lost", wait: 1 } });
  expect(at.state.step).toMatchObject({ is: "marking", ballot: { contest: { title: select.title, items: select.items } } });
  if (at.state.step.is === "marking") expect(at.state.step.ballot.marks.filter((mark) => mark === 0)).toHaveLength(4);
});

test("on hold nothing can be cast, and what was ticked is kept", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(1), { is: "review" }, { is: "right" });
  at.device.status(1, { is: "held" });
  expect(at.state.notice).toEqual({ is: "held" });
  await at.do({ is: "cast" });
  expect(at.device.calls).not.toContain("cast");
  // A touch that has nothing to do with it does not end what is told.
  await at.do({ is: "help" }, { is: "close" });
  expect(at.state.notice).toBeNull();
  expect(noticeOf(at.state)).toEqual({ is: "held" });
  at.device.status(1, { is: "ready" });
  expect(at.state.notice).toEqual({ is: "resumed" });
  await at.do({ is: "cast" });
  expect(at.state.step.is).toBe("done");
});

test("closed while reviewing: 没有投出, and the encryption and the ticks are gone", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(1), { is: "review" });
  at.device.status(1, { is: "missed" });
  expect(at.state.step).toMatchObject({ is: "outcome", kind: "status" });
  expect(told(reading, "status", { is: "missed" })).toMatchObject({ claim: "not-cast", heading: "没有投出" });
  expect(at.device.calls.at(-1)).toBe("discard");
  expect(at.stored()).toBe("");
});

test("a change is cast only once its own receipt is there", async () => {
  const before = code(9);
  const at = seat([contest(1, { status: { is: "may-change", code: before, left: 2 } })]);
  at.device.answers = "when-told";
  const cast = at.device.cast.bind(at.device);
  at.device.cast = () => undefined;
  await at.do(open(1), { is: "change-vote" }, ...ticks(1), { is: "review" }, { is: "right" }, { is: "cast" });
  at.device.tell({ connection: { is: "connected" } });
  expect(at.state.step).toMatchObject({ is: "casting", change: true, former: before });
  cast();
  at.device.receipt();
  expect(at.state.step).toMatchObject({ is: "done", changed: true });
});

test("a change that came too late says which ballot counts", async () => {
  const at = seat([contest(1, { status: { is: "may-change", code: code(9), left: 2 } })]);
  await at.do(open(1), { is: "change-vote" }, ...ticks(1));
  at.device.status(1, { is: "slip-returned", code: code(9) });
  expect(at.state.step).toMatchObject({ is: "outcome", kind: "change-too-late" });
  expect(told(reading, "change-too-late", { is: "slip-returned", code: null })).toMatchObject({ claim: "cast", heading: "没有改票" });
});

test("ranks: a number that is taken is explained", async () => {
  const at = seat([ranks]);
  await at.do(open(4), { is: "ask-rank", item: 2 }, { is: "rank", item: 2, number: 1 }, { is: "ask-rank", item: 3 }, { is: "rank", item: 3, number: 1 });
  expect(at.state.sheet).toEqual({ is: "taken", number: 1, item: 2 });
});

test("after minutes of silence the screen asks, shows nothing, and keeps the ticks", async () => {
  const at = seat([select]);
  await at.do(open(1), ...ticks(4));
  at.wait(179_999);
  expect(at.state.cover).toBeNull();
  at.wait(1);
  expect(at.state.cover).toBe("idle");
  await at.do({ is: "mark", item: 7, option: 0 }, { is: "review" });
  expect(at.state.cover).toBe("idle");
  await at.do({ is: "uncover" });
  expect(at.state.kept[0]?.marks.filter((mark) => mark === 0)).toHaveLength(4);
});

test("size, theme and language go back after each deputy", async () => {
  const at = seat([select]);
  await at.do({ is: "set", settings: { size: 4, theme: "contrast-dark", lang: "en", bilingual: true } }, { is: "finish" }, { is: "yes" });
  expect(at.state.settings).toEqual({ size: 2, theme: "light", lang: "zh", bilingual: false });
  expect(at.device.calls).toEqual(["stop"]);
  await at.do({ is: "next-deputy" });
  expect(at.reloads).toBe(1);
});

test("not me: the card is forgotten", async () => {
  const at = new Seat(new ScriptedDevice(view([], { presence: { is: "out" } })));
  await at.do({ is: "scan" }, { is: "scanned", text: "PJ1.137.X.Y" });
  expect(at.device.view.presence.is).toBe("card-read");
  await at.do({ is: "not-me" });
  expect(at.device.calls).toEqual(["readCard qr", "forgetCard"]);
  expect(at.state.notice).toEqual({ is: "not-me" });
});

test("a card of another sitting is refused in words, and another can be shown", async () => {
  const at = new Seat(new ScriptedDevice(view([], { presence: { is: "out" } })));
  await at.do({ is: "scan" }, { is: "scanned", text: "PJ1.9.X.Y" });
  expect(at.state.notice).toMatchObject({ is: "refused-card", why: { code: "card-other-sitting" } });
  expect(at.state.reading).toBe(false);
});
