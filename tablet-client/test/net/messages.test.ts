import { describe, expect, test } from "vitest";
import { JsonError } from "../../src/base/wire/json.js";
import { FormError } from "../../src/base/wire/schema.js";
import { readMessage } from "../../src/net/messages.js";
import { GOOD, HOSTILE } from "./frames.js";

/** Which reader refused it and why; `taken` if none did. */
function refusedBy(frame: string): readonly [by: string, why: string] {
  try {
    readMessage(frame);
  } catch (error) {
    if (error instanceof JsonError || error instanceof FormError) return [error.name, error.message];
    throw error;
  }
  return ["taken", ""];
}

describe("a frame of the server", () => {
  test.each(Object.entries(GOOD))("%s is read as what it is", (type, frame) => {
    expect(readMessage(frame).type).toBe(type);
  });

  test("gives its fields as they stand", () => {
    const read = readMessage(GOOD["accepted"] ?? "");
    expect(read).toEqual({ type: "accepted", id: 1, placed: { index: 4, leaf: new Uint8Array(32).fill(1) }, sig: new Uint8Array(64).fill(7) });
  });

  test.each(HOSTILE)("with $what is refused", ({ frame, by, says }) => {
    const [refused, why] = refusedBy(frame);
    expect(refused).toBe(by);
    expect(why).toMatch(says);
  });

  test.each(Object.entries(GOOD))("%s cut off anywhere is refused", (_, frame) => {
    for (let end = 0; end < frame.length; end += 1) expect(refusedBy(frame.slice(0, end))[0]).toBe("JsonError");
  });
});
