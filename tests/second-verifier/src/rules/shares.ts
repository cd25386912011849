// What shares and ratios need (protocol.md §9.1).

import type { Share } from "#base/rules/profile.js";

/** ⌈x·a/b⌉ if inclusive, else ⌊x·a/b⌋ + 1. */
export function neededOf({ num, den, inclusive }: Share, whole: number): number {
  const product = BigInt(whole) * BigInt(num);
  const divisor = BigInt(den);
  return Number(inclusive ? (product + divisor - 1n) / divisor : product / divisor + 1n);
}

/** ⌈s·a/b⌉, the items beyond the seats that a ratio asks for, at least one. */
export function surplusOf(seatCount: number, num: number, den: number): number {
  const product = BigInt(seatCount) * BigInt(num);
  const extra = (product + BigInt(den) - 1n) / BigInt(den);
  return Number(extra > 1n ? extra : 1n);
}
