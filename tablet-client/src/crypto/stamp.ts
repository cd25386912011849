// The device's side of the stamp (protocol.md §6.1, §6.2): the ballot key goes out blinded, and comes back stamped.

import { decodeElement, decodeScalar, encodePoint, encodeScalar, invert, isIdentity } from "../base/group.js";
import { hashToScalar } from "../base/hash.js";
import { stampInput } from "../base/stamped.js";
import { isProved } from "../trust/evaluation.js";
import { secretTimes } from "./secret.js";

/** Why there is no stamp. */
export class StampError extends Error {
  override readonly name = "StampError";
  constructor(readonly check: "input" | "blind" | "key" | "evaluated" | "proof") {
    super(`the stamp: ${check}`);
  }
}

/** What a stamp is bound to. */
export interface StampContext {
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  readonly ballotKey: Uint8Array;
}

export interface Blinded {
  /** r, 32 bytes: secret, stored before anything is sent, forgotten once the stamp is here. */
  readonly blind: Uint8Array;
  /** [r]P, which is sent. */
  readonly blinded: Uint8Array;
}

/** r = HS("stamp-blind", entropy₁, entropy₂, P) and [r]P. */
export function blindKey({ sitting, contest, ballotKey }: StampContext, entropy1: Uint8Array, entropy2: Uint8Array): Blinded {
  const input = stampInput(sitting, contest, ballotKey);
  if (input === undefined) throw new StampError("input");
  const r = hashToScalar("stamp-blind", entropy1, entropy2, encodePoint(input));
  if (r === 0n) throw new StampError("blind");
  return { blind: encodeScalar(r), blinded: encodePoint(secretTimes(r, input)) };
}

/** N = [1/r]evaluated, once the server's proof holds for this contest's stamp key and this request. */
export function unblind(
  { sitting, contest, ballotKey }: StampContext,
  blind: Uint8Array,
  stampKey: Uint8Array,
  evaluation: { readonly evaluated: Uint8Array; readonly proof: Uint8Array },
): Uint8Array {
  const input = stampInput(sitting, contest, ballotKey);
  if (input === undefined) throw new StampError("input");
  const r = decodeScalar(blind);
  if (r === undefined || r === 0n) throw new StampError("blind");
  const key = decodeElement(stampKey);
  if (key === undefined) throw new StampError("key");
  const evaluated = decodeElement(evaluation.evaluated);
  if (evaluated === undefined) throw new StampError("evaluated");
  if (!isProved(key, [{ blinded: secretTimes(r, input), evaluated }], evaluation.proof)) throw new StampError("proof");
  const stamp = secretTimes(invert(r), evaluated);
  if (isIdentity(stamp)) throw new StampError("evaluated");
  return encodePoint(stamp);
}
