// Whether marks keep a shape (protocol.md §7.3).

import { rowCells, type Shape } from "#base/ballot/shape.js";

/** At most one mark in a row, and every limit kept. */
export function keepsShape(marks: readonly number[], shape: Shape): boolean {
  for (let row = 0; row < shape.rows; row += 1) {
    if (rowCells(shape, row).reduce((sum, cell) => sum + (marks[cell] ?? 0), 0) > 1) return false;
  }
  return shape.limits.every((limit) => {
    const sum = limit.terms.reduce((total, [cell, coefficient]) => total + coefficient * (marks[cell] ?? 0), 0);
    return limit.low <= sum && sum <= limit.high;
  });
}
