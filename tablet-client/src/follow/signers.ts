/** Whose signatures a page checks itself (protocol.md §3.1, §4.1): those of roles and scrutineers. */

import { ZERO_32 } from "../base/bytes.js";
import { signedBytes, verify } from "../base/signature.js";
import type { Body } from "../base/entry/bodies.js";
import type { Entry } from "../base/entry/entry.js";
import type { Signer } from "../base/entry/signer.js";
import type { Run, Sitting } from "./sitting.js";
import { Broken } from "./trouble.js";

const BOTH: readonly Signer[] = ["secretariat", "chief"];

/**
 * The signers that §3.1 asks for; `undefined` for what a page leaves to the verifier: acts of deputies, cards and ballots, of
 * which there are as many as deputies.
 */
export function signersOf(body: Body, run: Run | undefined): readonly Signer[] | undefined {
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
    case "contest_held":
      return [body.by];
    case "box_opened":
    case "witnessed":
      return ["server"];
    case "paper_counted":
      return [body.count === 1 ? "secretariat" : "chief"];
    case "result_declared":
    case "tie_settled":
      return ["chief", "presiding"];
    case "report_signed":
      return [body.by];
    case "blob_part":
      return [];
    case "checked_in":
    case "ballot_issued":
    case "ballot_challenged":
    case "ballot_returned":
    case "ballot_cast":
    case "vote_cast":
    case "paper_cast":
      return undefined;
  }
}

function keyOf(sitting: Sitting, { body }: Entry, run: Run | undefined, by: Signer): Uint8Array | undefined {
  const keys = sitting.definition?.keys ?? (body.kind === "sitting_defined" ? body.keys : undefined);
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

/** `run`: whose scrutineers may sign. Throws {@link Broken}. Returns whether signatures were checked. */
export function checkSignatures(sitting: Sitting, entry: Entry, index: number, run: Run | undefined): boolean {
  const wanted = signersOf(entry.body, run);
  if (wanted === undefined) return false;
  const given = entry.sigs.map(({ by }) => by);
  const same = wanted.length === given.length && wanted.every((by, at) => by === given[at]);
  if (!same) throw new Broken("signers-wrong", index, given.join(", "));
  // Entry 0 has no fingerprint yet (§4.1).
  const name = index === 0 ? ZERO_32 : sitting.fingerprint;
  for (const { by, sig } of entry.sigs) {
    const key = keyOf(sitting, entry, run, by);
    const holds = key !== undefined && verify(key, signedBytes("act", name, entry.bodyBytes), sig) === "accept";
    if (!holds) throw new Broken("signature-bad", index, by);
  }
  return wanted.length > 0;
}
