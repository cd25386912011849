// The messages of protocol.md §11: read strictly, written in their one encoding.

import { base64Url } from "../base/wire/base64.js";
import { encodeJson, parseJson, toJson, type Json } from "../base/wire/json.js";
import { anyString, bool, bytes32, bytes64, int, list, object, oneOf, tagged, text, FormError, type Read, type Reader } from "../base/wire/schema.js";
import { signer, type Signer } from "../base/entry/signer.js";

/** 256 KiB. */
export const FRAME_BYTES_MAX = 262_144;
const DIGEST_QUORUM_MAX = 1;

function upTo<T>(most: number, item: Reader<T>): Reader<readonly T[]> {
  const items = list(item);
  return (value, path) => {
    const read = items(value, path);
    if (read.length > most) throw new FormError(path, `more than ${most}`);
    return read;
  };
}

const optional = <T>(item: Reader<T>): Reader<readonly T[]> => upTo(1, item);

const boxed = object({ contest: bytes32, code: bytes32, ballot: bytes32 });
/** A receipt of the box (§10.2). */
export const boxReceipt = object({ boxed, sig: bytes64 });
const placed = object({ index: int, leaf: bytes32 });
const refused = object({ act: bytes32, code: text, what: text });
const stage = oneOf("open", "held", "ended", "opening", "opened", "closed", "declared", "voided");
const contestDigest = object({
  contest: int,
  stage: optional(stage),
  definition: bytes32,
  rules: bytes32,
  opened: upTo(2, bytes32),
  issued: optional(bytes32),
  paper: optional(bytes32),
  vote: optional(bytes32),
  slip: bool,
  ballots: upTo(2, int),
});
const digest = object({
  size: int,
  sitting: bytes32,
  roll: optional(bytes32),
  checked_in: optional(bytes32),
  contests: list(contestDigest),
  sealed: bool,
  quorum: upTo(DIGEST_QUORUM_MAX, anyString),
});
const fetchedEntry = object({ index: int, line: anyString, proof: list(bytes32) });
const sig = object({ by: signer, sig: bytes64 });
const status = object({
  contests: list(object({ contest: int, boxed: int, next_stamp_key: optional(bytes32) })),
  connections: int,
  proposals: list(object({ hash: bytes32, body: anyString, sigs: list(sig), missing: list(signer) })),
  witnesses: list(object({ size: optional(int), age: optional(int), problem: optional(text) })),
});

/** Every message of the server. */
export const serverMessage = tagged("type", {
  accepted: { id: int, placed, sig: bytes64 },
  boxed: { id: int, receipt: boxReceipt },
  proposed: { id: int, proposal: bytes32, missing: list(signer) },
  refused: { id: int, refused, zh: text, en: text, sig: bytes64 },
  entries: { from: int, lines: list(anyString) },
  status: { status },
  digest: { digest },
  fetched: { id: int, entries: list(fetchedEntry), checkpoint: anyString },
  checkpoint: { note: anyString },
  cosigned: { id: int, have: int, quorum: int, problem: optional(text) },
  problem: { problem: text, zh: text, en: text },
});

export type ServerMessage = Read<typeof serverMessage>;
export type MessageOf<T extends ServerMessage["type"]> = Extract<ServerMessage, { readonly type: T }>;
export type Digest = Read<typeof digest>;
export type ContestDigest = Read<typeof contestDigest>;
export type Stage = Read<typeof stage>;
export type Fetched = Pick<MessageOf<"fetched">, "entries" | "checkpoint">;
export type BoxReceipt = Read<typeof boxReceipt>;

/** Throws [`JsonError`] or [`FormError`] unless the frame is a message in its one encoding. */
export function readMessage(frame: string): ServerMessage {
  return serverMessage(parseJson(frame), []);
}

/** A signed act (§11.1). The body travels as a string: what was signed is never encoded again. */
export interface Act {
  readonly sigs: readonly { readonly by: Signer; readonly sig: Uint8Array }[];
  readonly body: string;
  readonly parts: readonly Uint8Array[];
}

function actJson({ sigs, body, parts }: Act): Json {
  return toJson({ sigs: sigs.map(({ by, sig: bytes }) => ({ by, sig: base64Url(bytes) })), body, parts: parts.map(base64Url) });
}

/** The encoding of an act: what its hash in a receipt covers. */
export function encodeAct(act: Act): string {
  return encodeJson(actJson(act));
}

function boxedJson({ contest, code, ballot }: BoxReceipt["boxed"]): Json {
  return toJson({ contest: base64Url(contest), code: base64Url(code), ballot: base64Url(ballot) });
}

/** The encoding of what a box receipt signs. */
export function encodeBoxed(of: BoxReceipt["boxed"]): string {
  return encodeJson(boxedJson(of));
}

/** The encoding of what an `accepted` signs. */
export function encodePlaced({ index, leaf }: MessageOf<"accepted">["placed"]): string {
  return encodeJson(toJson({ index, leaf: base64Url(leaf) }));
}

/** The encoding of what a `refused` signs. */
export function encodeRefused({ act, code, what }: MessageOf<"refused">["refused"]): string {
  return encodeJson(toJson({ act: base64Url(act), code, what }));
}

export function submitMessage(id: number, act: Act): string {
  return encodeJson(new Map<string, Json>([["type", "submit"], ["id", id], ["act", actJson(act)]]));
}

export function recoverMessage(id: number, act: Act, receipt: BoxReceipt): string {
  const receiptJson = new Map<string, Json>([["boxed", boxedJson(receipt.boxed)], ["sig", base64Url(receipt.sig)]]);
  return encodeJson(new Map<string, Json>([["type", "recover"], ["id", id], ["act", actJson(act)], ["receipt", receiptJson]]));
}

export function watchMessage(deputy: number): string {
  return encodeJson(toJson({ type: "watch", deputy }));
}

export function fetchMessage(id: number, leaves: readonly Uint8Array[]): string {
  return encodeJson(toJson({ type: "fetch", id, leaves: leaves.map(base64Url) }));
}
