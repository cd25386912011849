// Decryption (protocol.md §8): proved shares, and totals that are checked without searching.

import { concat } from "#base/bytes.js";
import { NO_CIPHERTEXT, type Ciphertext } from "./ballot/ballot.js";
import { decodeElement, decodePoint, decodeScalar, encodePoint, G, invert, mod, opened, sum, times, type Point } from "#base/group.js";
import { hash, hashToScalar } from "#base/hash.js";

export interface ShareStatement {
  readonly label: "decryption-share" | "test-decryption-share";
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  readonly leaf: Uint8Array;
  readonly key: Uint8Array;
  readonly scrutineer: number;
  /** Yᵢ, encoded. */
  readonly shareKey: Uint8Array;
}

/** §8.2: D of one cell, if the share's proof holds; `undefined` if it does not. */
export function checkShare(statement: ShareStatement, cell: number, ciphertext: Ciphertext, share: Uint8Array): Point | undefined {
  const { label, sitting, contest, leaf, key, scrutineer, shareKey } = statement;
  const [dBytes, aBytes, bBytes] = [share.slice(0, 32), share.slice(32, 64), share.slice(64, 96)];
  const d = decodeElement(dBytes);
  const a = decodePoint(aBytes);
  const b = decodePoint(bBytes);
  const s = decodeScalar(share.slice(96));
  const y = decodeElement(shareKey);
  if (d === undefined || a === undefined || b === undefined || s === undefined || y === undefined) return undefined;
  const pair = concat(encodePoint(ciphertext.a), encodePoint(ciphertext.b));
  const c = hashToScalar(label, sitting, contest, leaf, key, scrutineer, cell, pair, shareKey, dBytes, aBytes, bBytes);
  const holds = a.equals(opened(s, G, c, y)) && b.equals(opened(s, ciphertext.a, c, d));
  return holds ? d : undefined;
}

/** §8.3: M of one cell, from partial decryptions by position. */
export function combine(ciphertext: Ciphertext, partials: ReadonlyMap<number, Point>): Point {
  const positions = [...partials.keys()].map(BigInt);
  const parts = [...partials].map(([position, d]) => {
    const i = BigInt(position);
    const others = positions.filter((j) => j !== i);
    const above = others.reduce((product, j) => mod(product * j), 1n);
    const below = others.reduce((product, j) => mod(product * (j - i)), 1n);
    return times(mod(above * invert(below)), d);
  });
  return ciphertext.b.subtract(sum(parts));
}

/** Whether [t]G = M. */
export function isTotal(total: number, m: Point): boolean {
  return times(BigInt(total), G).equals(m);
}

/** §8.4: the dummy and the number that it holds. */
export function dummy(leaf: Uint8Array, key: Uint8Array): { readonly ciphertext: Ciphertext; readonly number: number } {
  const k = decodePoint(key);
  if (k === undefined) return { ciphertext: NO_CIPHERTEXT, number: 0 };
  const r = hashToScalar("test-decryption-randomness", leaf, key);
  const digest = hash("test-decryption-number", leaf, key);
  const number = (((digest[0] ?? 0) << 8) | (digest[1] ?? 0)) % 1000 + 1;
  const a = times(r, G);
  const b = times(BigInt(number), G).add(times(r, k));
  return { ciphertext: { a, b }, number };
}
