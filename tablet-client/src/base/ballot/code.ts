// The ballot code and the commitment in it (protocol.md §7.8).

import { hash } from "../hash.js";

/** com of §7.8. */
export function commitment(ballotKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hash("ballot-commitment", ballotKey, nonce);
}

/** The ballot code of §7.8. */
export function ballotCode(sitting: Uint8Array, contest: Uint8Array, com: Uint8Array, ciphertexts: Uint8Array): Uint8Array {
  return hash("ballot-code", sitting, contest, com, ciphertexts);
}

/** 查票码: the first 10 bytes of the code, for people. */
export function shortCode(code: Uint8Array): string {
  const bits = [...code.slice(0, 10)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(Number.parseInt(five, 2)));
  return (letters.join("").match(/.{4}/g) ?? []).join("-");
}
