/** Numbers and codes, as the printed reports have them in every language. */

import type { Share } from "../base/rules/profile.js";

/** What a share needs of so many: ⌈x·a/b⌉ if inclusive, else ⌊x·a/b⌋ + 1 (§9.1). */
export function needed({ num, den, inclusive }: Share, base: number): number {
  const [product, divisor] = [BigInt(base) * BigInt(num), BigInt(den)];
  const whole = product / divisor;
  return Number(inclusive && whole * divisor === product ? whole : whole + 1n);
}

/** Hundredths of a percent: 93.33%, 100%. */
export function percent(hundredths: number): string {
  const part = hundredths % 100;
  const whole = Math.floor(hundredths / 100);
  if (part === 0) return `${whole}%`;
  return part % 10 === 0 ? `${whole}.${part / 10}%` : `${whole}.${String(part).padStart(2, "0")}%`;
}

/** Two decimals, halves up; 0.00 of nothing. */
export function decimal(num: number, den: number): string {
  if (den === 0) return "0.00";
  const hundredths = Math.floor((num * 200 + den) / (2 * den));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}

/** In groups of four. */
export function groupsOfFour(text: string): string {
  return (text.match(/.{1,4}/g) ?? []).join(" ");
}

/** The first 8 digits of a contest hash, in two groups: the same on terminals, tablets and reports. */
export function contestCode(hashHex: string): string {
  return groupsOfFour(hashHex.slice(0, 8).toUpperCase());
}

/** 09:41 of POSIX seconds, Beijing time, which is all of China's. */
export function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60) + 8 * 60;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
