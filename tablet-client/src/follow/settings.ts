/** `sitting.json`, which lies beside the pages: whom they believe. It comes with the page, never from what is checked with it. */

import { fromHex } from "../base/bytes.js";
import { JsonError, parseJson } from "../base/wire/json.js";
import { anyString, FormError, object, oneOf } from "../base/wire/schema.js";

export interface Settings {
  /** Of entry 0, 32 bytes. */
  readonly fingerprint: Uint8Array;
  /** The tally server's published files, ending in a slash. */
  readonly log: URL;
  readonly mode: "real" | "rehearsal";
}

/** Why a page does not know whom to believe. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const form = object({ fingerprint: anyString, server: anyString, mode: oneOf("real", "rehearsal") });

/** On this very machine nobody listens in. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

/** `wss://host` as `https://host/`: the files are served beside the socket. */
function filesOf(server: string): URL {
  let address: URL;
  try {
    address = new URL(server.replace(/^ws(s?):/, "http$1:"));
  } catch {
    throw new SettingsError("server is no address");
  }
  const safe = address.protocol === "https:" || (address.protocol === "http:" && isLoopback(address));
  if (!safe) throw new SettingsError("server is not reached by TLS");
  return new URL("/", address);
}

/** Throws {@link SettingsError}. */
export function readSettings(text: string): Settings {
  try {
    const { fingerprint, server, mode } = form(parseJson(text.trim()), []);
    const bytes = fromHex(fingerprint);
    if (bytes?.length !== 32) throw new SettingsError("fingerprint has not 64 hexadecimal digits");
    return { fingerprint: bytes, log: filesOf(server), mode };
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) throw new SettingsError(error.message);
    throw error;
  }
}

async function text(path: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(new URL(path, document.baseURI), { cache: "no-store", credentials: "omit" });
  } catch {
    throw new SettingsError(`${path} cannot be read`);
  }
  if (!response.ok) throw new SettingsError(`${path} is not there`);
  return response.text();
}

/** The settings beside this page. Rejects with {@link SettingsError}. */
export async function loadSettings(): Promise<Settings> {
  return readSettings(await text("sitting.json"));
}

const pageForm = object({ sha256: anyString });

/** The hash of the deputy's page as it is served here, 64 lower-case digits; `undefined` where nobody says it. */
export async function loadPageHash(): Promise<string | undefined> {
  try {
    const { sha256 } = pageForm(parseJson((await text("page.json")).trim()), []);
    return fromHex(sha256)?.length === 32 ? sha256.toLowerCase() : undefined;
  } catch (error) {
    if (error instanceof SettingsError || error instanceof JsonError || error instanceof FormError) return undefined;
    throw error;
  }
}
