// The acts of a deputy's device (protocol.md §3.4, §3.5, §7.8): their bodies in the one encoding, signed.

import { sha256 } from "@noble/hashes/sha2.js";
import { chunks, concat, utf8 } from "../base/bytes.js";
import { INLINE_BYTES_MAX, PART_BYTES } from "../base/entry/payload.js";
import type { Signer } from "../base/entry/signer.js";
import type { Purpose } from "../base/signed.js";
import { base64Url } from "../base/wire/base64.js";
import { encodeJson, toJson } from "../base/wire/json.js";
import { sign } from "../crypto/secret.js";
import type { Act } from "../net/messages.js";
import type { OpenedEncryption, TakenBallot } from "../worker/maker.js";

interface By {
  readonly signer: Signer;
  readonly secret: Uint8Array;
  readonly sitting: Uint8Array;
}

function signed(body: string, { signer, secret, sitting }: By, purpose: Purpose = "act", parts: readonly Uint8Array[] = []): Act {
  return { sigs: [{ by: signer, sig: sign(secret, purpose, sitting, utf8(body)) }], body, parts };
}

function bodyOf(fields: Readonly<Record<string, unknown>>): string {
  return encodeJson(toJson(fields));
}

export function checkInAct(deputy: number, deviceKey: Uint8Array, by: Omit<By, "signer">): Act {
  const body = bodyOf({ kind: "checked_in", deputy, device_key: base64Url(deviceKey), means: "card" });
  return signed(body, { ...by, signer: `card-${deputy}` });
}

/** The request for a ballot: these bytes are stored, with their signature, before they are sent. */
export function requestBody(contest: Uint8Array, deputy: number, blinded: Uint8Array): string {
  return bodyOf({ kind: "ballot_requested", contest: base64Url(contest), deputy, blinded: base64Url(blinded) });
}

/** `replaces`: the hash of the ballot in the box, or zeros. */
export function castAct(
  contest: Uint8Array,
  ballotKey: Uint8Array,
  stamp: Uint8Array,
  replaces: Uint8Array,
  { ballot, nonce }: TakenBallot,
  by: Omit<By, "signer">,
): Act {
  const isInline = ballot.length <= INLINE_BYTES_MAX;
  const payload = isInline ? { inline: base64Url(ballot) } : { blob: { sha256: base64Url(sha256(ballot)), length: ballot.length } };
  const body = bodyOf({
    kind: "ballot_cast",
    contest: base64Url(contest),
    ballot_key: base64Url(ballotKey),
    stamp: base64Url(stamp),
    nonce: base64Url(nonce),
    replaces: base64Url(replaces),
    ballot: payload,
  });
  return signed(body, { ...by, signer: "ballot" }, "ballot", isInline ? [] : partsOf(ballot));
}

function partsOf(bytes: Uint8Array): Uint8Array[] {
  const whole = bytes.length - (bytes.length % PART_BYTES);
  const last = bytes.slice(whole);
  return [...chunks(bytes.slice(0, whole), PART_BYTES), ...(last.length > 0 ? [concat(last)] : [])];
}

export function slipAct(contest: Uint8Array, deputy: number, by: Omit<By, "signer">): Act {
  const body = bodyOf({ kind: "ballot_returned", contest: base64Url(contest), deputy });
  return signed(body, { ...by, signer: `deputy-${deputy}` });
}

export function voteAct(contest: Uint8Array, deputy: number, choices: readonly number[], replaces: Uint8Array, by: Omit<By, "signer">): Act {
  const body = bodyOf({ kind: "vote_cast", contest: base64Url(contest), deputy, choices, replaces: base64Url(replaces) });
  return signed(body, { ...by, signer: `deputy-${deputy}` });
}

/** Anyone can recompute it, so it has no signature of ours; the server signs it. */
export function challengeAct(contest: Uint8Array, { com, seed, choices, code }: OpenedEncryption): Act {
  const [contestText, comText, seedText, choicesText, codeText] = [contest, com, seed, choices, code].map(base64Url);
  return { sigs: [], body: bodyOf({ kind: "ballot_challenged", contest: contestText, com: comText, seed: seedText, choices: choicesText, code: codeText }), parts: [] };
}
