/** Whose signatures a page checks itself (protocol.md §3.1, §4.1): those of roles, the server and scrutineers, on every entry. */

import type { Entry } from "../base/entry/entry.js";
import type { Signer } from "../base/entry/signer.js";
import { signersError, type Needed } from "../trust/signers.js";
import { isVoting, type Run, type Sitting } from "./sitting.js";
import { Broken } from "./trouble.js";

const BOTH: readonly Signer[] = ["secretariat", "chief"];

/**
 * The signers that §3.1 asks for, in their order. `late`: a contest is voting, so a check-in needs both roles besides.
 */
export function signersOf({ body }: Entry, run: Run | undefined, late: boolean): readonly Signer[] {
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
      return (run?.scrutineers ?? []).map((_, at) => `scrutineer-${at + 1}` as const);
    case "checked_in": {
      const first: Signer = body.means === "card" ? `card-${body.deputy}` : "secretariat";
      // Each signs once.
      return late ? [first, ...BOTH.filter((by) => by !== first)] : [first];
    }
    case "contest_held":
    case "report_signed":
      return [body.by];
    case "ballot_issued":
    case "ballot_challenged":
    case "box_opened":
    case "witnessed":
      return ["server"];
    case "ballot_returned":
    case "vote_cast":
      return [`deputy-${body.deputy}`];
    case "ballot_cast":
      return ["ballot"];
    case "paper_counted":
      return [body.count === 1 ? "secretariat" : "chief"];
    case "result_declared":
    case "tie_settled":
      return ["chief", "presiding"];
    case "blob_part":
      return [];
  }
}

type Keys = Readonly<Record<"server" | "secretariat" | "chief" | "presiding", Uint8Array>>;

/** The key of a role or scrutineer; `undefined` of anybody else, whom nobody here has a key of. */
function keyOf(keys: Keys | undefined, run: Run | undefined, by: Signer): Uint8Array | undefined {
  switch (by) {
    case "server":
    case "secretariat":
    case "chief":
    case "presiding":
      return keys?.[by];
    default:
      return by.startsWith("scrutineer-") ? run?.scrutineers[Number(by.slice("scrutineer-".length)) - 1]?.key : undefined;
  }
}

/** Deputies, their cards and their ballots: as many signatures as there are deputies, which are left to the verifier. */
function isOneOfMany(by: Signer): boolean {
  return by === "ballot" || by.startsWith("deputy-") || by.startsWith("card-");
}

/** How many signatures of an entry were checked, and how many were left to the verifier. */
export interface Checked {
  readonly checked: number;
  readonly left: number;
}

/** `run`: whose scrutineers may sign. Throws {@link Broken} unless those signed who must, and what is checked here holds. */
export function checkSignatures(sitting: Sitting, entry: Entry, index: number, run: Run | undefined): Checked {
  const { body } = entry;
  const keys = sitting.definition?.keys ?? (body.kind === "sitting_defined" ? body.keys : undefined);
  const wanted = signersOf(entry, run, sitting.contests.some(isVoting));
  // The names of all who sign, in their order; then the signatures of those whose keys are here.
  if (wanted.join(", ") !== entry.sigs.map(({ by }) => by).join(", ")) throw new Broken("signers-wrong", index, wanted.join(", "));
  const needed = wanted.filter((by) => !isOneOfMany(by)).map((by): Needed => ({ by, key: keyOf(keys, run, by) }));
  const error = signersError({ ...entry, sigs: entry.sigs.filter(({ by }) => !isOneOfMany(by)) }, needed, sitting.fingerprint);
  if (error !== undefined) throw new Broken("signature-bad", index, error.what);
  return { checked: needed.length, left: wanted.length - needed.length };
}
