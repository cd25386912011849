// The log as files (protocol.md §2.7): how tiles and bundles are called, and how long they are. Nothing of them is believed here.

import { chunks } from "../base/bytes.js";

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;
export const CHECKPOINT_BYTES_MAX = 65_536;
const HASH_BYTES = 32;
export const TILE_BYTES_MAX = TILE_WIDTH * HASH_BYTES;
/** 256 entries of 65,535 bytes, each with its length (§16.3). */
export const BUNDLE_BYTES_MAX = 16_777_472;

/** `x001/x234/067` of 1,234,067; `.p/17` after it for a partial one. */
function pathOf(number: number, width: number): string {
  const digits = String(number);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return width < TILE_WIDTH ? `${path}.p/${width}` : path;
}

/** Path of the leaf hashes `number` · 256 and on, below the log's address. */
export function leavesPath(number: number, width: number): string {
  return `tile/0/${pathOf(number, width)}`;
}

/** Path of a bundle below the log's address. */
export function bundlePath(number: number, width: number): string {
  return `tile/entries/${pathOf(number, width)}`;
}

/** How many of the tile or bundle `number` a log of `size` entries has. */
export function widthOf(number: number, size: number): number {
  return Math.min(TILE_WIDTH, size - number * TILE_WIDTH);
}

/**
 * What `read` finds with the width, or, where a partial one is not there any more, the first so many of the full one (§2.7). Each must
 * have exactly as many as its name says: `read` gives `undefined` where it has not.
 */
export async function partialOrFull<T>(
  width: number,
  read: (width: number) => Promise<readonly T[] | undefined>,
  isGone: (error: unknown) => boolean,
): Promise<readonly T[] | undefined> {
  if (width === TILE_WIDTH) return read(width);
  try {
    return await read(width);
  } catch (error) {
    if (!isGone(error)) throw error;
    return (await read(TILE_WIDTH))?.slice(0, width);
  }
}

/** The hashes of a tile; `undefined` of any other length. */
export function readTile(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  return bytes.length === width * HASH_BYTES ? chunks(bytes, HASH_BYTES) : undefined;
}

/** The entries of a bundle: exactly `width`, and nothing after them; `undefined` for anything else. */
export function readBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length && entries.length === width ? entries : undefined;
}
