// Secrets: fresh ones from the system, their multiples, and how they are forgotten (protocol.md §1.2, §4.4).
//
// JavaScript promises nothing of the timing of its big integers and nothing of what a collector leaves in memory. What is done:
// bytes are overwritten after use, every multiplication by a secret goes through noble's `multiply`, whose sequence of additions does
// not depend on the scalar, and nothing here branches on a choice.

import { ed25519 } from "@noble/curves/ed25519.js";
import { G, IDENTITY, mod, type Point, type Scalar } from "../base/group.js";
import { hash } from "../base/hash.js";
import { signedBytes, type Purpose } from "../base/signed.js";

/** 32 bytes of the system. */
export function entropy(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}

/** Overwrites. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

/** [x]P for a secret x. */
export function secretTimes(scalar: Scalar, point: Point): Point {
  const x = mod(scalar);
  // Happens with probability 2^-252, and to nobody's choice.
  return x === 0n ? IDENTITY : point.multiply(x);
}

/** [x]G for a secret x. */
export function secretTimesG(scalar: Scalar): Point {
  return secretTimes(scalar, G);
}

/** The private key of a fresh Ed25519 key (§4.4). Whoever holds it wipes it. */
export function freshKey(): Uint8Array {
  const fresh = entropy();
  const key = hash("signing-key", fresh);
  wipe(fresh);
  return key;
}

export function publicKey(privateKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(privateKey);
}

/** An Ed25519 signature of §4.1. */
export function sign(privateKey: Uint8Array, purpose: Purpose, sitting: Uint8Array, bytes: Uint8Array): Uint8Array {
  return ed25519.sign(signedBytes(purpose, sitting, bytes), privateKey);
}
