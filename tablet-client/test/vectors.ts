// The folder tests/vectors: files that other programs made, read in place.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromHex } from "../src/base/bytes.js";
import { isList, isObject, toJson, type Json, type JsonObject } from "../src/base/wire/json.js";

// The second verifier runs this file too, compiled into a folder of its own: the vectors are above both.
const FOLDER = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "tests/vectors"))) {
    assert.notEqual(folder, dirname(folder), "no folder tests/vectors above this file");
    folder = dirname(folder);
  }
  return `${join(folder, "tests/vectors")}/`;
})();

export function vectorFiles(folder: string): string[] {
  return readdirSync(FOLDER + folder).filter((name) => name.endsWith(".json")).sort();
}

/** Ordinary JSON, with white space; what §2.1 cannot say stays what no reader takes. */
export function readJson(name: string): Json {
  const plain: unknown = JSON.parse(readFileSync(FOLDER + name, "utf8"), (_, value: unknown) => value ?? "null");
  return toJson(plain);
}

export function readBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(FOLDER + name));
}

export function vector(name: string): JsonObject {
  return objectOf(readJson(name));
}

export function objectOf(value: Json | undefined): JsonObject {
  assert.ok(value !== undefined && isObject(value));
  return value;
}

export function textOf(of: JsonObject, name: string): string {
  const value = of.get(name);
  assert.ok(typeof value === "string", name);
  return value;
}

export function numberOf(of: JsonObject, name: string): number {
  const value = of.get(name);
  assert.ok(typeof value === "number", name);
  return value;
}

export function hexOf(of: JsonObject, name: string): Uint8Array {
  return fromHexText(textOf(of, name));
}

export function fromHexText(text: string): Uint8Array {
  const bytes = fromHex(text);
  assert.ok(bytes !== undefined, text);
  return bytes;
}

export function listOf(of: JsonObject, name: string): JsonObject[];
export function listOf(of: JsonObject, name: string, plain: "plain"): readonly Json[];
export function listOf(of: JsonObject, name: string, plain?: "plain"): readonly Json[] {
  const value = of.get(name);
  assert.ok(value !== undefined && isList(value), name);
  return plain === undefined ? value.map(objectOf) : value;
}

export function textsOf(of: JsonObject, name: string): string[] {
  return listOf(of, name, "plain").map((item) => {
    assert.ok(typeof item === "string", name);
    return item;
  });
}

/** A list of hexadecimal texts. */
export function bytesOf(of: JsonObject, name: string): Uint8Array[] {
  return textsOf(of, name).map(fromHexText);
}
