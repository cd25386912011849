// The checks of §12.2: which one a kind of entry is there for, what each entry calls for, and what was done.

import type { Entry } from "#base/entry/entry.js";
import type { Body, Kind } from "#base/entry/bodies.js";

export const CHECKS = 33;

/** The check that a kind of entry is there for. */
const CHECK_OF_KIND: Readonly<Record<Kind, number>> = {
  sitting_defined: 6,
  blob_part: 9,
  roll_fixed: 10,
  rules_adopted: 11,
  scrutineers_named: 12,
  key_committed: 12,
  key_revealed: 12,
  key_dealt: 12,
  key_accepted: 12,
  key_disputed: 12,
  key_agreed: 12,
  key_tested: 13,
  contest_defined: 14,
  checked_in: 15,
  check_in_undone: 15,
  contest_opened: 16,
  ballot_issued: 17,
  ballot_challenged: 18,
  contest_held: 19,
  contest_resumed: 19,
  contest_ended: 19,
  ballot_returned: 20,
  box_opened: 21,
  ballot_cast: 21,
  contest_closed: 24,
  decrypted: 25,
  result_declared: 27,
  tie_settled: 27,
  contest_voided: 28,
  report_signed: 28,
  sitting_sealed: 29,
  deputy_suspended: 30,
  deputy_restored: 30,
  leave_granted: 30,
  left_early: 30,
  paper_issued: 31,
  paper_cast: 31,
  paper_counted: 31,
  paper_confirmed: 31,
  vote_cast: 32,
  hands_counted: 32,
  witnessed: 33,
};

export function checkOfKind(body: Body): number {
  return CHECK_OF_KIND[body.kind];
}

/** Numbers of checks, by number. */
export class Tally {
  private readonly counts = new Map<number, number>();

  add(check: number, times = 1): void {
    this.counts.set(check, this.of(check) + times);
  }

  set(check: number, times: number): void {
    this.counts.set(check, times);
  }

  of(check: number): number {
    return this.counts.get(check) ?? 0;
  }
}

/** What else an entry calls for that its own form does not say. */
export interface Calls {
  /** Signatures that §3.1 asks for. */
  readonly signatures: number;
  /** Cells of a ballot of its contest. */
  readonly cells: number;
}

/** Adds what the definitions ask for an entry: derived from its kind, never from what was done. */
export function addCalls(tally: Tally, entry: Entry, { signatures, cells }: Calls): void {
  for (const check of [1, 2, 3, 8]) tally.add(check);
  tally.add(7, signatures);
  const { body } = entry;
  switch (body.kind) {
    case "box_opened":
      tally.add(21, body.ballots);
      tally.add(22, body.ballots);
      tally.add(23);
      break;
    case "contest_closed":
      tally.add(24);
      tally.add(31);
      break;
    case "ballot_cast":
      // Called for by the `box_opened` that announced it.
      break;
    case "paper_cast":
      tally.add(22);
      tally.add(31);
      break;
    case "decrypted":
      tally.add(25, cells);
      break;
    case "result_declared":
      if (body.decision.outcome.kind === "valid") tally.add(26, cells);
      tally.add(27);
      break;
    default:
      tally.add(checkOfKind(body));
  }
}
