/**
 * Where the published log comes from (protocol.md §2.7, §11.6): its newest checkpoint, and its entries in bundles of up to 256.
 * Nothing that comes from here is believed; it is only held to what an honest server would send: a length, and a time.
 */

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

/** Entries of a full bundle. */
export const BUNDLE_WIDTH = 256;

const CHECKPOINT_BYTES_MAX = 65_536;
/** 256 entries of 65,535 bytes, each with its length (§16.3). */
const BUNDLE_BYTES_MAX = 16_777_472;
const CHECKPOINT_MILLISECONDS = 15_000;
const BUNDLE_MILLISECONDS = 180_000;

/** `x001/x234/067` of 1,234,067 (§2.7). */
function groups(number: number): string {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const parts = padded.match(/.{3}/g) ?? [];
  return parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join("/");
}

/** Path of a bundle below the log's address. */
export function bundlePath(number: number, width: number): string {
  return `tile/entries/${groups(number)}${width < BUNDLE_WIDTH ? `.p/${width}` : ""}`;
}

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

/** The entries of a bundle: exactly `width`, and nothing after them; `undefined` for anything else (§2.7). */
export function readBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length && entries.length === width ? entries : undefined;
}
