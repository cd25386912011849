// rfc9497…json and stamp-batch.json: the device's side of the stamp.

import { sha512 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { concat, hex, utf8 } from "../../src/base/bytes.js";
import { decodeScalar, encodePoint, G, invert, times } from "../../src/base/group.js";
import { hashToGroup, stampInput } from "../../src/base/stamped.js";
import { secretTimes } from "../../src/crypto/secret.js";
import { blindKey, StampError, unblind } from "../../src/crypto/stamp.js";
import { isProved } from "../../src/trust/evaluation.js";
import { proveEvaluation } from "../server.js";
import { bytesOf, hexOf, listOf, textOf, vector } from "../vectors.js";

function finalize(input: Uint8Array, stamp: Uint8Array): Uint8Array {
  const sized = (bytes: Uint8Array): Uint8Array => concat(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);
  return sha512(concat(sized(input), sized(stamp), utf8("Finalize")));
}

test("rfc9497: blinded and evaluated elements, proofs and outputs", () => {
  const file = vector("rfc9497-voprf-ristretto255-sha512.json");
  const secret = decodeScalar(hexOf(file, "secret_key")) ?? 0n;
  expect(hex(encodePoint(times(secret, G)))).toBe(textOf(file, "public_key"));
  const key = times(secret, G);
  for (const one of listOf(file, "cases")) {
    const inputs = bytesOf(one, "input");
    const blinds = bytesOf(one, "blind").map((blind) => decodeScalar(blind) ?? 0n);
    const blinded = inputs.map((input, i) => secretTimes(blinds[i] ?? 0n, hashToGroup(input)));
    expect(blinded.map((point) => hex(encodePoint(point)))).toEqual(bytesOf(one, "blinded").map(hex));
    const evaluated = blinded.map((point) => times(secret, point));
    const proof = hexOf(one, "proof");
    const pairs = blinded.map((point, i) => ({ blinded: point, evaluated: evaluated[i] ?? point }));
    expect(isProved(key, pairs, proof)).toBe(true);
    expect(isProved(G, pairs, proof)).toBe(false);
    expect(isProved(key, pairs.slice(1), proof)).toBe(false);
    for (const at of [0, 31, 32, 63]) expect(isProved(key, pairs, proof.map((byte, i) => (i === at ? byte ^ 1 : byte)))).toBe(false);
    expect(isProved(key, pairs, concat(proof, Uint8Array.of(0)))).toBe(false);
    // The RFC's last hash, which piaojue does not take, is of input and stamp: its outputs show that the stamps are right.
    const outputs = evaluated.map((point, i) => hex(finalize(inputs[i] ?? new Uint8Array(), encodePoint(secretTimes(invert(blinds[i] ?? 0n), point)))));
    expect(outputs).toEqual(bytesOf(one, "output").map(hex));
  }
});

const boxes = vector("stamp-batch.json");
const [sitting, contest, stampKey] = [hexOf(boxes, "sitting"), hexOf(boxes, "contest"), hexOf(boxes, "public_key")];
const secret = decodeScalar(hexOf(boxes, "secret_key")) ?? 0n;
const good = listOf(boxes, "cases").find((one) => textOf(one, "name") === "six good stamps");
const stamped = good === undefined ? [] : listOf(good, "ballots");

test("a blinded key comes back as the stamp of stamp-batch.json", () => {
  expect(stamped.length).toBe(6);
  for (const [at, one] of stamped.entries()) {
    const ballotKey = hexOf(one, "ballot_key");
    const context = { sitting, contest, ballotKey };
    const { blind, blinded } = blindKey(context, new Uint8Array(32).fill(at), new Uint8Array(32).fill(at + 100));
    const input = stampInput(sitting, contest, ballotKey);
    if (input === undefined) throw new Error("no input");
    const evaluated = encodePoint(times(secret, times(decodeScalar(blind) ?? 0n, input)));
    const proof = proveEvaluation(secret, blinded, evaluated);
    expect(hex(unblind(context, blind, stampKey, { evaluated, proof }))).toBe(textOf(one, "stamp"));
    const refused = (change: { evaluated?: Uint8Array; proof?: Uint8Array; key?: Uint8Array; blind?: Uint8Array }): unknown => {
      try {
        return unblind(context, change.blind ?? blind, change.key ?? stampKey, { evaluated: change.evaluated ?? evaluated, proof: change.proof ?? proof });
      } catch (error) {
        return error instanceof StampError ? error.check : error;
      }
    };
    expect(refused({ proof: proof.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) })).toBe("proof");
    expect(refused({ evaluated: blinded })).toBe("proof");
    expect(refused({ key: encodePoint(G) })).toBe("proof");
    expect(refused({ evaluated: new Uint8Array(32) })).toBe("evaluated");
    expect(refused({ key: new Uint8Array(32) })).toBe("key");
    expect(refused({ blind: new Uint8Array(32) })).toBe("blind");
  }
});
