import { expect, test } from "vitest";
import { dropAllTicks, dropTicks, keepTicks, readTicks } from "../../src/deputy/model/ticks.js";
import { MemoryStorage } from "./storage.js";

test("ticks survive a reload until they are dropped", () => {
  const storage = new MemoryStorage();
  const kept = { contest: 1, code: "Q2XA", marks: [0, null, 3] };
  keepTicks(storage, kept);
  keepTicks(storage, { ...kept, contest: 2 });
  expect(readTicks(storage)).toEqual([kept, { ...kept, contest: 2 }]);
  dropTicks(storage, 1);
  expect(readTicks(storage)).toEqual([{ ...kept, contest: 2 }]);
  storage.setItem("another", "1");
  dropAllTicks(storage);
  expect([storage.length, storage.getItem("another")]).toEqual([1, "1"]);
});

test.each([
  ["01", '{"code":"A","marks":[]}'],
  ["x", '{"code":"A","marks":[]}'],
  ["1", "{"],
  ["1", "null"],
  ["1", '{"code":1,"marks":[]}'],
  ["1", '{"code":"A","marks":{}}'],
  ["1", '{"code":"A","marks":[-1]}'],
  ["1", '{"code":"A","marks":[0.5]}'],
  ["1", '{"code":"A","marks":["0"]}'],
])("what is not in the form written is dropped: %s %s", (contest, text) => {
  const storage = new MemoryStorage();
  storage.setItem(`piaojue.ticks.${contest}`, text);
  expect(readTicks(storage)).toEqual([]);
  expect(storage.length).toBe(0);
});
