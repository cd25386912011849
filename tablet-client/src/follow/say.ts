/** Numbers, shares and codes in Chinese, as the printed reports have them. */

import type { Share } from "../base/rules/profile.js";

const DIGITS = [..."一二三四五六七八九十"];

const BASES: Readonly<Record<Share["base"], readonly [of: string, unit: string]>> = {
  membership: ["全体代表", "人"],
  due: ["应到代表", "人"],
  present: ["实到代表", "人"],
  returned: ["收回的票", "张"],
  valid: ["有效票", "张"],
};

function fraction(num: number, den: number): string {
  if (num === 1 && den === 2) return "半数";
  if (num === den) return "全数";
  const [above, below] = [DIGITS[num - 1], DIGITS[den - 1]];
  return above === undefined || below === undefined ? `${num}/${den}` : `${below}分之${above}`;
}

/** 超过全体代表 195 人的半数; without the number if there is none yet. */
export function shareWords(share: Share, base: number | undefined): string {
  const [of, unit] = BASES[share.base];
  const whole = base === undefined ? of : `${of} ${base} ${unit}`;
  return `${share.inclusive ? "达到" : "超过"}${whole}的${fraction(share.num, share.den)}`;
}

/** The same as a number: what the share needs of so many, ⌈x·a/b⌉ if inclusive, else ⌊x·a/b⌋ + 1 (§9.1). */
export function needed({ num, den, inclusive }: Share, base: number): number {
  const [product, divisor] = [BigInt(base) * BigInt(num), BigInt(den)];
  const whole = product / divisor;
  return Number(inclusive && whole * divisor === product ? whole : whole + 1n);
}

/** （第三条）, or nothing. */
export function cite(article: string): string {
  return article === "" ? "" : `（${article}）`;
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
