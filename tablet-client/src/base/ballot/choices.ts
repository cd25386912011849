// The marks of a ballot (protocol.md §7.3): packed, and the slack bits that follow from them.

import type { Shape } from "./shape.js";

/** 0 or 1 for each cell; `undefined` where the bytes are not the packing of so many cells. */
export function unpack(bytes: Uint8Array, cells: number): number[] | undefined {
  if (bytes.length !== Math.ceil(cells / 8)) return undefined;
  const bits = [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte >> i) & 1));
  return bits.slice(cells).includes(1) ? undefined : bits.slice(0, cells);
}

/** The slack bits of all limits, in order, for marks that keep them. */
export function slackBits(marks: readonly number[], shape: Shape): number[] {
  return shape.limits.flatMap((limit) => {
    const bits = limit.weights.length;
    if (bits === 0) return [];
    let rest = limit.terms.reduce((left, [cell, coefficient]) => left - coefficient * (marks[cell] ?? 0), limit.high);
    const last = rest > 2 ** (bits - 1) - 1 ? 1 : 0;
    rest -= last * (limit.weights[bits - 1] ?? 0);
    return [...Array.from({ length: bits - 1 }, (_, i) => (rest >> i) & 1), last];
  });
}
