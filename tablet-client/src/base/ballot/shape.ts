// The shape of a ballot (protocol.md §7.1): which cells it has, which limits bind, and so how long it is.

import { concat, u64 } from "../bytes.js";

/** low ≤ Σ coefficient·m_cell ≤ high; terms ascend by cell. */
export interface Limit {
  readonly terms: readonly (readonly [cell: number, coefficient: number])[];
  readonly low: number;
  readonly high: number;
}

export interface Shape {
  readonly rows: number;
  /** Columns, the rest included. */
  readonly options: number;
  readonly blank: boolean;
  /** Those that can bind, each with the weights of its slack bits. */
  readonly limits: readonly (Limit & { readonly weights: readonly number[]; readonly firstSlack: number })[];
  readonly cells: number;
  readonly slacks: number;
  /** 32·(2(C + S) + 7P + 3L) */
  readonly length: number;
}

const BALLOT_BYTES_MAX = 180_000;
const LIMITS_MAX = 128;
const BOUND = 1024;

/** 1, 2, 4, …, 2^(k−2), T − (2^(k−1) − 1) for T = high − low. */
function slackWeights(span: number): number[] {
  if (span === 0) return [];
  const bits = Math.floor(Math.log2(span)) + 1;
  const powers = Array.from({ length: bits - 1 }, (_, i) => 2 ** i);
  return [...powers, span - (2 ** (bits - 1) - 1)];
}

/** The least and the largest sum of a limit that one mark a row allows. */
function reach(limit: Limit, options: number): { readonly least: number; readonly largest: number } {
  const rows = new Map<number, { least: number; largest: number }>();
  for (const [cell, coefficient] of limit.terms) {
    // The blank cell follows all others, so that it is a row of its own here by itself.
    const row = Math.floor(cell / (options - 1));
    const before = rows.get(row) ?? { least: 0, largest: 0 };
    rows.set(row, { least: Math.min(before.least, coefficient), largest: Math.max(before.largest, coefficient) });
  }
  let least = 0;
  let largest = 0;
  for (const row of rows.values()) {
    least += row.least;
    largest += row.largest;
  }
  return { least, largest };
}

function isLimit(limit: Limit, cells: number): boolean {
  const inBounds = (value: number): boolean => Number.isInteger(value) && Math.abs(value) <= BOUND;
  const termsHold = limit.terms.every(([cell, coefficient], at) => {
    const before = limit.terms[at - 1];
    return cell < cells && (before === undefined || before[0] < cell) && coefficient !== 0 && inBounds(coefficient);
  });
  return limit.terms.length > 0 && termsHold && limit.low <= limit.high && inBounds(limit.low) && inBounds(limit.high);
}

/** `undefined` where rows, options and limits make no shape. */
export function makeShape(rows: number, options: number, blank: boolean, limits: readonly Limit[]): Shape | undefined {
  if (rows < 1 || rows > 512 || options < 2 || options > 64 || limits.length > LIMITS_MAX) return undefined;
  const cells = rows * (options - 1) + (blank ? 1 : 0);
  const binding: (Limit & { weights: readonly number[]; firstSlack: number })[] = [];
  const seen = new Set<string>();
  let slacks = 0;
  for (const limit of limits) {
    const { least, largest } = reach(limit, options);
    const same = JSON.stringify([limit.terms, limit.low, limit.high]);
    if (!isLimit(limit, cells) || largest < limit.low || least > limit.high || seen.has(same)) return undefined;
    seen.add(same);
    if (limit.low <= least && largest <= limit.high) continue;
    const weights = slackWeights(limit.high - limit.low);
    binding.push({ ...limit, weights, firstSlack: slacks });
    slacks += weights.length;
  }
  const proofs = cells + (options > 2 ? rows : 0) + slacks;
  const length = 32 * (2 * (cells + slacks) + 7 * proofs + 3 * binding.length);
  if (length > BALLOT_BYTES_MAX) return undefined;
  return { rows, options, blank, limits: binding, cells, slacks, length };
}

export function encodeShape(shape: Shape): Uint8Array {
  const numbers = [shape.rows, shape.options, shape.blank ? 1 : 0, shape.limits.length];
  for (const limit of shape.limits) numbers.push(limit.terms.length, ...limit.terms.flat(), limit.low, limit.high);
  return concat(...numbers.map(u64));
}

/** The cells of row i, in order. */
export function rowCells(shape: Shape, row: number): number[] {
  const width = shape.options - 1;
  return Array.from({ length: width }, (_, j) => row * width + j);
}
