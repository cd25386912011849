/**
 * What the hall's machine keeps of its screen, so that a reload, a crash of the browser or a power cut neither reveals nor takes back
 * anything: how far each result was revealed, which contest keys had turned to, whether the screen was covered. All of it was on the
 * screen; nothing of a ballot or a result is in it.
 */

import { encodeJson, JsonError, parseJson, toJson } from "../base/wire/json.js";
import { anyString, bool, FormError, int, list, object } from "../base/wire/schema.js";

export interface Place {
  /** Contest hash in hexadecimal, rows shown, page. */
  readonly revealed: readonly { readonly contest: string; readonly shown: number; readonly page: number }[];
  /** Name of the contest that keys had turned to; empty: the newest. */
  readonly turned: string;
  /** Name of the newest contest at that time. */
  readonly newest: string;
  readonly blank: boolean;
}

export const NO_PLACE: Place = { revealed: [], turned: "", newest: "", blank: false };

/** Where it is kept. */
export interface Keeping {
  /** `null`: nothing was kept, or it cannot be read. */
  read(): string | null;
  write(text: string): void;
}

const form = object({ revealed: list(object({ contest: anyString, shown: int, page: int })), turned: anyString, newest: anyString, blank: bool });

/** What was kept; anything else than that is as if nothing were. */
export function readPlace(keeping: Keeping): Place {
  const kept = keeping.read();
  if (kept === null) return NO_PLACE;
  try {
    return form(parseJson(kept), []);
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) return NO_PLACE;
    throw error;
  }
}

export function writePlace(keeping: Keeping, { revealed, turned, newest, blank }: Place): void {
  keeping.write(encodeJson(toJson({ revealed, turned, newest, blank })));
}

const KEY = "piaojue.hall";

/** The browser's storage for this server; without one, everything but a reload goes on as ever. */
export function keptBy(storage: () => Storage): Keeping {
  return {
    read() {
      try {
        return storage().getItem(KEY);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        storage().setItem(KEY, text);
      } catch {
        // Full or switched off: a reload then begins with nothing revealed.
      }
    },
  };
}
