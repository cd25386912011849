// What a log has said so far (protocol.md §3): a pure fold of its entries.

import type { Ciphertext } from "../ballot/ballot.js";
import type { Shape } from "#base/ballot/shape.js";
import { hex } from "#base/bytes.js";
import type { DealtShare } from "../ceremony.js";
import type { BodyOf } from "#base/entry/bodies.js";
import { Parts } from "#base/entry/payload.js";
import type { Point } from "#base/group.js";
import { Tree } from "../merkle.js";
import type { Cosigner } from "../note.js";
import type { Decision } from "#base/rules/decision.js";
import type { Row } from "#base/rules/numbers.js";
import type { Profile } from "#base/rules/profile.js";
import type { StampedKey } from "../stamp.js";
import { Tally } from "./checks.js";
import { Refused, type Code } from "./refusal.js";

export interface Device {
  readonly leaf: Uint8Array;
  readonly key: Uint8Array;
}

export interface Deputy {
  readonly number: number;
  readonly name: string;
  readonly card: Uint8Array;
  /** Checked in, with this device. */
  device: Device | undefined;
  /** Leaf of the `deputy_suspended` in force. */
  suspended: Uint8Array | undefined;
  onLeave: boolean;
  /** Left early, did not come back, and was not suspended since. */
  left: boolean;
}

export interface Roll {
  readonly leaf: Uint8Array;
  readonly membership: number;
  readonly due: number;
  readonly deputies: ReadonlyMap<number, Deputy>;
}

export interface Rules {
  readonly leaf: Uint8Array;
  readonly profile: Profile;
}

/** One run of the ceremony (§5.1). */
export interface Run {
  readonly number: number;
  readonly hash: Uint8Array;
  readonly threshold: number;
  readonly scrutineers: readonly { readonly name: string; readonly key: Uint8Array }[];
  readonly encryptionKeys: Map<number, Uint8Array>;
  readonly hashes: Map<number, Uint8Array>;
  readonly commitments: Map<number, readonly Point[]>;
  readonly dealt: Map<number, readonly DealtShare[]>;
  readonly ephemerals: Set<string>;
  readonly accepted: Set<number>;
  lastDealt: Uint8Array | undefined;
  /** Key of the party at fault, once a dispute ended the run. */
  fault: Uint8Array | undefined;
  agreed: Agreed | undefined;
  readonly tested: Map<number, Point>;
}

export interface Agreed {
  readonly leaf: Uint8Array;
  readonly run: Run;
  readonly key: Uint8Array;
  readonly shareKeys: readonly Uint8Array[];
}

export type Stage =
  | "defined"
  | "open"
  | "held"
  | "ended"
  | "opening"
  | "opened"
  | "closed"
  | "declared"
  | "voided";

/** What a contest decides on, through any votes again: items, the rules or the scrutineers of others. */
export type Subject =
  | { readonly kind: "items" }
  | { readonly kind: "rules"; readonly rules: string }
  | { readonly kind: "scrutineers"; readonly run: number };

export interface Contest {
  readonly definition: BodyOf<"contest_defined">;
  readonly leaf: Uint8Array;
  readonly shape: Shape | undefined;
  readonly subject: Subject;
  /** The contest from whose declaration or voiding it follows. */
  readonly of: Contest | undefined;
  /** Leaf of that entry. */
  readonly ofLeaf: string | undefined;
  /** Run-offs in a row up to and including this one. */
  readonly round: number;
  stage: Stage;
  opened: Opened | undefined;
}

/** A contest that was opened. */
export interface Opened {
  readonly leaf: Uint8Array;
  /** Of `contest_opened`. */
  readonly index: number;
  /** The contest hash. */
  readonly hash: Uint8Array;
  readonly key: { readonly agreed: Agreed; readonly stampKey: Uint8Array } | undefined;
  /** Frozen, but for late arrivals (§3.10). */
  membership: number;
  due: number;
  /** Deputies whom 实到 counts. */
  readonly counted: Set<number>;
  /** Leaf of `contest_opened` or the last `contest_resumed`; while held, of the `contest_held`. */
  followed: Uint8Array;
  /** Leaf of the last entry of the course, and the tree after it. */
  course: { readonly leaf: Uint8Array; readonly size: number; readonly root: Uint8Array };
  readonly issued: Set<number>;
  readonly papers: Set<number>;
  challenged: number;
  /** A of every ballot and challenge. */
  readonly spoiled: Set<string>;
  readonly slips: Set<number>;
  readonly votes: Map<number, { readonly choices: readonly number[]; readonly leaf: Uint8Array; readonly times: number }>;
  box: { readonly count: number; readonly digest: Uint8Array; readonly proof: Uint8Array; readonly ballots: StampedKey[] } | undefined;
  readonly ballotKeys: Set<string>;
  sums: readonly Ciphertext[];
  /** The tree after the last entry of the voting: what `contest_closed` names. */
  last: { readonly size: number; readonly root: Uint8Array };
  entered: number;
  closed: Closed | undefined;
  /** 1 by the tellers, 2 by the scrutineers. */
  readonly paperCounts: Map<number, { readonly leaf: Uint8Array; readonly body: BodyOf<"paper_counted"> }>;
  paperConfirmed: readonly Row[] | undefined;
  readonly shares: Map<number, readonly Point[]>;
  /** Index of the newest declaration, settlement of a tie or voiding. */
  finished: number | undefined;
  declared: { readonly leaf: Uint8Array; readonly decision: Decision; readonly totals: readonly number[] } | undefined;
  settled: readonly number[] | undefined;
  voided: { readonly leaf: Uint8Array; readonly reason: string } | undefined;
  report: { readonly hash: Uint8Array; readonly by: readonly string[] } | undefined;
}

export interface Closed {
  readonly leaf: Uint8Array;
  /** Of `contest_closed` or `hands_counted`. */
  readonly index: number;
  /** Rows of a named contest or a show of hands. */
  readonly rows: readonly Row[] | undefined;
  readonly issued: number;
  readonly returned: number;
  readonly paper: { readonly issued: number; readonly returned: number; readonly void: number };
}

export class State {
  readonly tree = new Tree();
  readonly done = new Tally();
  readonly expected = new Tally();
  readonly bodies = new Set<string>();
  readonly parts = new Parts();
  lastLeaf: Uint8Array | undefined;
  lastTime = 0;

  definition: BodyOf<"sitting_defined"> | undefined;
  fingerprint = new Uint8Array(32);
  roll: Roll | undefined;
  readonly rules = new Map<string, Rules>();
  readonly runs: Run[] = [];
  readonly contests: Contest[] = [];
  readonly deviceKeys = new Set<string>();
  readonly stampKeys = new Set<string>();
  /** Deputies suspended at the first opening of the log. */
  suspendedAtFirstOpening: ReadonlySet<number> | undefined;
  sealed = false;
  /** Witnesses in the order of entry 0. */
  witnesses: readonly Cosigner[] = [];
  /** Entries that the newest `witnessed` covers. */
  witnessedSize = 0;
  /** Roots by size since then. */
  readonly roots = new Map<number, Uint8Array>();

  get run(): Run | undefined {
    return this.runs.at(-1);
  }

  /** Contests from their opening to their close (§3.4). */
  get voting(): Contest[] {
    return this.contests.filter(isVoting);
  }

  /** The contest whose box is being read out. */
  get opening(): Contest | undefined {
    return this.contests.find(({ stage }) => stage === "opening");
  }

  deputy(number: number): Deputy {
    if (this.roll === undefined) throw new Refused("roll-missing");
    const deputy = this.roll.deputies.get(number);
    if (deputy === undefined) throw new Refused("deputy-unknown", `deputy ${number}`);
    return deputy;
  }

  /** The contest with this hash, opened. */
  contest(hash: Uint8Array): { readonly contest: Contest; readonly opened: Opened } {
    for (const contest of this.contests) {
      const { opened } = contest;
      if (opened !== undefined && hex(opened.hash) === hex(hash)) return { contest, opened };
    }
    throw new Refused("contest-foreign");
  }
}

export function isVoting({ stage }: Contest): boolean {
  return ["open", "held", "ended", "opening", "opened"].includes(stage);
}

/** Declared or voided. */
export function needNotOver({ stage }: Contest): void {
  need(stage !== "declared" && stage !== "voided", "contest-over", stage);
}

/** Opened, and neither declared nor voided. */
export function isUnfinished({ stage }: Contest): boolean {
  return stage !== "defined" && stage !== "declared" && stage !== "voided";
}

/** Whether a ballot was issued, by machine or on paper. */
export function hasBallot(opened: Opened, deputy: number): boolean {
  return opened.issued.has(deputy) || opened.papers.has(deputy);
}

export function need(holds: boolean, code: Code, what = ""): asserts holds {
  if (!holds) throw new Refused(code, what);
}

/** No character but white space. */
export function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text);
}

export function needReason(reason: string): void {
  need(!isBlank(reason), "reason-missing");
}

