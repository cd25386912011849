// What the program prints: one JSON object, for machines and for a person's comparison with another verifier's.

import { hex } from "#base/bytes.js";
import { CHECKS } from "./fold/checks.js";
import type { Contest } from "./fold/state.js";
import { lacksQuorum, type Verdict } from "./verify.js";
import { base64, base64Url } from "#base/wire/base64.js";

export interface Report {
  readonly verdict: "verified" | "refuted" | "unwitnessed";
  readonly fingerprint: string;
  readonly size: number;
  readonly root: string;
  readonly sealed: boolean;
  /** Cosignatures of the checkpoint, of so many that are a quorum. */
  readonly witnesses: { readonly checkpoint: number | null; readonly quorum: number };
  readonly checks: readonly { readonly number: number; readonly done: number; readonly expected: number }[];
  readonly done: number;
  readonly expected: number;
  readonly failure: object | null;
  readonly contests: readonly object[];
}

/** A voided contest shows nothing of its content (§12.4). */
function contestReport({ definition, stage, opened }: Contest): object {
  const { contest: number, title, profile, purpose } = definition;
  const base = { number, title, secrecy: profile.secrecy, purpose: purpose.kind, stage };
  if (opened === undefined) return base;
  const course = { ...base, hash: base64Url(opened.hash), membership: opened.membership, due: opened.due, present: opened.counted.size };
  if (opened.voided !== undefined) {
    return { ...course, voided: { reason: opened.voided.reason, after_first_share: opened.shares.size > 0 } };
  }
  const { closed, declared, issued, slips, challenged, entered } = opened;
  const counted = closed && {
    issued: closed.issued,
    returned: closed.returned,
    slips: slips.size,
    challenged,
    paper: { ...closed.paper, entered },
  };
  const items = declared?.decision.items.map((item, at) => ({ number: definition.items[at]?.number, ...item }));
  return {
    ...course,
    ...(counted ?? { issued: issued.size, challenged }),
    ...(declared && { totals: declared.totals, decision: { ...declared.decision, items } }),
    ...(opened.settled && { settled: opened.settled }),
    ...(opened.report && { report: { sha256: hex(opened.report.hash), signed: opened.report.by } }),
  };
}

export function report(fingerprint: Uint8Array, verdict: Verdict): Report {
  const { failure, state, size, root } = verdict;
  const checks = Array.from({ length: CHECKS }, (_, at) => ({
    number: at + 1,
    done: state.done.of(at + 1),
    expected: state.expected.of(at + 1),
  }));
  return {
    verdict: failure !== undefined ? "refuted" : lacksQuorum(verdict) ? "unwitnessed" : "verified",
    fingerprint: hex(fingerprint),
    size,
    root: base64(root),
    sealed: state.sealed,
    witnesses: { checkpoint: verdict.cosigned ?? null, quorum: state.definition?.quorum ?? 0 },
    checks,
    done: checks.reduce((sum, { done }) => sum + done, 0),
    expected: checks.reduce((sum, { expected }) => sum + expected, 0),
    failure: failure ?? null,
    contests: state.contests.map(contestReport),
  };
}
