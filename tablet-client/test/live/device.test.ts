// The device of a page against a real server: played by `cargo test --test tablet`, which says where it is. By itself it is skipped.
//
//   NODE_OPTIONS=--experimental-websocket NODE_EXTRA_CA_CERTS=ca.crt TABLET_CARD=PJ1.… TABLET_FINGERPRINT=… TABLET_SERVER=https://…

import { env } from "node:process";
import { expect, test } from "vitest";
import { hex, utf8 } from "../../src/base/bytes.js";
import type { ContestView, DeviceView } from "../../src/device/api.js";
import { LiveDevice } from "../../src/device/device.js";
import { readConfiguration } from "../../src/device/open.js";
import type { Parts } from "../../src/device/parts.js";
import { downloadFrom } from "../../src/net/http.js";
import { checkReceipt } from "../../src/trust/receipt.js";
import { Sitting } from "../../src/trust/sitting.js";
import { LocalBallots } from "../../src/worker/client.js";
import { MemoryStore } from "../memory.js";

const { TABLET_CARD: card, TABLET_FINGERPRINT: fingerprint, TABLET_SERVER: server } = env;
const isPlayed = card !== undefined && fingerprint !== undefined && server !== undefined;
if (!isPlayed) console.log("skipped: no server is given (TABLET_SERVER); `cargo test --test tablet` plays one");

const SECRET = 1;
const NAMED = 2;
const PATIENCE = 180_000;

function until(device: LiveDevice, what: string, holds: (view: DeviceView) => boolean): Promise<DeviceView> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${what} never came: ${JSON.stringify(device.view)}`));
    }, PATIENCE);
    const look = (view: DeviceView): void => {
      if (!holds(view)) return;
      clearTimeout(timer);
      stop();
      resolve(view);
    };
    const stop = device.subscribe(look);
    look(device.view);
  });
}

function contestOf(view: DeviceView, number: number): ContestView | undefined {
  return view.contests.find(({ contest }) => contest === number);
}

function reaches(device: LiveDevice, number: number, status: ContestView["status"]["is"]): Promise<DeviceView> {
  return until(device, `${status} of ${number}`, (view) => contestOf(view, number)?.status.is === status);
}

/** What is stored, in every form in which packed choices could stand in it. */
function everything(store: MemoryStore): string {
  return JSON.stringify([...store.states.values(), ...store.kept.values()], (_, value: unknown) => (value instanceof Uint8Array ? hex(value) : value));
}

test.skipIf(!isPlayed)(
  "checks the device, casts, changes the ballot over a reload, finds it, and votes by name",
  async () => {
    const configuration = readConfiguration({ fingerprint, server, mode: "rehearsal" }, "");
    const store = new MemoryStore();
    const make = (): Parts => ({
      configuration,
      openSocket: (address) => new WebSocket(address),
      download: downloadFrom(configuration.server),
      store,
      ballots: new LocalBallots(),
      findSpread: 200,
    });
    let device = new LiveDevice(make(), await store.load());
    await until(device, "the sitting", ({ sitting }) => sitting !== null);
    expect(device.view.sitting?.rehearsal).toBe(true);
    await expect(device.readCard({ is: "qr", text: "PJ2.1.2.3" })).rejects.toMatchObject({ name: "DeviceProblem" });
    // The roll may be a moment behind.
    await until(device, "the roll", () => device.hasRoll);
    await device.readCard({ is: "qr", text: card ?? "" });
    expect(device.view.presence.is).not.toBe("in");
    device.checkIn();
    await until(device, "the check-in", ({ presence }) => presence.is === "in");
    console.log("TABLET in");

    await reaches(device, SECRET, "ready");
    const contest = contestOf(device.view, SECRET);
    const rows = contest?.items.length ?? 0;
    const columns = (...chosen: readonly number[]): number[] => Array.from({ length: rows }, (_, row) => (chosen.includes(row) ? 0 : 1));
    const checked = await device.prepare(SECRET, columns(0));
    const opening = await device.challenge();
    expect(opening.code).toBe(checked.code);
    expect(opening.qr).toMatch(/^PJO1\.[0-9A-F]{64}\.[0-9A-F]{64}\.[0-9A-F]+$/);

    const first = await device.prepare(SECRET, columns(1));
    device.cast();
    device.cast();
    expect(contestOf(device.view, SECRET)?.status.is).not.toBe("cast");
    const boxed = await reaches(device, SECRET, "may-change");
    expect(contestOf(boxed, SECRET)?.status).toEqual({ is: "may-change", code: first.code, left: 7 });
    device.wipeCode(SECRET);
    await until(device, "the wiped code", (view) => JSON.stringify(contestOf(view, SECRET)?.status) === '{"is":"may-change","code":null,"left":7}');

    // The page is loaded anew: nobody shows a card, and the ballot can be changed.
    device.end();
    device = new LiveDevice(make(), await store.load());
    await reaches(device, SECRET, "may-change");
    const second = await device.prepare(SECRET, columns(0, 2));
    device.cast();
    const changed = await until(device, "the change", (view) => {
      const status = contestOf(view, SECRET)?.status;
      return status?.is === "may-change" && status.left === 6;
    });
    expect(contestOf(changed, SECRET)?.status).toMatchObject({ code: second.code });
    expect(everything(store)).not.toContain("choices");
    console.log("TABLET changed");

    const found = await reaches(device, SECRET, "recorded");
    expect(found.notice).toBe(null);
    const sitting = Sitting.verify(store.kept.get(`${deputyOf(device)}/entry-0.json`)?.text ?? "", configuration);
    const file = (name: string): Uint8Array => utf8(store.kept.get(`${deputyOf(device)}/receipt-1.${name}`)?.text ?? "");
    expect(() => {
      checkReceipt(file("tlog-proof"), file("entry.json"), sitting.signatories);
    }).not.toThrow();
    const state = store.states.get(deputyOf(device))?.contests[0];
    expect([state?.ballotSecret, state?.blind, state?.cast?.act, state?.former]).toEqual([undefined, undefined, undefined, undefined]);
    console.log("TABLET recorded");

    await reaches(device, NAMED, "ready");
    const named = contestOf(device.view, NAMED);
    const votes = Array.from({ length: named?.items.length ?? 0 }, () => 0);
    device.vote(NAMED, votes);
    const voted = await reaches(device, NAMED, "voted");
    expect(contestOf(voted, NAMED)?.vote).toEqual(votes);
    console.log("TABLET voted");
    device.stop();
    await until(device, "the end", ({ presence }) => presence.is === "out");
    device.end();
  },
  3 * PATIENCE,
);

function deputyOf(device: LiveDevice): number {
  const { presence } = device.view;
  return "identity" in presence ? presence.identity.number : 0;
}
