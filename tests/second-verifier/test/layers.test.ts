// Vectors of hashes, proofs, entries, notes and receipts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { equal, fromHex, fromUtf8, hex, utf8 } from "#base/bytes.js";
import { EntryError, parseEntry } from "#base/entry/entry.js";
import { decodeElement, decodePoint, decodeScalar, encodeScalar } from "#base/group.js";
import { hash, hash512, hashToScalar } from "#base/hash.js";
import { NoteError, parseVkey, readCheckpoint } from "../src/note.js";
import { knows, sameLogarithm } from "../src/proof.js";
import { ReceiptError, verifyReceipt } from "../src/receipt.js";
import { bytesOf, hexOf, listOf, textOf, vector } from "#vectors";

test("primitives.json: hashes, points, scalars and the two proofs", () => {
  const file = vector("primitives.json");
  for (const one of listOf(file, "hashes")) {
    const [label, fields] = [textOf(one, "label"), bytesOf(one, "fields")];
    assert.equal(hex(hash(label, ...fields)), textOf(one, "H"));
    assert.equal(hex(hash512(label, ...fields)), textOf(one, "H512"));
    assert.equal(hex(encodeScalar(hashToScalar(label, ...fields))), textOf(one, "HS"));
  }
  for (const one of listOf(file, "points")) {
    const bytes = hexOf(one, "bytes");
    const verdict = decodePoint(bytes) === undefined ? "refused" : decodeElement(bytes) === undefined ? "identity" : "element";
    assert.equal(verdict, textOf(one, "verdict"), textOf(one, "name"));
  }
  for (const one of listOf(file, "scalars")) {
    const verdict = decodeScalar(hexOf(one, "bytes")) === undefined ? "refused" : "accepted";
    assert.equal(verdict, textOf(one, "verdict"), textOf(one, "name"));
  }
  for (const one of listOf(file, "knowledge")) {
    const p = decodePoint(hexOf(one, "P"));
    assert.ok(p !== undefined);
    const holds = knows(hexOf(one, "proof"), p, textOf(one, "label"), ...bytesOf(one, "fields"));
    assert.equal(holds ? "accepted" : "refused", textOf(one, "verdict"), textOf(one, "name"));
  }
  for (const one of listOf(file, "equality")) {
    const [p, b, q] = [decodePoint(hexOf(one, "P")), decodePoint(hexOf(one, "B")), decodePoint(hexOf(one, "Q"))];
    assert.ok(p !== undefined && b !== undefined && q !== undefined);
    const holds = sameLogarithm(hexOf(one, "proof"), { p, b, q }, textOf(one, "label"), ...bytesOf(one, "fields"));
    assert.equal(holds ? "accepted" : "refused", textOf(one, "verdict"), textOf(one, "name"));
  }
});

test("entry.json: lines that are entries, lines that are not, and the chain", () => {
  const file = vector("entry.json");
  for (const one of listOf(file, "accepted")) assert.doesNotThrow(() => parseEntry(utf8(textOf(one, "line"))), textOf(one, "name"));
  for (const one of listOf(file, "refused")) assert.throws(() => parseEntry(hexOf(one, "hex")), EntryError, textOf(one, "name"));
  for (const one of listOf(file, "chain")) {
    const entry = parseEntry(utf8(textOf(one, "line")));
    assert.equal(hex(entry.prev), textOf(one, "prev"));
    assert.equal(hex(entry.leaf), textOf(one, "leaf"));
    assert.equal(hex(hash("body", entry.bodyBytes)), textOf(one, "body_hash"));
  }
});

const notes = vector("note.json");
const log = parseVkey(textOf(notes, "vkey"));
assert.ok(log !== undefined);

test("note.json: checkpoints, each refused by the layer that it names", () => {
  for (const one of listOf(notes, "accepted")) {
    const checkpoint = readCheckpoint(utf8(textOf(one, "note")), log.name, log.key);
    assert.equal(checkpoint.origin, log.name, textOf(one, "name"));
  }
  for (const one of listOf(notes, "refused")) {
    const read = (): unknown => readCheckpoint(utf8(textOf(one, "note")), log.name, log.key);
    assert.throws(read, (error) => error instanceof NoteError && error.layer === textOf(one, "refused"), textOf(one, "name"));
  }
});

test("note.json: receipts", () => {
  for (const one of listOf(notes, "receipts")) {
    const read = (): void => {
      verifyReceipt(utf8(textOf(one, "receipt")), hexOf(one, "entry"), log.name, log.key);
    };
    if (textOf(one, "verdict") === "accepted") assert.doesNotThrow(read, textOf(one, "name"));
    else assert.throws(read, (error) => error instanceof ReceiptError || error instanceof NoteError, textOf(one, "name"));
  }
});

test("a vkey is its one text", () => {
  const vkey = textOf(notes, "vkey");
  for (const other of [`${vkey}A`, vkey.slice(1), vkey.replace("+", "+0"), textOf(notes, "witness"), ""]) {
    assert.equal(parseVkey(other), undefined, other);
  }
  assert.ok(equal(log.key, parseVkey(vkey)?.key ?? new Uint8Array()));
  assert.equal(fromUtf8(Uint8Array.of(0xff)), undefined);
  assert.equal(fromHex("0"), undefined);
});
