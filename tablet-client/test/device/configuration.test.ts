import { describe, expect, test } from "vitest";
import { ConfigurationError, readConfiguration } from "../../src/device/open.js";

const ORIGIN = "https://tablet.example:8443";
const FINGERPRINT = "ab".repeat(32);
const GOOD = { fingerprint: FINGERPRINT, server: "https://10.0.0.1:7443", mode: "real" };

describe("sitting.json", () => {
  test("says fingerprint, server and mode", () => {
    expect(readConfiguration(GOOD, ORIGIN)).toEqual({ fingerprint: new Uint8Array(32).fill(0xab), server: "https://10.0.0.1:7443", mode: "real" });
  });

  test("may have the fingerprint in groups and capitals, as it is printed", () => {
    const printed = (FINGERPRINT.toUpperCase().match(/.{4}/g) ?? []).join(" ");
    expect(readConfiguration({ ...GOOD, fingerprint: printed }, ORIGIN).fingerprint).toEqual(new Uint8Array(32).fill(0xab));
  });

  test.each([["empty", { ...GOOD, server: "" }], ["absent", { fingerprint: FINGERPRINT, mode: "real" }]])("with the server %s means the page's own", (_, value) => {
    expect(readConfiguration(value, ORIGIN).server).toBe(ORIGIN);
  });

  test.each([
    ["no object", "x", "not an object"],
    ["null", null, "not an object"],
    ["a list", [GOOD], "unknown field 0"],
    ["an unknown field", { ...GOOD, token: "1" }, "unknown field token"],
    ["no fingerprint", { server: GOOD.server, mode: "real" }, "fingerprint"],
    ["a number for a fingerprint", { ...GOOD, fingerprint: 5 }, "fingerprint"],
    ["a fingerprint of 31 bytes", { ...GOOD, fingerprint: "ab".repeat(31) }, "fingerprint"],
    ["a fingerprint of 33 bytes", { ...GOOD, fingerprint: "ab".repeat(33) }, "fingerprint"],
    ["a fingerprint that is no hexadecimal", { ...GOOD, fingerprint: "xy".repeat(32) }, "fingerprint"],
    ["no mode", { fingerprint: FINGERPRINT, server: GOOD.server }, "mode"],
    ["another mode", { ...GOOD, mode: "演练" }, "mode"],
    ["a number for a server", { ...GOOD, server: 7443 }, "server"],
    ["http", { ...GOOD, server: "http://10.0.0.1" }, "server"],
    ["ws", { ...GOOD, server: "ws://10.0.0.1" }, "server"],
    ["a path behind the server", { ...GOOD, server: "https://10.0.0.1/ws" }, "server"],
    ["somebody before an @", { ...GOOD, server: "https://10.0.0.1@evil.example" }, "server"],
    ["a question behind the server", { ...GOOD, server: "https://10.0.0.1?x" }, "server"],
    ["a script for a server", { ...GOOD, server: "javascript:alert(1)" }, "server"],
    ["a second line behind the server", { ...GOOD, server: "https://10.0.0.1\n.evil.example" }, "server"],
  ])("with %s is refused", (_, value, says) => {
    let refused: unknown;
    try {
      readConfiguration(value, ORIGIN);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect(refused instanceof Error ? refused.message : "").toBe(says);
  });

  test("read by a page that was not served over https is refused where it names no server", () => {
    expect(() => readConfiguration({ fingerprint: FINGERPRINT, mode: "real" }, "http://tablet.example")).toThrow(ConfigurationError);
  });
});
