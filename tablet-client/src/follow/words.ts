/** One sentence for each entry, as the terminals and `audit explain` say it. Never a choice and never a total. */

import type { Body, BodyOf } from "../base/entry/bodies.js";
import type { PublicTexts } from "../lang/public/index.js";
import { readDefinition } from "../trust/definition.js";
import { TrustError } from "../trust/error.js";
import { readSigned, noteOf } from "./checkpoint.js";
import { clock } from "./say.js";
import type { Sitting } from "./sitting.js";
import { Broken } from "./trouble.js";

/** A sentence that waits for its language. Holds names and numbers of its entry, never the entry. */
export type Words = (t: PublicTexts) => string;

/** 城关镇代表团 欧阳春燕. */
function deputy({ roll }: Sitting, number: number): Words {
  const found = roll?.deputies.get(number);
  return (t) => (found === undefined ? t.deputyOf(number) : `${found.delegation} ${found.name}`);
}

function scrutineer({ run }: Sitting, index: number): Words {
  const name = run?.scrutineers[index - 1]?.name;
  return (t) => name ?? t.scrutineerOf(index);
}

function signer(sitting: Sitting, by: string): Words {
  switch (by) {
    case "chief":
      return (t) => t.chief;
    case "secretariat":
      return (t) => t.secretariat;
    default:
      return by.startsWith("scrutineer-") ? scrutineer(sitting, Number(by.slice("scrutineer-".length))) : () => by;
  }
}

/** Of somebody. Apart, so that what a sentence keeps is this and no more. */
function of(who: Words, say: (t: PublicTexts) => (who: string) => string): Words {
  return (t) => say(t)(who(t));
}

/** Of somebody, with a text. */
function ofWith<T>(who: Words, more: T, say: (t: PublicTexts) => (who: string, more: T) => string): Words {
  return (t) => say(t)(who(t), more);
}

/** With one or two values of the entry. */
function plain<A extends readonly unknown[]>(say: (t: PublicTexts) => (...values: A) => string, ...values: A): Words {
  return (t) => say(t)(...values);
}

/** The entry in words; `sitting` is the state after it. */
export function entryWords(sitting: Sitting, body: Body): Words {
  switch (body.kind) {
    case "sitting_defined":
      return plain((t) => t.entry.sitting_defined, body.name);
    case "roll_fixed":
      return plain((t) => t.entry.roll_fixed, body.membership, body.due);
    case "rules_adopted":
      return plain((t) => t.entry.rules_adopted, body.title);
    case "scrutineers_named":
      return plain((t) => t.entry.scrutineers_named, body.scrutineers.map(({ name }) => name), body.run);
    case "contest_defined":
      return plain((t) => t.entry.contest_defined, body.contest, body.title);
    case "deputy_suspended":
      return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.deputy_suspended);
    case "deputy_restored":
      return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.deputy_restored);
    case "leave_granted":
      return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.leave_granted);
    case "left_early":
      return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.left_early);
    case "check_in_undone":
      return ofWith(deputy(sitting, body.deputy), body.reason, (t) => t.entry.check_in_undone);
    case "checked_in":
      return ofWith(deputy(sitting, body.deputy), body.means === "card", (t) => t.entry.checked_in);
    case "witnessed":
      return witnessed(sitting, body);
    case "key_committed":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_committed);
    case "key_revealed":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_revealed);
    case "key_dealt":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_dealt);
    case "key_accepted":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_accepted);
    case "key_disputed":
      return disputed(scrutineer(sitting, body.scrutineer), scrutineer(sitting, body.dealer));
    case "key_tested":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.key_tested);
    case "contest_opened":
      return plain((t) => t.entry.contest_opened, body.contest, body.present);
    case "ballot_issued":
      return of(deputy(sitting, body.request.deputy), (t) => t.entry.ballot_issued);
    case "paper_issued":
      return plain((t) => t.entry.paper_issued, body.deputies.length);
    case "vote_cast":
      return of(deputy(sitting, body.deputy), (t) => t.entry.vote_cast);
    case "contest_held":
      return plain((t) => t.entry.contest_held, body.reason);
    case "ballot_returned":
      return of(deputy(sitting, body.deputy), (t) => t.entry.ballot_returned);
    case "box_opened":
      return plain((t) => t.entry.box_opened, body.ballots);
    case "contest_closed":
      return plain((t) => t.entry.contest_closed, body.issued, body.returned, body.slips);
    case "paper_counted":
      return plain((t) => t.entry.paper_counted, body.count);
    case "decrypted":
      return of(scrutineer(sitting, body.scrutineer), (t) => t.entry.decrypted);
    case "tie_settled":
      return plain((t) => t.entry.tie_settled, body.reason);
    case "contest_voided":
      return plain((t) => t.entry.contest_voided, body.reason);
    case "report_signed":
      return of(signer(sitting, body.by), (t) => t.entry.report_signed);
    default:
      return always(body.kind);
  }
}

/** Kinds whose sentence is always the same. */
type Always = Exclude<{ readonly [K in Body["kind"]]: PublicTexts["entry"][K] extends string ? K : never }[Body["kind"]], "witnessed">;

function always(kind: Always): Words {
  return (t) => t.entry[kind];
}

function disputed(who: Words, dealer: Words): Words {
  return (t) => t.entry.key_disputed(who(t), dealer(t));
}

/** Who cosigned which size. */
function witnessed({ definition }: Sitting, body: BodyOf<"witnessed">): Words {
  const signed = definition === undefined ? undefined : witnesses(definition, body);
  return signed === undefined ? (t) => t.entry.witnessed : plain((t) => t.entry.witnessedBy, ...signed);
}

function witnesses(definition: BodyOf<"sitting_defined">, body: BodyOf<"witnessed">): readonly [size: number, names: readonly string[], quorum: number, time: string] | undefined {
  try {
    const { size, by, time } = readSigned(noteOf(body), readDefinition(definition));
    return [size, by, definition.quorum, time === undefined ? "" : clock(time)];
  } catch (error) {
    // The follower refuses the entry for it; here are words alone.
    if (error instanceof Broken || error instanceof TrustError) return undefined;
    throw error;
  }
}
