// Who must sign an entry, in which order, and with which key (protocol.md §3.1, §4.1).

import { equal, ZERO_32 } from "#base/bytes.js";
import type { Entry } from "#base/entry/entry.js";
import type { Signer } from "#base/entry/signer.js";
import { signedBytes } from "#base/signed.js";
import { verify } from "../signature.js";
import { Refused } from "./refusal.js";
import { need, type State } from "./state.js";

const BOTH: readonly Signer[] = ["secretariat", "chief"];

/** The signers that §3.1 asks for. */
export function signersOf(state: State, { body }: Entry): readonly Signer[] {
  switch (body.kind) {
    case "sitting_defined":
      return ["secretariat", "server"];
    case "roll_fixed":
    case "rules_adopted":
    case "contest_defined":
    case "leave_granted":
    case "left_early":
      return ["secretariat"];
    case "scrutineers_named":
    case "check_in_undone":
    case "contest_opened":
    case "contest_resumed":
    case "contest_ended":
    case "contest_closed":
    case "contest_voided":
    case "sitting_sealed":
    case "deputy_suspended":
    case "deputy_restored":
    case "paper_issued":
    case "paper_cast":
    case "paper_confirmed":
    case "hands_counted":
      return BOTH;
    case "key_committed":
    case "key_revealed":
    case "key_dealt":
    case "key_accepted":
    case "key_disputed":
    case "key_tested":
    case "decrypted":
      return [`scrutineer-${body.scrutineer}`];
    case "key_agreed":
      return (state.run?.scrutineers ?? []).map((_, at) => `scrutineer-${at + 1}` as const);
    case "checked_in": {
      const by: Signer = body.means === "card" ? `card-${body.deputy}` : "secretariat";
      return state.voting.length === 0 ? [by] : [...new Set([by, ...BOTH])];
    }
    case "contest_held":
      return [body.by];
    case "ballot_issued":
    case "ballot_challenged":
    case "box_opened":
    case "witnessed":
      return ["server"];
    case "ballot_returned":
    case "vote_cast":
      return [`deputy-${body.deputy}`];
    case "paper_counted":
      return [body.count === 1 ? "secretariat" : "chief"];
    case "ballot_cast":
      return ["ballot"];
    case "result_declared":
    case "tie_settled":
      return ["chief", "presiding"];
    case "report_signed":
      need(isReporter(body.by), "signers-wrong", body.by);
      return [body.by];
    case "blob_part":
      return [];
  }
}

function isReporter(by: Signer): boolean {
  return by === "chief" || by === "secretariat" || by.startsWith("scrutineer-");
}

function numberOf(by: Signer): number {
  return Number(by.slice(by.indexOf("-") + 1));
}

/** The key of a signer of this entry. */
function keyOf(state: State, { body }: Entry, by: Signer): Uint8Array | undefined {
  const keys = state.definition?.keys ?? (body.kind === "sitting_defined" ? body.keys : undefined);
  switch (by) {
    case "server":
    case "secretariat":
    case "chief":
    case "presiding":
      return keys?.[by];
    case "ballot":
      return body.kind === "ballot_cast" ? body.ballot_key : undefined;
    default: {
      const number = numberOf(by);
      // Whoever is not on the roll is unknown as a deputy, whatever signed (§3.1).
      if (by.startsWith("card-")) return cardOf(state, number);
      if (by.startsWith("deputy-")) return state.roll?.deputies.get(number)?.device?.key;
      return scrutineerKey(state, body.kind === "decrypted" ? body.contest : undefined, number);
    }
  }
}

function cardOf(state: State, number: number): Uint8Array {
  const deputy = state.roll?.deputies.get(number);
  if (deputy === undefined) throw new Refused("deputy-unknown", `deputy ${number}`);
  return deputy.card;
}

/** Of the newest run; for a decryption, of the run that made the contest's key. */
function scrutineerKey(state: State, contest: Uint8Array | undefined, number: number): Uint8Array | undefined {
  const found = contest === undefined ? undefined : state.contests.find(({ opened }) => opened !== undefined && equal(opened.hash, contest));
  const run = found?.opened?.key?.agreed.run ?? state.run;
  return run?.scrutineers[number - 1]?.key;
}

/** Check 7. Throws [`Refused`]. */
export function checkSignatures(state: State, entry: Entry): void {
  const wanted = signersOf(state, entry);
  const given = entry.sigs.map(({ by }) => by);
  need(wanted.length === given.length && wanted.every((by, at) => by === given[at]), "signers-wrong", given.join(", "));
  // Entry 0 has no fingerprint yet (§4.1).
  const sitting = state.definition === undefined ? ZERO_32 : state.fingerprint;
  for (const { by, sig } of entry.sigs) {
    const key = keyOf(state, entry, by);
    if (key === undefined) throw new Refused("signer-unknown", by);
    const message = signedBytes(by === "ballot" ? "ballot" : "act", sitting, entry.bodyBytes);
    need(verify(key, message, sig) === "accept", "signature-bad", by);
  }
}
