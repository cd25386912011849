// What is stamped (protocol.md §6.1): a ballot key as a point, by HashToGroup of RFC 9497 §4.1.

import { ristretto255_hasher } from "@noble/curves/ed25519.js";
import { expand_message_xmd } from "@noble/curves/abstract/hash-to-curve.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, lengthPrefixed, utf8 } from "./bytes.js";
import { isIdentity, type Point } from "./group.js";

const TAG = concat(utf8("HashToGroup-OPRFV1-"), Uint8Array.of(1), utf8("-ristretto255-SHA512"));

/** HashToGroup in mode VOPRF (1). */
export function hashToGroup(input: Uint8Array): Point {
  const point = ristretto255_hasher.deriveToCurve?.(expand_message_xmd(input, TAG, 64, sha512));
  if (point === undefined) throw new Error("the group library maps no bytes to the group");
  return point;
}

/** P of §6.1; `undefined` if it is the identity. */
export function stampInput(sitting: Uint8Array, contest: Uint8Array, ballotKey: Uint8Array): Point | undefined {
  const input = concat(...[utf8("piaojue/v1/stamp"), sitting, contest, ballotKey].map(lengthPrefixed));
  const point = hashToGroup(input);
  return isIdentity(point) ? undefined : point;
}
