// What the server answered to a signed act, once its signature was checked (protocol.md §11.2, §10.2).

import { equal, utf8 } from "../base/bytes.js";
import { hash } from "../base/hash.js";
import { signedBytes, type Purpose } from "../base/signed.js";
import { verdictOn } from "../trust/signature.js";
import { NetError, ServerRefusal } from "./error.js";
import { encodeAct, encodeBoxed, encodePlaced, encodeRefused, type Act, type BoxReceipt, type ServerMessage } from "./messages.js";

/** Whose answers count. */
export interface Answerer {
  readonly fingerprint: Uint8Array;
  /** The server's act key of entry 0. */
  readonly server: Uint8Array;
}

export type Answer =
  | { readonly is: "accepted"; readonly leaf: Uint8Array; readonly index: number }
  | { readonly is: "boxed"; readonly receipt: BoxReceipt }
  | { readonly is: "proposed" }
  | { readonly is: "refused"; readonly refusal: ServerRefusal };

/** H("body", body): what answers and proposals call an act. */
export function actHash(act: Act): Uint8Array {
  return hash("body", utf8(act.body));
}

/** H("boxed", encoding of the act): what a receipt calls it, and what a change replaces. */
export function ballotHash(act: Act): Uint8Array {
  return hash("boxed", utf8(encodeAct(act)));
}

function check({ server, fingerprint }: Answerer, purpose: Purpose, encoding: string, sig: Uint8Array): void {
  const verdict = verdictOn(server, signedBytes(purpose, fingerprint, utf8(encoding)), sig);
  if (verdict !== "accept") throw new NetError("answer-signature", verdict);
}

/** Throws [`NetError`] unless the message is this server's answer to this act. */
export function checkAnswer(message: ServerMessage, act: Act, answerer: Answerer): Answer {
  switch (message.type) {
    case "accepted":
      check(answerer, "answer", encodePlaced(message.placed), message.sig);
      return { is: "accepted", ...message.placed };
    case "boxed":
      if (!equal(message.receipt.boxed.ballot, ballotHash(act))) throw new NetError("other-act", "a receipt");
      check(answerer, "box-receipt", encodeBoxed(message.receipt.boxed), message.receipt.sig);
      return { is: "boxed", receipt: message.receipt };
    case "proposed":
      if (!equal(message.proposal, actHash(act))) throw new NetError("other-act", "a proposal");
      return { is: "proposed" };
    case "refused": {
      const { refused, zh, en, sig } = message;
      if (!equal(refused.act, actHash(act))) throw new NetError("other-act", "a refusal");
      check(answerer, "answer", encodeRefused(refused), sig);
      return { is: "refused", refusal: new ServerRefusal(refused.code, refused.what, zh, en) };
    }
    default:
      throw new NetError("unexpected", message.type);
  }
}
