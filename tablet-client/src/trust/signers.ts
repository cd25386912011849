// Whether an entry is signed by exactly those who must sign it, in their order (protocol.md §3.1, §4.1).

import { ZERO_32 } from "../base/bytes.js";
import type { Entry } from "../base/entry/entry.js";
import type { Signer } from "../base/entry/signer.js";
import { signedBytes } from "../base/signed.js";
import { verdictOn } from "./signature.js";

export interface Needed {
  readonly by: Signer;
  /** `undefined`: nobody knows a key of theirs. */
  readonly key: Uint8Array | undefined;
}

/** What is wrong with the signatures of an entry. */
export interface SignersError {
  /** Others signed, or in another order; or a signature does not hold. */
  readonly is: "signers" | "signature";
  readonly what: string;
}

/** `undefined` if all is right. */
export function signersError(entry: Entry, needed: readonly Needed[], sitting: Uint8Array): SignersError | undefined {
  const names = entry.sigs.map(({ by }) => by).join(", ");
  if (names !== needed.map(({ by }) => by).join(", ")) return { is: "signers", what: entry.body.kind };
  // Entry 0, which has no fingerprint yet, is signed with zeros in its place.
  const place = entry.body.kind === "sitting_defined" ? ZERO_32 : sitting;
  // A ballot's own key signs for a purpose of its own.
  const purpose = entry.body.kind === "ballot_cast" ? "ballot" : "act";
  for (const [at, { by, key }] of needed.entries()) {
    const sig = entry.sigs[at]?.sig;
    if (key === undefined || sig === undefined) return { is: "signature", what: `${by}: no key` };
    const verdict = verdictOn(key, signedBytes(purpose, place, entry.bodyBytes), sig);
    if (verdict !== "accept") return { is: "signature", what: `${by}: ${verdict}` };
  }
  return undefined;
}
