// What is published (protocol.md §11.6), from the tally server alone.

import { NetError } from "./error.js";

/** Milliseconds. */
const WHOLE_TIMEOUT = 180_000;

/** Whether a file is not there (any more). */
export function isGone(error: unknown): boolean {
  return error instanceof NetError && error.code === "status";
}

/** Downloads a published file of at most so many bytes. */
export type Download = (path: string, bytesMax: number) => Promise<Uint8Array>;

/** From this server: no cookie, no cache that could be another's. */
export function downloadFrom(server: string): Download {
  const origin = server.replace(/^ws/, "http");
  return async (path, bytesMax) => {
    const abort = new AbortController();
    const timer = setTimeout(() => { abort.abort(); }, WHOLE_TIMEOUT);
    try {
      const response = await fetch(`${origin}${path}`, { credentials: "omit", cache: "no-store", redirect: "error", signal: abort.signal });
      if (!response.ok) throw new NetError("status", `${path}: ${response.status}`);
      const length = Number(response.headers.get("content-length") ?? 0);
      if (length > bytesMax) throw new NetError("too-long", path);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (bytes.length > bytesMax) throw new NetError("too-long", path);
      return bytes;
    } catch (error) {
      throw error instanceof NetError ? error : new NetError("closed", path);
    } finally {
      clearTimeout(timer);
    }
  };
}
