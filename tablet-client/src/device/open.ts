// A device in a browser: configuration beside the page, one tab at a time, IndexedDB, a worker.

import { fromHex, hex } from "../base/bytes.js";
import { pause } from "../net/backoff.js";
import { downloadFrom } from "../net/http.js";
import { WorkerBallots } from "../worker/client.js";
import type { Device, DeviceView } from "./api.js";
import { LiveDevice } from "./device.js";
import { openStore } from "./indexed-db.js";
import type { Configuration } from "./parts.js";

/** `sitting.json` is not there or is not of its form: the page was not installed as the manual says. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** How often `sitting.json` is asked for where no answer comes, and the milliseconds in between. */
const ASKED_MAX = 10;
const ASK_AGAIN = 1_000;
/** Milliseconds over which looking up is spread. */
const FIND_SPREAD = 3_000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Exactly `fingerprint`, `server` and `mode`; an empty or missing `server` is the origin of the page. */
export function readConfiguration(value: unknown, origin: string): Configuration {
  if (!isRecord(value)) throw new ConfigurationError("not an object");
  const { fingerprint, server, mode, ...more } = value;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw new ConfigurationError(`unknown field ${unknown}`);
  const bytes = typeof fingerprint === "string" ? fromHex(fingerprint.replaceAll(" ", "")) : undefined;
  if (bytes?.length !== 32) throw new ConfigurationError("fingerprint");
  if (mode !== "real" && mode !== "rehearsal") throw new ConfigurationError("mode");
  const address = server === undefined || server === "" ? origin : server;
  if (typeof address !== "string" || !/^(?:https|wss):\/\/[^/?#@\s]+$/.test(address)) throw new ConfigurationError("server");
  return { fingerprint: bytes, server: address, mode };
}

/** A network that is cut for a moment just now is no tablet that was set up badly. */
async function ask(path: string): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetch(path, { cache: "no-store", credentials: "omit" });
    } catch (error) {
      if (tries === ASKED_MAX) throw error;
      await pause(ASK_AGAIN);
    }
  }
}

/** Of the file that lies beside the page. */
export async function loadConfiguration(): Promise<Configuration> {
  const response = await ask("./sitting.json");
  if (!response.ok) throw new ConfigurationError(`sitting.json: ${response.status}`);
  const value: unknown = await response.json().catch(() => undefined);
  return readConfiguration(value, location.origin);
}

/** The device of this browser; in a second tab, one that does nothing until the first is closed. */
export async function openDevice(configuration?: Configuration): Promise<Device> {
  const known = configuration ?? (await loadConfiguration());
  const name = `piaojue-${hex(known.fingerprint)}`;
  const isFirst = await new Promise<boolean>((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      // Held until the tab is closed.
      return lock === null ? undefined : new Promise(() => undefined);
    });
  });
  if (!isFirst) return new ElsewhereDevice();
  const store = await openStore(known.fingerprint);
  return new LiveDevice(
    {
      configuration: known,
      openSocket: (address) => new WebSocket(address),
      download: downloadFrom(known.server),
      store,
      ballots: new WorkerBallots(),
      findSpread: FIND_SPREAD,
    },
    await store.load(),
  );
}

/** Another tab is the device. */
class ElsewhereDevice implements Device {
  readonly view: DeviceView = {
    connection: { is: "connecting" },
    witnesses: null,
    sitting: null,
    presence: { is: "out" },
    contests: [],
    sealed: false,
    notice: null,
    files: [],
    elsewhere: true,
  };

  subscribe(): () => void {
    return () => undefined;
  }

  readCard(): Promise<never> {
    return Promise.reject(new ConfigurationError("another tab is this device"));
  }

  prepare(): Promise<never> {
    return this.readCard();
  }

  challenge(): Promise<never> {
    return this.readCard();
  }

  forgetCard(): void {
    // Nothing is here.
  }

  checkIn(): void {
    // Nothing is here.
  }

  discard(): void {
    // Nothing is here.
  }

  cast(): void {
    // Nothing is here.
  }

  vote(): void {
    // Nothing is here.
  }

  wipeCode(): void {
    // Nothing is here.
  }

  stop(): void {
    // Nothing is here.
  }
}
