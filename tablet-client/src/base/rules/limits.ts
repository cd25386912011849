// The limits and the shape of a contest's ballot, from its profile (protocol.md §9.1, end).

import { makeShape, type Limit, type Shape } from "../ballot/shape.js";
import { choosingBounds, columns, type Profile } from "./profile.js";

/** In the order of §9.1; those that cannot bind are still among them. */
export function limitsOf(rules: Profile, items: number): Limit[] {
  const width = columns(rules) - 1;
  const all = Array.from({ length: items * width }, (_, cell) => cell);
  const column = (j: number): number[] => all.filter((cell) => cell % width === j);
  const limit = (cells: readonly number[], low: number, high: number): Limit => ({
    terms: cells.map((cell) => [cell, 1] as const),
    low,
    high,
  });
  const limits: Limit[] = [];
  const isSelect = rules.options.kind === "select";
  const neverBlank = rules.blank_ballot === "void";
  const bounds = choosingBounds(rules, items);
  if (bounds !== undefined) {
    limits.push(limit(column(0), bounds.least, bounds.most));
    if (rules.blank_item === "approve") {
      limits.pop();
      const others = all.filter((cell) => cell % width !== 0);
      limits.push(limit(others, items - bounds.most, items - bounds.least));
    }
  }
  if (rules.options.kind === "ranks") {
    const least = rules.options.each === "exactly_once" ? 1 : 0;
    for (let j = 0; j < width; j += 1) limits.push(limit(column(j), least, 1));
  }
  const exactlyOnce = rules.options.kind === "ranks" && rules.options.each === "exactly_once";
  if (neverBlank && !isSelect && !exactlyOnce) limits.push(limit(all, 1, items));
  return limits;
}

/** The shape of the ballot of a contest with so many items; `undefined` where there is none. */
export function shapeOf(rules: Profile, items: number): Shape | undefined {
  return makeShape(items, columns(rules), false, limitsOf(rules, items));
}
