// The bodies of all kinds of entries (protocol.md §3): their form, nothing of their meaning.

import { decision } from "../rules/decision.js";
import { row } from "../rules/numbers.js";
import { profile } from "../rules/profile.js";
import { bytes, bytes32, bytes64, int, list, multiLine, numberOf, object, oneOf, tagged, text, type Read } from "../wire/schema.js";
import { bytesPayload, textPayload } from "./payload.js";
import { signer } from "./signer.js";

const item = object({ number: int, title: text, department: text, budget: text, detail: text });
const contest = { contest: bytes32 };
const run = { run: int, scrutineer: int };

const preparation = {
  sitting_defined: {
    version: int,
    name: text,
    mode: oneOf("real", "rehearsal"),
    origin: text,
    keys: object({ log: bytes32, server: bytes32, secretariat: bytes32, chief: bytes32, presiding: bytes32 }),
    witnesses: list(object({ name: text, vkey: text })),
    quorum: int,
    pages: list(bytes32),
  },
  roll_fixed: { membership: int, due: int, roll: textPayload },
  rules_adopted: { title: text, text: textPayload, profile },
  scrutineers_named: {
    run: int,
    threshold: int,
    scrutineers: list(object({ index: int, name: text, key: bytes32 })),
    reason: text,
  },
  contest_defined: {
    contest: int,
    title: text,
    rules: bytes32,
    profile,
    purpose: tagged("kind", {
      items: {},
      rules: { rules: bytes32 },
      scrutineers: { run: int },
      run_off: { of: bytes32 },
      second_round: { of: bytes32 },
      again: { of: bytes32 },
    }),
    items: list(item),
  },
  deputy_suspended: { deputy: int, reason: text },
  deputy_restored: { deputy: int, follows: bytes32, reason: text },
  leave_granted: { deputy: int, reason: text },
  blob_part: { sha256: bytes32, part: int, data: bytes() },
};

const ceremony = {
  key_committed: { ...run, encryption_key: bytes32, encryption_proof: bytes64, commitment: bytes32 },
  key_revealed: { ...run, commitments: list(bytes32), proof: bytes64 },
  key_dealt: { ...run, shares: list(object({ to: int, ephemeral: bytes32, proof: bytes64, sealed: bytes(48) })) },
  key_accepted: { ...run, follows: bytes32 },
  key_disputed: { ...run, dealer: int, shared: bytes32, proof: bytes64 },
  key_agreed: { run: int, public_key: bytes32, share_keys: list(bytes32) },
  key_tested: { key: bytes32, scrutineer: int, share: bytes(128) },
};

const voting = {
  checked_in: { deputy: int, device_key: bytes32, means: oneOf("card", "desk") },
  check_in_undone: { deputy: int, follows: bytes32, reason: text },
  left_early: { deputy: int, follows: bytes32, reason: text },
  contest_opened: {
    contest: int,
    definition: bytes32,
    rules: bytes32,
    roll: bytes32,
    keys: list(object({ key: bytes32, public_key: bytes32, stamp_key: bytes32 })),
    membership: int,
    due: int,
    present: int,
    zero_report: object({ issued: int, boxed: int, challenged: int, returned: int }),
  },
  ballot_issued: {
    request: object({ kind: oneOf("ballot_requested"), contest: bytes32, deputy: int, blinded: bytes32 }),
    request_sig: bytes64,
    evaluated: bytes32,
    proof: bytes64,
  },
  ballot_challenged: { ...contest, com: bytes32, seed: bytes32, choices: bytes(), code: bytes32 },
  contest_held: { ...contest, follows: bytes32, by: oneOf("server", "secretariat"), reason: text },
  contest_resumed: { ...contest, follows: bytes32 },
  contest_ended: contest,
  paper_issued: { ...contest, deputies: list(int) },
  vote_cast: { ...contest, deputy: int, choices: list(int), replaces: bytes32 },
  hands_counted: { ...contest, rows: list(row) },
  witnessed: { checkpoint: multiLine },
};

const ending = {
  ballot_returned: { ...contest, deputy: int },
  box_opened: { ...contest, ballots: int, stamps: bytes32, proof: bytes64 },
  ballot_cast: { ...contest, ballot_key: bytes32, stamp: bytes32, nonce: bytes32, replaces: bytes32, ballot: bytesPayload },
  paper_cast: { ...contest, ballot_key: bytes32, ballot: bytesPayload },
  contest_closed: {
    ...contest,
    size: int,
    root: bytes32,
    issued: int,
    returned: int,
    slips: int,
    paper: object({ issued: int, returned: int, void: int, entered: int }),
  },
  paper_counted: {
    ...contest,
    closed: bytes32,
    count: numberOf(1, 2),
    replaces: list(bytes32),
    void: list(object({ reason: text, count: int })),
    rows: list(row),
  },
  paper_confirmed: { ...contest, first: bytes32, second: bytes32 },
  decrypted: { ...contest, closed: bytes32, scrutineer: int, shares: list(bytes(128)) },
  result_declared: { ...contest, closed: bytes32, totals: list(int), decision },
  tie_settled: { ...contest, follows: bytes32, items: list(int), reason: text },
  contest_voided: { ...contest, follows: bytes32, reason: text },
  report_signed: { ...contest, by: signer, report: bytes32 },
  sitting_sealed: {
    index: int,
    origin: text,
    manifest: list(object({ name: text, sha256: bytes32, length: int })),
  },
};

export const body = tagged("kind", { ...preparation, ...ceremony, ...voting, ...ending });

export type Body = Read<typeof body>;
export type Kind = Body["kind"];
export type BodyOf<K extends Kind> = Extract<Body, { readonly kind: K }>;
