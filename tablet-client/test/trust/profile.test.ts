// tests/vectors/rules: which profiles can be followed. What follows from numbers (decisions) is the verifiers' and is not asked here.

import { expect, test } from "vitest";
import { isList, isObject, type Json } from "../../src/base/wire/json.js";
import { FormError } from "../../src/base/wire/schema.js";
import { profile } from "../../src/base/rules/profile.js";
import { firstFault } from "../../src/trust/profile.js";
import { readJson, textOf, vectorFiles } from "../vectors.js";

/** As a case expects it: sound, the field that is wrong, or the field that has no such form. */
function verdict(of: ReadonlyMap<string, Json>): string {
  const items = of.get("items");
  try {
    const fault = firstFault(profile(of.get("profile") ?? "", []), typeof items === "number" ? items : undefined);
    return fault === undefined ? "sound" : `profile ${fault}`;
  } catch (error) {
    if (error instanceof FormError) return `form ${error.path[0] ?? ""}`;
    throw error;
  }
}

function expected(of: ReadonlyMap<string, Json>): string {
  const expect = of.get("expect");
  const error = expect !== undefined && isObject(expect) ? expect.get("error") : undefined;
  if (error === undefined || !isObject(error)) return "sound";
  return `${textOf(error, "kind")} ${textOf(error, "parameter")}`;
}

test("every profile of the vectors is found sound or wrong in the field that they name", () => {
  const seen = new Map<string, number>();
  for (const file of vectorFiles("rules")) {
    const all = readJson(`rules/${file}`);
    if (!isList(all)) throw new Error(file);
    for (const one of all) {
      if (!isObject(one) || one.get("kind") !== "profile") continue;
      expect(verdict(one), `${file}, ${textOf(one, "name")}`).toBe(expected(one));
      const [kind = ""] = expected(one).split(" ");
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
  }
  expect([...seen.keys()].sort()).toEqual(["form", "profile", "sound"]);
  expect(seen.get("profile")).toBeGreaterThan(50);
});
