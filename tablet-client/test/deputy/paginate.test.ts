import { expect, test } from "vitest";
import { paginate } from "../../src/ui/paginate.js";

test("as many rows as fit, with the gaps between them", () => {
  expect(paginate([100, 100, 100], 10, 320)).toEqual([[0, 1, 2]]);
  expect(paginate([100, 100, 100], 10, 319)).toEqual([[0, 1], [2]]);
});

test("a row higher than the page has one to itself, and none is left out", () => {
  expect(paginate([50, 400, 50, 50], 10, 200)).toEqual([[0], [1], [2, 3]]);
});

test("nothing is one page of nothing", () => {
  expect(paginate([], 10, 200)).toEqual([[]]);
});
