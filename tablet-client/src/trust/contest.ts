// A contest that a device believes: all that it shows and encrypts to, from the opening that two roles signed (protocol.md §3.4, §11.4).

import { equal, hex } from "../base/bytes.js";
import type { BodyOf, Kind } from "../base/entry/bodies.js";
import { decodeElement } from "../base/group.js";
import { hash } from "../base/hash.js";
import { limitsOf, shapeOf } from "../base/rules/limits.js";
import { columns } from "../base/rules/profile.js";
import type { Shape } from "../base/ballot/shape.js";
import type { ContestParts } from "../worker/maker.js";
import { TrustError } from "./error.js";
import { firstFault } from "./profile.js";
import type { Sitting } from "./sitting.js";
import type { Included } from "./trust.js";

export type Definition = BodyOf<"contest_defined">;

/** Made by [`believeContest`] alone. */
export interface OpenContest {
  readonly number: number;
  /** The contest hash. */
  readonly hash: Uint8Array;
  readonly definition: Definition;
  readonly shape: Shape;
  /** Of a secret contest; others have none. */
  readonly keys: { readonly publicKey: Uint8Array; readonly stampKey: Uint8Array } | undefined;
  readonly parts: ContestParts | undefined;
}

/** The entries that an opening names. */
export interface NamedEntries {
  readonly definition: Included;
  readonly rules: Included;
  readonly roll: Included;
  /** `key_agreed`, of a secret contest. */
  readonly key: Included | undefined;
}

/** The body of an entry, if it is of this kind. */
export function bodyOf<K extends Kind>({ entry }: Included, kind: K): BodyOf<K> {
  const { body } = entry;
  if (!isKind(body, kind)) throw new TrustError("kind", `${body.kind} in the place of ${kind}`);
  return body;
}

function isKind<K extends Kind>(body: { readonly kind: Kind }, kind: K): body is BodyOf<K> {
  return body.kind === kind;
}

/** The opening: included under a quorum, signed by exactly secretariat and chief scrutineer. */
export function believeOpening(sitting: Sitting, opened: Included): BodyOf<"contest_opened"> {
  const body = bodyOf(opened, "contest_opened");
  sitting.signedBy(opened, "secretariat", "chief");
  if (!opened.isWitnessed) throw new TrustError("not-witnessed", "the opening");
  return body;
}

/**
 * A check-in of this deputy with this device's key, signed by card or secretariat, and by both roles besides if it was late (§3.1). Whether
 * it was, the verifier knows. The card's signature is looked at where the roll, which has its key, was read.
 */
export function believeCheckIn(sitting: Sitting, included: Included, deputy: number, card: Uint8Array | undefined): BodyOf<"checked_in"> {
  const body = bodyOf(included, "checked_in");
  if (body.deputy !== deputy) throw new TrustError("opening", "deputy");
  const roles = (["secretariat", "chief"] as const).map((by) => sitting.role(by));
  const isLate = included.entry.sigs.length > 1;
  const others = isLate ? roles.filter(({ by }) => body.means === "card" || by !== "secretariat") : [];
  if (body.means === "desk") {
    sitting.signed(included, sitting.role("secretariat"), ...others);
    return body;
  }
  const by = `card-${deputy}` as const;
  if (card !== undefined) sitting.signed(included, { by, key: card }, ...others);
  else if (included.entry.sigs[0]?.by !== by) throw new TrustError("signers", body.kind);
  else sitting.signed({ ...included, entry: { ...included.entry, sigs: included.entry.sigs.slice(1) } }, ...others);
  return body;
}

/** A definition as the secretariat signed it: what is shown before the opening. */
export function believeDefinition(sitting: Sitting, entry: Included): Definition {
  const body = bodyOf(entry, "contest_defined");
  sitting.signedBy(entry, "secretariat");
  return body;
}

/** The contest of an opening, from the entries whose leaf hashes it names. */
export function believeContest(sitting: Sitting, opened: Included, named: NamedEntries): OpenContest {
  const opening = believeOpening(sitting, opened);
  const [keys, more] = opening.keys;
  if (more !== undefined || (keys === undefined) !== (named.key === undefined)) throw new TrustError("opening", "keys");
  const leaves: readonly (readonly [string, Included, Uint8Array])[] = [
    ["definition", named.definition, opening.definition],
    ["rules", named.rules, opening.rules],
    ["roll", named.roll, opening.roll],
    ...(keys === undefined || named.key === undefined ? [] : [["key", named.key, keys.key] as const]),
  ];
  for (const [field, is, says] of leaves) {
    // What is opened was there before.
    if (!equal(is.entry.leaf, says) || is.index >= opened.index) throw new TrustError("opening", field);
  }
  const definition = believeDefinition(sitting, named.definition);
  if (definition.contest !== opening.contest) throw new TrustError("opening", "contest");
  if (!equal(definition.rules, opening.rules)) throw new TrustError("opening", "rules");
  if (Object.values(opening.zero_report).some((counter) => counter !== 0)) throw new TrustError("opening", "zero_report");
  const { profile, items } = definition;
  // A contest without keys would publish what is marked in it: the definition must say so itself.
  if ((profile.secrecy === "secret") !== (keys !== undefined)) throw new TrustError("opening", "keys");
  bodyOf(named.roll, "roll_fixed");
  bodyOf(named.rules, "rules_adopted");
  sitting.signedBy(named.rules, "secretariat");
  const unfit = firstFault(profile, items.length);
  if (unfit !== undefined) throw new TrustError("rules", unfit);
  const shape = shapeOf(profile, items.length);
  if (shape === undefined) throw new TrustError("rules", "shape");
  const contest = hash("contest", sitting.fingerprint, opened.entry.bodyBytes);
  const believed = { number: opening.contest, hash: contest, definition, shape };
  if (keys === undefined || named.key === undefined) return { ...believed, keys: undefined, parts: undefined };
  const agreed = bodyOf(named.key, "key_agreed");
  if (!equal(agreed.public_key, keys.public_key)) throw new TrustError("opening", "public_key");
  if (decodeElement(keys.public_key) === undefined || decodeElement(keys.stamp_key) === undefined) throw new TrustError("opening", "keys");
  const shapeParts = { rows: items.length, options: columns(profile), limits: limitsOf(profile, items.length) };
  const parts: ContestParts = { sitting: sitting.fingerprint, contest, key: keys.public_key, shape: shapeParts };
  return { ...believed, keys: { publicKey: keys.public_key, stampKey: keys.stamp_key }, parts };
}

/** The first 4 bytes of the contest hash as 8 digits, for comparing screens. */
export function shortHash(contest: Uint8Array): string {
  return hex(contest.slice(0, 4)).toUpperCase();
}
