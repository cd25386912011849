// primitives.json, ed25519-strict.json, merkle.json, entry.json, note.json: the good accepted, the bad refused by their name.

import { expect, test } from "vitest";
import { ed25519 } from "@noble/curves/ed25519.js";
import { hex, utf8 } from "../../src/base/bytes.js";
import { EntryError, parseEntry } from "../../src/base/entry/entry.js";
import { decodeElement, decodePoint, decodeScalar, encodeScalar } from "../../src/base/group.js";
import { hash, hash512, hashToScalar, leafHash } from "../../src/base/hash.js";
import { base64, fromBase64 } from "../../src/base/wire/base64.js";
import type { JsonObject } from "../../src/base/wire/json.js";
import { readCosigned, type Signatories } from "../../src/trust/checkpoint.js";
import { NoteError, readVkey } from "../../src/trust/note.js";
import { checkReceipt, ReceiptError } from "../../src/trust/receipt.js";
import { isKey, verdictOn } from "../../src/trust/signature.js";
import { consistencyError, consistencyProof, GrowingTree, inclusionError, inclusionProof, rootOf } from "../../src/trust/tree.js";
import { bytesOf, hexOf, listOf, numberOf, textOf, textsOf, vector } from "../vectors.js";

test("primitives.json", () => {
  const file = vector("primitives.json");
  for (const one of listOf(file, "hashes")) {
    const [label, fields] = [textOf(one, "label"), bytesOf(one, "fields")];
    expect(hex(hash(label, ...fields))).toBe(textOf(one, "H"));
    expect(hex(hash512(label, ...fields))).toBe(textOf(one, "H512"));
    expect(hex(encodeScalar(hashToScalar(label, ...fields)))).toBe(textOf(one, "HS"));
  }
  for (const one of listOf(file, "points")) {
    const bytes = hexOf(one, "bytes");
    const verdict = decodePoint(bytes) === undefined ? "refused" : decodeElement(bytes) === undefined ? "identity" : "element";
    expect(verdict, textOf(one, "name")).toBe(textOf(one, "verdict"));
  }
  for (const one of listOf(file, "scalars")) {
    const verdict = decodeScalar(hexOf(one, "bytes")) === undefined ? "refused" : "accepted";
    expect(verdict, textOf(one, "name")).toBe(textOf(one, "verdict"));
  }
});

test("ed25519-strict.json", () => {
  for (const one of listOf(vector("ed25519-strict.json"), "cases")) {
    const message = hexOf(one, "message");
    expect(verdictOn(hexOf(one, "key"), message, hexOf(one, "signature")), textOf(one, "name")).toBe(textOf(one, "verdict"));
    // What was signed by a seed is what this client signs with it.
    if (one.has("seed") && textOf(one, "verdict") === "accept") expect(hex(ed25519.sign(message, hexOf(one, "seed")))).toBe(textOf(one, "signature"));
  }
});

test("merkle.json", () => {
  const file = vector("merkle.json");
  const tree = new GrowingTree();
  for (const one of listOf(file, "roots")) {
    while (tree.size < numberOf(one, "size")) tree.push(leafHash(utf8(`piaojue merkle vector ${tree.size}`)));
    expect(base64(tree.root())).toBe(textOf(one, "root"));
  }
  const read = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();
  const proof = (one: JsonObject): Uint8Array[] => textsOf(one, "proof").map(read);
  for (const one of listOf(file, "inclusion")) {
    const [index, size] = [BigInt(numberOf(one, "index")), BigInt(numberOf(one, "size"))];
    const error = inclusionError(index, size, read(textOf(one, "leaf")), proof(one), read(textOf(one, "root")));
    expect(error ?? "ok", textOf(one, "name")).toBe(textOf(one, "outcome"));
  }
  for (const one of listOf(file, "consistency")) {
    const [old, next] = [BigInt(numberOf(one, "old")), BigInt(numberOf(one, "new"))];
    const error = consistencyError(old, next, read(textOf(one, "old_root")), read(textOf(one, "new_root")), proof(one));
    expect(error ?? "ok", textOf(one, "name")).toBe(textOf(one, "outcome"));
  }
});

test("entry.json", () => {
  const file = vector("entry.json");
  for (const one of listOf(file, "accepted")) expect(() => parseEntry(utf8(textOf(one, "line"))), textOf(one, "name")).not.toThrow();
  for (const one of listOf(file, "refused")) expect(() => parseEntry(hexOf(one, "hex")), textOf(one, "name")).toThrow(EntryError);
  for (const one of listOf(file, "chain")) {
    const entry = parseEntry(utf8(textOf(one, "line")));
    expect([hex(entry.prev), hex(entry.leaf), hex(hash("body", entry.bodyBytes))]).toEqual(["prev", "leaf", "body_hash"].map((name) => textOf(one, name)));
  }
});

function outcomeOf(read: () => void): string {
  try {
    read();
    return "accepted";
  } catch (error) {
    return error instanceof ReceiptError ? "refused" : String(error);
  }
}

const notes = vector("note.json");
const log = readVkey(textOf(notes, "vkey"), "log");
if (log === undefined) throw new Error("the vkey of the vectors");
const alone: Signatories = { log, witnesses: [], quorum: 0 };

test("note.json: checkpoints and receipts", () => {
  for (const one of listOf(notes, "accepted")) expect(readCosigned(utf8(textOf(one, "note")), alone).checkpoint.origin).toBe(log.name);
  for (const one of listOf(notes, "refused")) {
    const name = textOf(one, "name");
    try {
      readCosigned(utf8(textOf(one, "note")), alone);
      expect.unreachable(name);
    } catch (error) {
      expect(error instanceof NoteError ? error.layer : error, name).toBe(textOf(one, "refused"));
    }
  }
  for (const one of listOf(notes, "receipts")) {
    const read = (): void => {
      checkReceipt(utf8(textOf(one, "receipt")), hexOf(one, "entry"), alone);
    };
    expect(outcomeOf(read), textOf(one, "name")).toBe(textOf(one, "verdict") === "accepted" ? "accepted" : "refused");
  }
});

test("note.json: a vkey is its one text", () => {
  const vkey = textOf(notes, "vkey");
  expect(readVkey(textOf(notes, "witness"), "witness")?.type).toBe("witness");
  for (const other of [`${vkey}A`, vkey.slice(1), vkey.replace("+", "+0"), textOf(notes, "witness"), ""]) expect(readVkey(other, "log"), other).toBeUndefined();
});

test("proofs that are made of leaves hold, for every index and every pair of sizes up to 20", () => {
  const leaves = Array.from({ length: 20 }, (_, at) => leafHash(utf8(`leaf ${at}`)));
  for (let size = 1; size <= leaves.length; size += 1) {
    const some = leaves.slice(0, size);
    for (let at = 0; at < size; at += 1) {
      expect(inclusionError(BigInt(at), BigInt(size), leaves[at] ?? new Uint8Array(), inclusionProof(at, some), rootOf(some))).toBeUndefined();
      const old = rootOf(leaves.slice(0, at));
      expect(consistencyError(BigInt(at), BigInt(size), old, rootOf(some), consistencyProof(at, some))).toBeUndefined();
      if (at > 0) expect(consistencyError(BigInt(at), BigInt(size), rootOf(leaves.slice(1, at + 1)), rootOf(some), consistencyProof(at, some))).toBe((at & (at - 1)) === 0 ? "NewRoot" : "OldRoot");
    }
  }
});

test("keys of small order, and encodings that are not the one of a point, are no keys", () => {
  const p = (1n << 255n) - 19n;
  const bytesOfNumber = (number: bigint): Uint8Array => Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 255n));
  for (const y of [0n, 1n, p - 1n, p, p + 1n, 1n + (1n << 255n), (1n << 256n) - 1n]) expect(isKey(bytesOfNumber(y)), String(y)).toBe(false);
  expect(isKey(ed25519.getPublicKey(new Uint8Array(32)))).toBe(true);
  expect(isKey(new Uint8Array(31))).toBe(false);
});
