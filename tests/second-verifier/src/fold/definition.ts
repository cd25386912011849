// Definition of a contest (protocol.md §3.2): from its rules, or from the decision or voiding that it follows.

import { equal, hex } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import { derive } from "../rules/derive.js";
import { shapeOf } from "#base/rules/limits.js";
import type { Profile } from "#base/rules/profile.js";
import { firstUnfit } from "../rules/sound.js";
import { encodeJson, toJson } from "#base/wire/json.js";
import { Refused } from "./refusal.js";
import { isBlank, need, type Contest, type State, type Subject } from "./state.js";

type Definition = BodyOf<"contest_defined">;
type Item = Definition["items"][number];

const ITEMS_MAX = 200;

/** What the purpose says of the contest: its subject, and what it follows from. */
interface Origin {
  readonly subject: Subject;
  readonly profile: Profile;
  readonly of: Contest | undefined;
  readonly round: number;
}

export function same(left: unknown, right: unknown): boolean {
  return encodeJson(toJson(left)) === encodeJson(toJson(right));
}

export function contestDefined(state: State, entry: Entry, body: Definition): void {
  const { items } = body;
  need(body.contest === state.contests.length + 1, "contest-bad", `contest ${body.contest}`);
  const rules = state.rules.get(hex(body.rules));
  if (rules === undefined) throw new Refused("contest-bad", "rules");
  need(items.length >= 1 && items.length <= ITEMS_MAX, "contest-bad", "number of items");
  need(!isBlank(body.title) && !items.some(({ title }) => isBlank(title)), "contest-bad", "title");
  const rising = items.every(({ number }, at) => number > (items[at - 1]?.number ?? 0));
  need(rising, "contest-bad", "numbers of items");
  const { subject, profile, of, round } = originOf(state, body, rules.profile);
  need(same(body.profile, profile), "purpose-bad", "profile");
  const unfit = firstUnfit(body.profile, items.length);
  need(unfit === undefined, "contest-bad", unfit);
  const shape = shapeOf(body.profile, items.length);
  need(shape !== undefined || body.profile.secrecy !== "secret", "contest-bad", "shape");
  const { purpose } = body;
  const ofLeaf = "of" in purpose ? hex(purpose.of) : undefined;
  state.contests.push({ definition: body, leaf: entry.leaf, shape, subject, of, ofLeaf, round, stage: "defined", opened: undefined });
}

function originOf(state: State, body: Definition, adopted: Profile): Origin {
  const { purpose, items } = body;
  const fresh = { profile: adopted, of: undefined, round: 0 };
  switch (purpose.kind) {
    case "items":
      needNumbered(items);
      return { subject: { kind: "items" }, ...fresh };
    case "rules": {
      needNumbered(items);
      const named = state.rules.has(hex(purpose.rules)) && !equal(purpose.rules, body.rules);
      need(named && items.length === 1, "purpose-bad", "rules");
      return { subject: { kind: "rules", rules: hex(purpose.rules) }, ...fresh };
    }
    case "scrutineers":
      needNumbered(items);
      need(purpose.run === state.run?.number && items.length === 1, "purpose-bad", "scrutineers");
      return { subject: { kind: "scrutineers", run: purpose.run }, ...fresh };
    case "run_off":
    case "second_round":
      return furtherVote(state, body, purpose);
    case "again":
      return voteAgain(state, body, purpose.of);
  }
}

/** Of a first vote: from 1, rising by one. */
function needNumbered(items: readonly Item[]): void {
  need(items.every(({ number }, at) => number === at + 1), "contest-bad", "numbers of items");
}

/** Each `of` serves one contest, unless that one is voided. */
function needUnused(state: State, of: Uint8Array): void {
  const used = state.contests.some(({ ofLeaf, stage }) => ofLeaf === hex(of) && stage !== "voided");
  need(!used, "purpose-bad", "serves another contest");
}

function needItems(items: readonly Item[], wanted: readonly (Item | undefined)[]): void {
  need(same(items, wanted.filter((item) => item !== undefined)), "purpose-bad", "items");
}

function furtherVote(state: State, body: Definition, purpose: { readonly kind: "run_off" | "second_round"; readonly of: Uint8Array }): Origin {
  const of = state.contests.find(({ opened }) => opened?.declared !== undefined && equal(opened.declared.leaf, purpose.of));
  const next = of?.opened?.declared?.decision.next;
  if (of === undefined || next === undefined) throw new Refused("purpose-bad", "no such declaration");
  need(of.stage === "declared", "purpose-bad", "voided");
  need(next.kind === purpose.kind, "purpose-bad", `next is ${next.kind}`);
  needUnused(state, purpose.of);
  need(equal(body.rules, of.definition.rules), "purpose-bad", "other rules");
  needItems(body.items, next.items.map((at) => of.definition.items[at]));
  const profile = derive(of.definition.profile, purpose.kind, next.seats, of.round);
  if (profile === undefined) throw new Refused("purpose-bad", "nothing to choose");
  return { subject: of.subject, profile, of, round: purpose.kind === "run_off" ? of.round + 1 : 0 };
}

function voteAgain(state: State, body: Definition, leaf: Uint8Array): Origin {
  const of = state.contests.find(({ opened }) => {
    const declared = opened?.declared;
    const void_ = declared?.decision.outcome.kind === "void" && equal(declared.leaf, leaf);
    return void_ || (opened?.voided !== undefined && equal(opened.voided.leaf, leaf));
  });
  if (of === undefined) throw new Refused("purpose-bad", "nothing voided");
  needUnused(state, leaf);
  need(equal(body.rules, of.definition.rules), "purpose-bad", "other rules");
  needItems(body.items, of.definition.items);
  return { subject: of.subject, profile: of.definition.profile, of, round: of.round };
}
