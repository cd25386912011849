/**
 * Ticks of unfinished ballots across a reload, in the tab's own storage. They are there from the first tick until the device is told to
 * cast, to open, or to stop; nothing else that a deputy chose is ever stored. What is read back is as hostile as any input.
 */
import type { Kept } from "./state.js";

const PREFIX = "piaojue.ticks.";

/** Keeps the ticks of one contest. */
export function keepTicks(storage: Storage, kept: Kept): void {
  storage.setItem(`${PREFIX}${kept.contest}`, JSON.stringify({ code: kept.code, marks: kept.marks }));
}

/** Forgets those of one contest. */
export function dropTicks(storage: Storage, contest: number): void {
  storage.removeItem(`${PREFIX}${contest}`);
}

/** Forgets all. */
export function dropAllTicks(storage: Storage): void {
  keys(storage).forEach((key) => {
    storage.removeItem(key);
  });
}

/** What a reload left. Anything that is not in the form written here is dropped. */
export function readTicks(storage: Storage): readonly Kept[] {
  return keys(storage).flatMap((key) => {
    const kept = read(key, storage.getItem(key));
    if (kept === null) storage.removeItem(key);
    return kept === null ? [] : [kept];
  });
}

function keys(storage: Storage): readonly string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key): key is string => key?.startsWith(PREFIX) ?? false);
}

function read(key: string, text: string | null): Kept | null {
  const contest = key.slice(PREFIX.length);
  if (text === null || !/^(0|[1-9][0-9]{0,8})$/.test(contest)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("code" in value) || !("marks" in value)) return null;
  const { code, marks } = value;
  if (typeof code !== "string" || !Array.isArray(marks)) return null;
  const list: unknown[] = marks;
  const checked = list.filter((mark): mark is number | null => mark === null || (typeof mark === "number" && Number.isInteger(mark) && mark >= 0));
  return checked.length === list.length ? { contest: Number(contest), code, marks: checked } : null;
}
