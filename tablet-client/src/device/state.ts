// What a device keeps, so that it survives a reload at any moment without a second ballot key (protocol.md §6.2, §10).
//
//   request stored, not answered    the same request bytes go out again; the server gives the same answer
//   stamp stored                    the ballot is there; the deputy marks anew
//   act stored, no receipt          the same act bytes go out again; the box gives the same receipt
//   change stored, no receipt       the same, and the ballot before it is kept with its receipt: one of the two counts
//   named vote stored, not seen     the same bytes go out again
//   receipt stored                  the slip goes out, and the ballot is looked up when the box was opened
//
// Never in it: secret choices, the seed of an encryption, a card. A named vote is public and stands in it as it is signed.

import type { Act, BoxReceipt } from "../net/messages.js";

/** The layout; another has another number. */
export const STATE_VERSION = 1;
/** How often a deputy may change a ballot (§10.2). */
export const CHANGES_MAX = 7;

/** A ballot that was, or is being, cast. */
export interface CastState {
  /** The ballot code, as the receipt names it too; zeros once the ballot was found in the log. */
  readonly code: Uint8Array;
  /** As it is submitted; gone once the ballot was found in the log. */
  readonly act: Act | undefined;
  readonly receipt: BoxReceipt | undefined;
  /** The server's code and sentences, if it refused the ballot for good. `isUnsure`: it was sent before without an answer, and may be in
   *  the box since. */
  readonly refused: { readonly code: string; readonly zh: string; readonly en: string; readonly isUnsure: boolean } | undefined;
  /** Index of its entry, once it was found. */
  readonly found: number | undefined;
}

/** A contest in which a ballot was asked for. */
export interface ContestState {
  readonly number: number;
  /** The contest hash. */
  readonly contest: Uint8Array;
  readonly ballotKey: Uint8Array;
  /** Private; wiped once the ballot was found in the log. */
  readonly ballotSecret: Uint8Array | undefined;
  /** Wiped once the stamp is here, for it alone joins deputy and ballot. */
  readonly blind: Uint8Array | undefined;
  /** The request's bytes, and the device key's signature of them. */
  readonly request: string;
  readonly requestSig: Uint8Array;
  readonly stamp: Uint8Array | undefined;
  /** The newest ballot. */
  readonly cast: CastState | undefined;
  /** The receipted ballot that the newest is to replace, until that one has a receipt of its own. */
  readonly former: CastState | undefined;
  /** Ballots that were replaced. */
  readonly changes: number;
  /** Whether the return slip stands in the log. */
  readonly slip: boolean;
  /** Whether the code left this device's screens for good. */
  readonly codeWiped: boolean;
  /** It was looked for in the log and is not there. */
  readonly lost: "missing" | "not-in-box" | undefined;
}

/** A named vote. It is public once it is in the log. */
export interface VoteState {
  readonly number: number;
  readonly body: string;
  readonly sig: Uint8Array;
  readonly columns: readonly number[];
  /** Where it stands, once the entry was seen. */
  readonly place: { readonly index: number; readonly leaf: Uint8Array } | undefined;
  readonly refused: { readonly code: string; readonly zh: string; readonly en: string } | undefined;
}

/** One deputy's device. */
export interface DeviceState {
  readonly version: number;
  readonly sitting: Uint8Array;
  readonly deputy: number;
  /** As the roll said when the card was read. */
  readonly name: string;
  readonly delegation: string;
  /** Private: bound at check-in, signs requests, slips and named votes. */
  readonly deviceKey: Uint8Array;
  /** Whether the deputy has handed the tablet back: only what is on its way goes on. */
  readonly left: boolean;
  /** The newest checkpoints that were believed, as signed notes. */
  readonly notes: readonly string[];
  readonly contests: readonly ContestState[];
  readonly votes: readonly VoteState[];
}

/** The newest ballot with a receipt. */
export function receipted(state: ContestState): CastState | undefined {
  return [state.cast, state.former].find((cast) => cast?.receipt !== undefined);
}

/** The newest ballot, if it has no answer for good. */
export function pendingCast({ cast }: ContestState): CastState | undefined {
  return cast !== undefined && cast.receipt === undefined && cast.refused === undefined && cast.found === undefined ? cast : undefined;
}

export function isPendingVote({ place, refused }: VoteState): boolean {
  return place === undefined && refused === undefined;
}

/** Whether something of this deputy's is on its way, so that the device must go on. */
export function hasBusiness({ contests, votes }: DeviceState): boolean {
  const waits = ({ cast, lost }: ContestState): boolean => cast !== undefined && cast.found === undefined && lost === undefined;
  const mayBeThere = (contest: ContestState): boolean => (pendingCast(contest) ?? receipted(contest)) !== undefined || maybeBoxed(contest);
  return contests.some((contest) => waits(contest) && mayBeThere(contest)) || votes.some(isPendingVote);
}

/** Whether the newest ballot was refused because voting had ended, and an attempt before that one may have been taken: the log will say. */
export function maybeBoxed({ cast }: ContestState): boolean {
  return cast?.refused?.isUnsure === true && (cast.refused.code === "contest-not-open" || cast.refused.code === "contest-over");
}
