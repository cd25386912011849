/**
 * Where the published log comes from (protocol.md §2.7, §11.6): its newest checkpoint, and its entries in bundles of up to 256.
 * Nothing that comes from here is believed; it is only held to what an honest server would send: a length, and a time.
 */

import { BUNDLE_BYTES_MAX, bundlePath, CHECKPOINT_BYTES_MAX } from "../net/tiles.js";

/** Why nothing usable came. Says nothing about the log: a network does this too. */
export type SourceTrouble = "unreachable" | "missing" | "too-large" | "too-slow";

/** Nothing usable came. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(
    readonly trouble: SourceTrouble,
    what: string,
  ) {
    super(`${trouble}: ${what}`);
  }
}

/** What a follower reads. */
export interface Source {
  /** Bytes of the newest signed note. Rejects with {@link SourceError}. */
  checkpoint(): Promise<Uint8Array>;
  /** Bytes of bundle `number` with `width` entries, 1 to 256. Rejects with {@link SourceError}. */
  bundle(number: number, width: number): Promise<Uint8Array>;
}

const CHECKPOINT_MILLISECONDS = 15_000;
const BUNDLE_MILLISECONDS = 180_000;

/** The body of an answer, read no further than it may be long. */
async function readBody(response: Response, bytesMax: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = await reader?.read();
    if (piece?.value === undefined) break;
    length += piece.value.length;
    if (length > bytesMax) {
      await reader?.cancel();
      throw new SourceError("too-large", `more than ${bytesMax} bytes`);
    }
    pieces.push(piece.value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

async function get(address: URL, bytesMax: number, milliseconds: number): Promise<Uint8Array> {
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
  }, milliseconds);
  try {
    const response = await fetch(address, { signal: stop.signal, credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" });
    if (response.status === 404) throw new SourceError("missing", address.pathname);
    if (!response.ok) throw new SourceError("unreachable", `status ${response.status}`);
    return await readBody(response, bytesMax);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new SourceError(stop.signal.aborted ? "too-slow" : "unreachable", address.pathname);
  } finally {
    clearTimeout(timer);
  }
}

/** The log as any web server has it below `base`, which ends in a slash. */
export function httpSource(base: URL): Source {
  return {
    checkpoint: () => get(new URL("checkpoint", base), CHECKPOINT_BYTES_MAX, CHECKPOINT_MILLISECONDS),
    bundle: (number, width) => get(new URL(bundlePath(number, width), base), BUNDLE_BYTES_MAX, BUNDLE_MILLISECONDS),
  };
}
