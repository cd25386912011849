/**
 * The second device of 验票机 (protocol.md §7.8): whether an encryption that was opened is the one whose code was shown before, and
 * what it holds. A deputy compares that with what was marked; this page never learns who asked.
 */

import type { BallotContext } from "../crypto/ballot.js";
import { ballotKeyOf, checkOpening, EncryptError, OpeningError, type OpenedBallot } from "../crypto/ballot.js";
import { ChoiceError, columnsOf } from "../crypto/choices.js";
import { fromHex } from "../base/bytes.js";
import { columns, type Profile } from "../base/rules/profile.js";
import { shapeOf } from "../base/rules/limits.js";
import { contestCode } from "../follow/say.js";
import type { Contest, Sitting } from "../follow/sitting.js";
import type { PublicTexts } from "../lang/public/index.js";

/** A text that was scanned or typed. */
export type Scanned =
  /** The first: the ballot code, shown before. */
  | { readonly is: "code"; readonly code: Uint8Array }
  /** The second: commitment, seed and packed choices, shown after "check". */
  | { readonly is: "opening"; readonly opening: OpenedBallot }
  | { readonly is: "neither" };

/** Upper or lower case; white space where a person typed it in groups. */
export function readScanned(text: string): Scanned {
  const plain = text.replaceAll(/\s/gu, "");
  const code = fromHex(plain);
  if (code?.length === 32) return { is: "code", code };
  const [start, com, seed, choices, ...more] = plain.split(".");
  const parts = [com, seed, choices].map((part) => fromHex(part ?? ""));
  const [comBytes, seedBytes, choiceBytes] = parts;
  const whole = start?.toUpperCase() === "PJO1" && more.length === 0 && comBytes?.length === 32 && seedBytes?.length === 32 && choiceBytes !== undefined && choiceBytes.length > 0;
  return whole ? { is: "opening", opening: { com: comBytes, seed: seedBytes, choices: choiceBytes } } : { is: "neither" };
}

/** An item, and what the opened ballot says of it. */
export interface Held {
  readonly number: number;
  readonly title: string;
  /** 选, 反对, 第 3 号, 不选. */
  readonly word: string;
  /** The last option: what no mark means. */
  readonly isRest: boolean;
}

export type Verdict =
  /** The device encrypted exactly this. */
  | { readonly is: "same"; readonly contest: string; readonly code: string; readonly held: readonly Held[] }
  /** It encrypted something else than it shows, or the codes are of two encryptions. */
  | { readonly is: "different" }
  /** No secret contest is open to compare with. */
  | { readonly is: "no-contest" };

/** Words for the columns of a ballot (§9.1). */
export function columnWords({ check: t }: PublicTexts, profile: Profile): readonly string[] {
  const { options } = profile;
  switch (options.kind) {
    case "select":
      return [t.choose, t.notChosen];
    case "two_way":
      return [t.for, t.against, t.unmarked];
    case "three_way":
      return columns(profile) === 4 ? [t.for, t.against, t.abstain, t.unmarked] : [t.for, t.against, t.abstain];
    case "grades":
      return [...options.grades, ...options.others, t.unmarked];
    case "ranks":
      return [...Array.from({ length: options.ranks }, (_, at) => t.rank(at + 1)), t.unranked];
  }
}

/** The contests whose ballots can be checked now: secret and opened, newest first. */
function candidates({ contests }: Sitting): readonly Contest[] {
  return contests.filter(({ opened, stage }) => opened?.key !== undefined && stage !== "voided").reverse();
}

/** Tries the contests of a checked log: the code belongs to one of them, and names none. */
export function verdictOf(t: PublicTexts, sitting: Sitting, code: Uint8Array, opening: OpenedBallot): Verdict {
  const contests = candidates(sitting);
  if (contests.length === 0) return { is: "no-contest" };
  for (const contest of contests) {
    const held = heldBy(t, sitting, contest, code, opening);
    if (held !== undefined) return { is: "same", contest: contest.definition.title, code: contestCode(contest.opened?.name ?? ""), held };
  }
  return { is: "different" };
}

/** What it holds; `undefined` unless seed and choices give this code in this contest. */
function heldBy(t: PublicTexts, sitting: Sitting, { definition, opened }: Contest, code: Uint8Array, opening: OpenedBallot): readonly Held[] | undefined {
  const { profile, items } = definition;
  const shape = shapeOf(profile, items.length);
  if (opened?.key === undefined || shape === undefined) return undefined;
  try {
    const context: BallotContext = { sitting: sitting.fingerprint, contest: opened.hash, key: ballotKeyOf(opened.key), shape };
    const marked = columnsOf(checkOpening(opening, code, context), shape);
    const words = columnWords(t, profile);
    return items.map(({ number, title }, at) => {
      const column = marked[at] ?? words.length - 1;
      return { number, title, word: words[column] ?? "", isRest: column === words.length - 1 };
    });
  } catch (error) {
    if (error instanceof OpeningError || error instanceof ChoiceError || error instanceof EncryptError) return undefined;
    throw error;
  }
}
