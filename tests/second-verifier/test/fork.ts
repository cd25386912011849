// A copy of a fold's state that goes its own way: many logs share a beginning, and folding it once is enough.

import { State } from "../src/fold/state.js";

/** Copies containers and plain objects, and shares what nobody changes: bytes, points, texts. What was one object stays one. */
export function fork(state: State): State {
  const copies = new Map<object, unknown>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      copies.set(value, list);
      for (const item of value) list.push(copy(item));
      return list;
    }
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>();
      copies.set(value, map);
      for (const [key, item] of value) map.set(key, copy(item));
      return map;
    }
    if (value instanceof Set) return remember(value, new Set(value));
    if ("multiplyUnsafe" in value) return value;
    const out: object = {};
    Object.setPrototypeOf(out, Object.getPrototypeOf(value) as object | null); // eslint-disable-line @typescript-eslint/consistent-type-assertions
    copies.set(value, out);
    for (const [name, item] of Object.entries(value)) Object.assign(out, { [name]: copy(item) });
    return out;
  };
  const remember = <T extends object>(from: object, to: T): T => {
    copies.set(from, to);
    return to;
  };
  const copied = copy(state);
  if (!(copied instanceof State)) throw new Error("no state");
  return copied;
}
