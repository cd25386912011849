// Whether a contest may open with these numbers (protocol.md §3.4).

import type { Profile } from "#base/rules/profile.js";
import type { Roll } from "#base/rules/numbers.js";
import { neededOf } from "./shares.js";

export interface NotEnough {
  readonly reason: "meeting_quorum" | "minimum_ballots";
  readonly bound: number;
  readonly actual: number;
}

/** `undefined` if it may: the meeting quorum is present, and in a secret contest the minimum of ballots. */
export function mayNotOpen(rules: Profile, { membership, due, present }: Roll): NotEnough | undefined {
  const quorum = neededOf(rules.meeting_quorum, rules.meeting_quorum.base === "due" ? due : membership);
  if (present < quorum) return { reason: "meeting_quorum", bound: quorum, actual: present };
  const least = rules.minimum_ballots;
  if (rules.secrecy === "secret" && present < least) return { reason: "minimum_ballots", bound: least, actual: present };
  return undefined;
}
