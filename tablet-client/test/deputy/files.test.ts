// What a deputy may take away: offered where there is something, saved as it is, and gone from the screen with the deputy.

import { expect, test } from "vitest";
import { en } from "../../src/lang/en.js";
import { zh } from "../../src/lang/zh.js";
import { KINDS } from "../scripted.js";
import { seat } from "./seat.js";

const files = [
  { name: "entry-0.json", text: "{}" },
  { name: "receipt-1.tlog-proof", text: "c2sp.org/tlog-proof@v1\n" },
];

test("a file is saved as it is, under its name, and only one that is there", async () => {
  const at = seat([KINDS.select], { files });
  await at.do({ is: "files" });
  expect(at.state.sheet).toEqual({ is: "files" });
  await at.do({ is: "save", name: "receipt-1.tlog-proof" }, { is: "save", name: "../receipt-2.tlog-proof" });
  expect(at.saved).toEqual([["receipt-1.tlog-proof", "c2sp.org/tlog-proof@v1\n"]]);
  expect(at.state.sheet).toEqual({ is: "files" });
  await at.do({ is: "close" });
  expect(at.state.sheet).toBe(null);
});

test("under the cover nothing is saved", async () => {
  const at = seat([KINDS.select], { files });
  await at.do({ is: "cover" }, { is: "save", name: "entry-0.json" });
  expect(at.saved).toEqual([]);
});

test("the words say what a receipt does not prove, in both languages", () => {
  expect(zh.filesReceipt).toContain("不能证明选了什么");
  expect(en.filesReceipt).toContain("can prove none");
});
