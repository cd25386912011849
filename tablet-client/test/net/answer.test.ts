// Answers to an act: what another server signed, or what is about another act, is not believed and is no receipt.

import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.js";
import { hash } from "../../src/base/hash.js";
import { signedBytes, type Purpose } from "../../src/base/signed.js";
import { actHash, ballotHash, checkAnswer, type Answer } from "../../src/net/answer.js";
import { NetError } from "../../src/net/error.js";
import { encodeBoxed, encodePlaced, encodeRefused, readMessage, type Act, type ServerMessage } from "../../src/net/messages.js";
import { GOOD } from "./frames.js";

const [server, stranger] = ["server", "stranger"].map((name) => hash("test", utf8(name)));
const sitting = hash("test", utf8("sitting"));
const act: Act = { sigs: [{ by: "ballot", sig: new Uint8Array(64).fill(3) }], body: `{"kind":"ballot_cast"}`, parts: [new Uint8Array(3)] };
const other: Act = { ...act, sigs: [{ by: "ballot", sig: new Uint8Array(64).fill(4) }] };
const another: Act = { ...act, body: `{"kind":"ballot_cast","x":1}` };

interface Signing {
  readonly by?: Uint8Array | undefined;
  readonly purpose?: Purpose;
  readonly sitting?: Uint8Array;
}

function sign(encoding: string, purpose: Purpose, signing: Signing): Uint8Array {
  return ed25519.sign(signedBytes(signing.purpose ?? purpose, signing.sitting ?? sitting, utf8(encoding)), signing.by ?? server ?? new Uint8Array(32));
}

function accepted(signing: Signing = {}): ServerMessage {
  const placed = { index: 4, leaf: new Uint8Array(32).fill(1) };
  return { type: "accepted", id: 1, placed, sig: sign(encodePlaced(placed), "answer", signing) };
}

function boxed(of: Act = act, signing: Signing = {}): ServerMessage & { readonly type: "boxed" } {
  const receipt = { contest: new Uint8Array(32).fill(1), code: new Uint8Array(32).fill(2), ballot: ballotHash(of) };
  return { type: "boxed", id: 1, receipt: { boxed: receipt, sig: sign(encodeBoxed(receipt), "box-receipt", signing) } };
}

function refusal(of: Act = act, signing: Signing = {}): ServerMessage & { readonly type: "refused" } {
  const refused = { act: actHash(of), code: "stamp-bad", what: "" };
  return { type: "refused", id: 1, refused, zh: "章无效。", en: "The stamp is not valid.", sig: sign(encodeRefused(refused), "answer", signing) };
}

function check(message: ServerMessage): Answer | string {
  try {
    return checkAnswer(message, act, { fingerprint: sitting, server: ed25519.getPublicKey(server ?? new Uint8Array(32)) });
  } catch (error) {
    if (error instanceof NetError) return error.code;
    throw error;
  }
}

describe("an answer", () => {
  test("of the server, about this act, is believed as what it is", () => {
    expect(check(accepted())).toMatchObject({ is: "accepted", index: 4 });
    expect(check(boxed())).toMatchObject({ is: "boxed" });
    expect(check(refusal())).toMatchObject({ is: "refused", refusal: { code: "stamp-bad", zh: "章无效。" } });
    expect(check({ type: "proposed", id: 1, proposal: actHash(act), missing: ["chief"] })).toEqual({ is: "proposed" });
  });

  test.each<readonly [string, ServerMessage, string]>([
    ["accepted, by another key", accepted({ by: stranger }), "answer-signature"],
    ["accepted, of another sitting", accepted({ sitting: new Uint8Array(32) }), "answer-signature"],
    ["accepted, signed for another purpose", accepted({ purpose: "act" }), "answer-signature"],
    ["boxed, by another key", boxed(act, { by: stranger }), "answer-signature"],
    ["boxed, signed as an ordinary answer", boxed(act, { purpose: "answer" }), "answer-signature"],
    ["boxed, of another ballot with the same body", boxed(other), "other-act"],
    ["refused, by another key", refusal(act, { by: stranger }), "answer-signature"],
    ["refused, about another act", refusal(another), "other-act"],
    ["proposed, about another act", { type: "proposed", id: 1, proposal: actHash(another), missing: [] }, "other-act"],
    ["an answer to a fetch", readMessage(GOOD["fetched"] ?? ""), "unexpected"],
    ["a digest", readMessage(GOOD["digest"] ?? ""), "unexpected"],
  ])("%s is refused", (_, message, code) => {
    expect(check(message)).toBe(code);
  });

  test("boxed, with anything of its receipt changed, is refused", () => {
    const good = boxed();
    for (const field of ["contest", "code"] as const) {
      const receipt = { ...good.receipt, boxed: { ...good.receipt.boxed, [field]: new Uint8Array(32).fill(9) } };
      expect(check({ ...good, receipt })).toBe("answer-signature");
    }
  });

  test("refused, with another code under the same signature, is refused", () => {
    const good = refusal();
    expect(check({ ...good, refused: { ...good.refused, code: "busy" } })).toBe("answer-signature");
    // The sentences are not signed: they are the server's own words for a code that is.
    expect(check({ ...good, zh: "别的话。" })).toMatchObject({ is: "refused", refusal: { code: "stamp-bad" } });
  });
});
