// rfc9497…json and stamp-batch.json: the device's side of the stamp.

import { expect, test } from "vitest";
import { concat, hex } from "../../src/base/bytes.js";
import { decodeScalar, encodePoint, encodeScalar, G, invert, times } from "../../src/base/group.js";
import { deriveKey, finalize, hashToGroup, isEvaluated, stampInput } from "../../src/base/voprf.js";
import { secretTimes } from "../../src/crypto/secret.js";
import { blindKey, StampError, unblind } from "../../src/crypto/stamp.js";
import { proveEvaluation } from "../server.js";
import { bytesOf, hexOf, listOf, textOf, vector } from "../vectors.js";

test("rfc9497: keys, blinded and evaluated elements, proofs and outputs", () => {
  const file = vector("rfc9497-voprf-ristretto255-sha512.json");
  const secret = deriveKey(hexOf(file, "seed"), hexOf(file, "key_info"));
  expect(hex(encodeScalar(secret))).toBe(textOf(file, "secret_key"));
  const key = times(secret, G);
  for (const one of listOf(file, "cases")) {
    const inputs = bytesOf(one, "input");
    const blinds = bytesOf(one, "blind").map((blind) => decodeScalar(blind) ?? 0n);
    const blinded = inputs.map((input, i) => secretTimes(blinds[i] ?? 0n, hashToGroup(input)));
    expect(blinded.map((point) => hex(encodePoint(point)))).toEqual(bytesOf(one, "blinded").map(hex));
    const evaluated = blinded.map((point) => times(secret, point));
    const proof = hexOf(one, "proof");
    expect(isEvaluated(key, blinded, evaluated, proof)).toBe(true);
    expect(isEvaluated(key, blinded, evaluated, concat(proof.slice(0, 63), Uint8Array.of((proof[63] ?? 0) ^ 1)))).toBe(false);
    const outputs = evaluated.map((point, i) => hex(finalize(inputs[i] ?? new Uint8Array(), secretTimes(invert(blinds[i] ?? 0n), point))));
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
