// Vectors of the tree, of Ed25519, of the stamp and of the RFC: the good accepted, the bad refused by their name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, fromHex, hex, utf8 } from "#base/bytes.js";
import { decodePoint, decodeScalar, encodePoint, encodeScalar, G, invert, times } from "#base/group.js";
import { leafHash } from "#base/hash.js";
import { checkConsistency, checkInclusion, Tree } from "../src/merkle.js";
import { verify } from "../src/signature.js";
import { hashToGroup, stampInput } from "#base/stamped.js";
import { deriveKey, finalize, isEvaluated } from "../src/voprf.js";
import { checkBox } from "../src/stamp.js";
import { base64, fromBase64 } from "#base/wire/base64.js";
import { bytesOf, hexOf, listOf, numberOf, objectOf, textOf, vector } from "#vectors";

test("merkle.json: roots and both proofs", () => {
  const file = vector("merkle.json");
  const tree = new Tree();
  for (const one of listOf(file, "roots")) {
    while (tree.size < numberOf(one, "size")) tree.push(leafHash(utf8(`piaojue merkle vector ${tree.size}`)));
    assert.equal(base64(tree.root()), textOf(one, "root"));
  }
  const hash = (text: string): Uint8Array => {
    const bytes = fromBase64(text);
    assert.ok(bytes !== undefined);
    return bytes;
  };
  const proof = (one: ReturnType<typeof objectOf>): Uint8Array[] =>
    listOf(one, "proof", "plain").map((item) => {
      assert.ok(typeof item === "string");
      return hash(item);
    });
  for (const one of listOf(file, "inclusion")) {
    const size = BigInt(numberOf(one, "size"));
    const index = BigInt(numberOf(one, "index"));
    const error = checkInclusion(index, size, hash(textOf(one, "leaf")), proof(one), hash(textOf(one, "root")));
    assert.equal(error ?? "ok", textOf(one, "outcome"), textOf(one, "name"));
  }
  for (const one of listOf(file, "consistency")) {
    const old = BigInt(numberOf(one, "old"));
    const next = BigInt(numberOf(one, "new"));
    const error = checkConsistency(old, next, hash(textOf(one, "old_root")), hash(textOf(one, "new_root")), proof(one));
    assert.equal(error ?? "ok", textOf(one, "outcome"), textOf(one, "name"));
  }
});

test("ed25519-strict.json: each signature ends with its verdict", () => {
  for (const one of listOf(vector("ed25519-strict.json"), "cases")) {
    const verdict = verify(hexOf(one, "key"), hexOf(one, "message"), hexOf(one, "signature"));
    assert.equal(verdict, textOf(one, "verdict"), textOf(one, "name"));
  }
});

test("rfc9497: keys, blinded and evaluated elements, proofs and outputs", () => {
  const file = vector("rfc9497-voprf-ristretto255-sha512.json");
  const secret = deriveKey(hexOf(file, "seed"), hexOf(file, "key_info"));
  assert.equal(hex(encodeScalar(secret)), textOf(file, "secret_key"));
  const key = times(secret, G);
  assert.equal(hex(encodePoint(key)), textOf(file, "public_key"));
  for (const one of listOf(file, "cases")) {
    const name = textOf(one, "name");
    const inputs = bytesOf(one, "input");
    const blinds = bytesOf(one, "blind").map((blind) => decodeScalar(blind) ?? 0n);
    const blinded = inputs.map((input, i) => times(blinds[i] ?? 0n, hashToGroup(input)));
    assert.deepEqual(blinded.map((point) => hex(encodePoint(point))), bytesOf(one, "blinded").map(hex), name);
    const evaluated = blinded.map((point) => times(secret, point));
    assert.deepEqual(evaluated.map((point) => hex(encodePoint(point))), bytesOf(one, "evaluated").map(hex), name);
    const proof = hexOf(one, "proof");
    assert.ok(isEvaluated(key, blinded, evaluated, proof), name);
    const other = concat(proof.slice(0, 63), Uint8Array.of((proof[63] ?? 0) ^ 1));
    assert.ok(!isEvaluated(key, blinded, evaluated, other), name);
    assert.ok(!isEvaluated(G, blinded, evaluated, proof), name);
    const stamps = evaluated.map((point, i) => times(invert(blinds[i] ?? 0n), point));
    const outputs = stamps.map((stamp, i) => hex(finalize(inputs[i] ?? new Uint8Array(), stamp)));
    assert.deepEqual(outputs, bytesOf(one, "output").map(hex), name);
  }
});

test("stamp-batch.json: each box ends with its verdict", () => {
  const file = vector("stamp-batch.json");
  const sitting = hexOf(file, "sitting");
  const contest = hexOf(file, "contest");
  const key = hexOf(file, "public_key");
  const secret = deriveKey(hexOf(file, "key_seed"), utf8("piaojue/v1/stamp-key"));
  assert.equal(hex(encodePoint(times(secret, G))), hex(key));
  for (const one of listOf(file, "cases")) {
    const ballots = listOf(one, "ballots").map((ballot) => ({ ballotKey: hexOf(ballot, "ballot_key"), stamp: hexOf(ballot, "stamp") }));
    const box = { sitting, contest, key, count: numberOf(one, "count"), digest: hexOf(one, "digest"), proof: hexOf(one, "proof") };
    assert.equal(checkBox(box, ballots) ?? "accept", textOf(one, "verdict"), textOf(one, "name"));
    if (textOf(one, "name") !== "six good stamps") continue;
    for (const { ballotKey, stamp } of ballots) {
      const point = stampInput(sitting, contest, ballotKey);
      assert.ok(point !== undefined);
      assert.equal(hex(encodePoint(times(secret, point))), hex(stamp));
    }
  }
});

test("encodings that are not canonical are refused", () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  assert.equal(decodeScalar(encodeScalar(order)), undefined);
  assert.equal(decodeScalar(encodeScalar(order - 1n)), order - 1n);
  // p itself, the encoding of 0 that is not canonical.
  const p = fromHex(`ed${"ff".repeat(30)}7f`);
  assert.ok(p !== undefined);
  assert.equal(decodePoint(p), undefined);
  assert.ok(decodePoint(new Uint8Array(32)) !== undefined);
});
