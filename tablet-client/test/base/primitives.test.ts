// primitives.json, ed25519-strict.json, merkle.json, entry.json, note.json: the good accepted, the bad refused by their name.

import { expect, test } from "vitest";
import { ed25519 } from "@noble/curves/ed25519.js";
import { hex, utf8 } from "../../src/base/bytes.js";
import { EntryError, parseEntry } from "../../src/base/entry/entry.js";
import { decodeElement, decodePoint, decodeScalar, encodeScalar } from "../../src/base/group.js";
import { hash, hash512, hashToScalar, leafHash } from "../../src/base/hash.js";
import { checkConsistency, checkInclusion, Tree } from "../../src/base/merkle.js";
import { NoteError, parseVkey, readCheckpoint } from "../../src/base/note.js";
import { knows, sameLogarithm } from "../../src/base/proof.js";
import { ReceiptError, verifyReceipt } from "../../src/base/receipt.js";
import { verify } from "../../src/base/signature.js";
import { base64, fromBase64 } from "../../src/base/wire/base64.js";
import type { JsonObject } from "../../src/base/wire/json.js";
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
  for (const one of listOf(file, "knowledge")) {
    const p = decodePoint(hexOf(one, "P"));
    const holds = p !== undefined && knows(hexOf(one, "proof"), p, textOf(one, "label"), ...bytesOf(one, "fields"));
    expect(holds ? "accepted" : "refused", textOf(one, "name")).toBe(textOf(one, "verdict"));
  }
  for (const one of listOf(file, "equality")) {
    const [p, b, q] = [decodePoint(hexOf(one, "P")), decodePoint(hexOf(one, "B")), decodePoint(hexOf(one, "Q"))];
    if (p === undefined || b === undefined || q === undefined) throw new Error(textOf(one, "name"));
    const holds = sameLogarithm(hexOf(one, "proof"), { p, b, q }, textOf(one, "label"), ...bytesOf(one, "fields"));
    expect(holds ? "accepted" : "refused", textOf(one, "name")).toBe(textOf(one, "verdict"));
  }
});

test("ed25519-strict.json", () => {
  for (const one of listOf(vector("ed25519-strict.json"), "cases")) {
    const message = hexOf(one, "message");
    expect(verify(hexOf(one, "key"), message, hexOf(one, "signature")), textOf(one, "name")).toBe(textOf(one, "verdict"));
    // What was signed by a seed is what this client signs with it.
    if (one.has("seed") && textOf(one, "verdict") === "accept") expect(hex(ed25519.sign(message, hexOf(one, "seed")))).toBe(textOf(one, "signature"));
  }
});

test("merkle.json", () => {
  const file = vector("merkle.json");
  const tree = new Tree();
  for (const one of listOf(file, "roots")) {
    while (tree.size < numberOf(one, "size")) tree.push(leafHash(utf8(`piaojue merkle vector ${tree.size}`)));
    expect(base64(tree.root())).toBe(textOf(one, "root"));
  }
  const read = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();
  const proof = (one: JsonObject): Uint8Array[] => textsOf(one, "proof").map(read);
  for (const one of listOf(file, "inclusion")) {
    const [index, size] = [BigInt(numberOf(one, "index")), BigInt(numberOf(one, "size"))];
    const error = checkInclusion(index, size, read(textOf(one, "leaf")), proof(one), read(textOf(one, "root")));
    expect(error ?? "ok", textOf(one, "name")).toBe(textOf(one, "outcome"));
  }
  for (const one of listOf(file, "consistency")) {
    const [old, next] = [BigInt(numberOf(one, "old")), BigInt(numberOf(one, "new"))];
    const error = checkConsistency(old, next, read(textOf(one, "old_root")), read(textOf(one, "new_root")), proof(one));
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
    return error instanceof ReceiptError || error instanceof NoteError ? "refused" : String(error);
  }
}

test("note.json: checkpoints and receipts", () => {
  const file = vector("note.json");
  const log = parseVkey(textOf(file, "vkey"));
  if (log === undefined) throw new Error("the vkey of the vectors");
  for (const one of listOf(file, "accepted")) expect(readCheckpoint(utf8(textOf(one, "note")), log.name, log.key).origin).toBe(log.name);
  for (const one of listOf(file, "refused")) {
    const name = textOf(one, "name");
    try {
      readCheckpoint(utf8(textOf(one, "note")), log.name, log.key);
      expect.unreachable(name);
    } catch (error) {
      expect(error instanceof NoteError ? error.layer : error, name).toBe(textOf(one, "refused"));
    }
  }
  for (const one of listOf(file, "receipts")) {
    const read = (): void => {
      verifyReceipt(utf8(textOf(one, "receipt")), hexOf(one, "entry"), log.name, log.key);
    };
    if (textOf(one, "verdict") === "accepted") expect(read, textOf(one, "name")).not.toThrow();
    else expect(outcomeOf(read), textOf(one, "name")).toBe("refused");
  }
});
