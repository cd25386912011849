// From the columns that a person marked to the marks of a ballot (protocol.md §7.1, §7.3). What breaks a rule is named.

import type { Shape } from "../base/ballot/shape.js";

/** Which rule the marks break: `row` for a column that is none, `limit` counted from 0. */
export class ChoiceError extends Error {
  override readonly name = "ChoiceError";
  constructor(
    readonly part: "rows" | "row" | "limit",
    readonly number: number,
  ) {
    super(`the choices break ${part} ${number}`);
  }
}

/** 0 or 1 for each cell, of a column for each row; the last column is the rest. */
export function marksOf(columns: readonly number[], shape: Shape): number[] {
  if (columns.length !== shape.rows || shape.blank) throw new ChoiceError("rows", columns.length);
  const width = shape.options - 1;
  const marks = columns.flatMap((column, row) => {
    if (!Number.isInteger(column) || column < 0 || column > width) throw new ChoiceError("row", row);
    return Array.from({ length: width }, (_, j) => Number(j === column));
  });
  checkMarks(marks, shape);
  return marks;
}

/** At most one mark in a row, every limit kept. */
export function checkMarks(marks: readonly number[], shape: Shape): void {
  const width = shape.options - 1;
  for (let row = 0; row < shape.rows; row += 1) {
    if (marks.slice(row * width, (row + 1) * width).filter((mark) => mark !== 0).length > 1) throw new ChoiceError("row", row);
  }
  for (const [number, limit] of shape.limits.entries()) {
    const sum = limit.terms.reduce((total, [cell, coefficient]) => total + coefficient * (marks[cell] ?? 0), 0);
    if (sum < limit.low || sum > limit.high) throw new ChoiceError("limit", number);
  }
}

/** Cell j is bit j mod 8 of byte ⌊j/8⌋. */
export function pack(marks: readonly number[]): Uint8Array {
  const packed = new Uint8Array(Math.ceil(marks.length / 8));
  for (const [cell, mark] of marks.entries()) packed[cell >> 3] = (packed[cell >> 3] ?? 0) | (mark << (cell & 7));
  return packed;
}

/** The column of each row: the rest where no cell is marked. */
export function columnsOf(marks: readonly number[], shape: Shape): number[] {
  const width = shape.options - 1;
  return Array.from({ length: shape.rows }, (_, row) => {
    const column = marks.slice(row * width, (row + 1) * width).indexOf(1);
    return column < 0 ? width : column;
  });
}
