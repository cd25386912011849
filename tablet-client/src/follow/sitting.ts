/**
 * What the log says of the sitting so far, as far as the hall and an observer are shown it (protocol.md §3).
 *
 * This is no verifier: it takes the legal course of a sitting as it comes and refuses what plainly is none, checks the signatures
 * of roles, and leaves proofs, ballots and the decision's arithmetic to `audit verify`. The pages say so.
 */

import type { BodyOf } from "../base/entry/bodies.js";
import type { Decision } from "../base/rules/decision.js";
import type { Profile } from "../base/rules/profile.js";

export interface Deputy {
  readonly number: number;
  readonly name: string;
  readonly delegation: string;
  checkedIn: boolean;
  suspended: boolean;
  /** Left early, did not come back, and was not suspended since. */
  left: boolean;
}

export interface Roll {
  readonly membership: number;
  readonly due: number;
  readonly deputies: ReadonlyMap<number, Deputy>;
}

/** One run of the ceremony. */
export interface Run {
  readonly number: number;
  readonly threshold: number;
  readonly scrutineers: readonly { readonly name: string; readonly key: Uint8Array }[];
}

export type Stage = "defined" | "open" | "held" | "ended" | "opening" | "opened" | "closed" | "declared" | "voided";

export interface Contest {
  readonly definition: BodyOf<"contest_defined">;
  stage: Stage;
  opened: Opened | undefined;
}

/** A contest that was opened. Counts alone: who has issued, returned and cast, never what. */
export interface Opened {
  readonly index: number;
  /** The contest hash, and the same in hexadecimal. */
  readonly hash: Uint8Array;
  readonly name: string;
  readonly key: Uint8Array | undefined;
  readonly run: Run | undefined;
  membership: number;
  due: number;
  readonly present: Set<number>;
  readonly issued: Set<number>;
  readonly papers: Set<number>;
  readonly slips: Set<number>;
  /** Deputies whose named vote stands. */
  readonly voted: Set<number>;
  challenged: number;
  heldFor: string | undefined;
  box: { readonly ballots: number; cast: number } | undefined;
  entered: number;
  closed: { readonly leaf: string; readonly counts: BodyOf<"contest_closed"> | undefined } | undefined;
  readonly shares: Set<number>;
  declared: { readonly index: number; readonly leaf: string; readonly decision: Decision } | undefined;
  settled: readonly number[] | undefined;
  voided: string | undefined;
}

export interface Sitting {
  readonly definition: BodyOf<"sitting_defined"> | undefined;
  readonly fingerprint: Uint8Array;
  readonly roll: Roll | undefined;
  readonly run: Run | undefined;
  readonly contests: readonly Contest[];
  /** Deputies suspended at the first opening of the log. */
  readonly suspendedAtFirst: ReadonlySet<number> | undefined;
  /** Entries that the newest `witnessed` covers. */
  readonly witnessed: number;
  readonly sealed: boolean;
}

/** A contest whose voting has begun and not been closed. */
export function isVoting({ stage }: Contest): boolean {
  return stage === "open" || stage === "held" || stage === "ended" || stage === "opening" || stage === "opened";
}

/** Deputies suspended now. */
export function suspendedNow(roll: Roll): ReadonlySet<number> {
  return new Set([...roll.deputies.values()].filter(({ suspended }) => suspended).map(({ number }) => number));
}

/** 全体, 应到 and those who are 实到, as an opening at this moment would freeze them (§3.10). */
export function presence(sitting: Sitting, profile: Profile): { readonly membership: number; readonly due: number; readonly present: ReadonlySet<number> } {
  const { roll } = sitting;
  if (roll === undefined) return { membership: 0, due: 0, present: new Set() };
  const now = suspendedNow(roll);
  const frozen = { session: new Set<number>(), plenary: sitting.suspendedAtFirst ?? now, contest: now }[profile.roll_freeze];
  const less = profile.suspended === "not_counted" ? frozen.size : 0;
  const stays = profile.leave_early === "stays";
  const there = [...roll.deputies.values()].filter(({ checkedIn, left }) => checkedIn || (stays && left));
  const present = new Set(there.map(({ number }) => number));
  const due = Math.max(roll.due - less, present.size);
  return { membership: Math.max(roll.membership - less, due), due, present };
}
