// Preparation (protocol.md §3.2): the sitting, the roll, the rules.

import { compare, fromUtf8, hex } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { firstUnsound } from "../rules/sound.js";
import { isKey } from "../signature.js";
import { JsonError, parseJson } from "#base/wire/json.js";
import { bytes32, FormError, int, isDisplayable, list, MULTI_LINE_BYTES_MAX, object, text } from "#base/wire/schema.js";
import { Refused } from "./refusal.js";
import { isBlank, need, type Deputy, type State } from "./state.js";
import { readWitnesses } from "./witnesses.js";

const VERSION = 1;
const DEPUTIES_MAX = 3500;
const DEPUTY_NUMBER_MAX = 2 ** 32 - 1;

export function isOrigin(origin: string): boolean {
  return /^[!-*,-~]{1,255}$/.test(origin);
}

export function sittingDefined(state: State, body: BodyOf<"sitting_defined">): void {
  need(state.definition === undefined, "defined-twice");
  need(body.version === VERSION, "unsupported", `version ${body.version}`);
  need(!isBlank(body.name), "definition-bad", "name");
  need(isOrigin(body.origin), "definition-bad", "origin");
  const keys = Object.values(body.keys);
  need(keys.every(isKey) && new Set(keys.map(hex)).size === keys.length, "definition-bad", "keys");
  state.witnesses = readWitnesses(body);
  state.definition = body;
}

const rollForm = object({
  deputies: list(object({ number: int, name: text, delegation: text, card: bytes32 })),
});

export function rollFixed(state: State, entry: Entry, body: BodyOf<"roll_fixed">, value: Uint8Array): void {
  need(state.roll === undefined, "roll-twice");
  const { deputies } = readRoll(value);
  need(body.due <= body.membership, "roll-bad", "due");
  const { length } = deputies;
  need(length === body.membership && length >= 1 && length <= DEPUTIES_MAX, "roll-bad", `${length} deputies`);
  const cards = new Set<string>();
  const byNumber = new Map<number, Deputy>();
  let before = 0;
  for (const { number, name, card } of deputies) {
    need(number > before && number <= DEPUTY_NUMBER_MAX, "roll-bad", `number ${number}`);
    need(!isBlank(name), "roll-bad", `name of ${number}`);
    need(isKey(card) && !cards.has(hex(card)), "roll-bad", `card of ${number}`);
    cards.add(hex(card));
    before = number;
    byNumber.set(number, { number, name, card, device: undefined, suspended: undefined, onLeave: false, left: false });
  }
  state.roll = { leaf: entry.leaf, membership: body.membership, due: body.due, deputies: byNumber };
}

function readRoll(value: Uint8Array): ReturnType<typeof rollForm> {
  const written = fromUtf8(value);
  if (written === undefined) throw new Refused("roll-bad", "UTF-8");
  try {
    return rollForm(parseJson(written), []);
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) throw new Refused("roll-bad", error.message);
    throw error;
  }
}

export function rulesAdopted(state: State, entry: Entry, body: BodyOf<"rules_adopted">, value: Uint8Array): void {
  const written = fromUtf8(value);
  const shown = written !== undefined && value.length <= MULTI_LINE_BYTES_MAX && isDisplayable(written, true);
  need(shown, "rules-bad", "text");
  const unsound = firstUnsound(body.profile);
  need(unsound === undefined, "rules-bad", unsound);
  state.rules.set(hex(entry.leaf), { leaf: entry.leaf, profile: body.profile });
}

/** Whether keys, in order, are all different. */
export function areDistinct(keys: readonly Uint8Array[]): boolean {
  const sorted = [...keys].sort(compare);
  return sorted.every((key, at) => at === 0 || hex(key) !== hex(sorted[at - 1] ?? key));
}
