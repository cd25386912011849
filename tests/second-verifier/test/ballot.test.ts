// Vectors of ballots, decryption and the ceremony.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ballotCode, commitment, shortCode } from "#base/ballot/code.js";
import { addCiphertexts, BallotError, encrypt, NO_CIPHERTEXT, verifyBallot, type Ciphertext } from "../src/ballot/ballot.js";
import { unpack } from "#base/ballot/choices.js";
import { keepsShape } from "../src/ballot/marks.js";
import { encodeShape, makeShape, type Limit, type Shape } from "#base/ballot/shape.js";
import { chunks, concat, equal, hex } from "#base/bytes.js";
import { agreedKey, commitmentHash, isAgreed, isDealt, isEncryptionKey, isGoodShare, judge, revealed, runHash, type DealtShare } from "../src/ceremony.js";
import { checkShare, combine, dummy, isTotal } from "../src/decryption.js";
import { decodePoint, decodeScalar, encodePoint, G, times, type Point } from "#base/group.js";
import { isList, isObject, type JsonObject } from "#base/wire/json.js";
import { bytesOf, hexOf, listOf, numberOf, objectOf, textOf, vector } from "#vectors";

const file = vector("ballot.json");
const key = hexOf(file, "key");
const sitting = hexOf(file, "sitting");
const contest = hexOf(file, "contest");
const leaf = hexOf(file, "leaf");
const shareKeys = bytesOf(file, "shares").map((share) => encodePoint(times(decodeScalar(share) ?? 0n, G)));

function limitOf(of: JsonObject): Limit {
  const terms = listOf(of, "terms", "plain").map((term) => {
    assert.ok(isList(term));
    const [cell, coefficient] = term;
    assert.ok(typeof cell === "number" && typeof coefficient === "number");
    return [cell, coefficient] as const;
  });
  return { terms, low: numberOf(of, "low"), high: numberOf(of, "high") };
}

function shapeOf(of: JsonObject): Shape {
  const shape = makeShape(numberOf(of, "rows"), numberOf(of, "options"), of.get("blank") === true, listOf(of, "limits").map(limitOf));
  assert.ok(shape !== undefined);
  return shape;
}

const statementOf = (shape: Shape, ballotKey: Uint8Array): Parameters<typeof verifyBallot>[0] => ({ sitting, contest, ballotKey, key, shape });

test("ballot.json: shapes, ballots, codes and what a challenge recomputes", () => {
  for (const one of listOf(file, "cases")) {
    const shape = shapeOf(one);
    assert.equal(hex(encodeShape(shape)), textOf(one, "encoding"));
    let sums: readonly Ciphertext[] = Array.from({ length: shape.cells }, () => NO_CIPHERTEXT);
    for (const cast of listOf(one, "ballots")) {
      const ballot = hexOf(cast, "ballot");
      const ballotKey = hexOf(cast, "ballot_key");
      const cells = verifyBallot(statementOf(shape, ballotKey), ballot);
      sums = sums.map((sum, i) => addCiphertexts(sum, cells[i] ?? NO_CIPHERTEXT));
      const packed = hexOf(cast, "choices");
      const marks = unpack(packed, shape.cells);
      assert.ok(marks !== undefined && keepsShape(marks, shape));
      const ciphertexts = encrypt(hexOf(cast, "seed"), key, shape, packed, marks);
      assert.ok(ciphertexts !== undefined);
      assert.ok(equal(ciphertexts, ballot.slice(0, ciphertexts.length)));
      const com = commitment(ballotKey, hexOf(cast, "nonce"));
      assert.equal(hex(com), textOf(cast, "com"));
      const code = ballotCode(sitting, contest, com, ciphertexts);
      assert.equal(hex(code), textOf(cast, "code"));
      assert.equal(shortCode(code), textOf(cast, "short"));
      // The same bytes for another key, and one byte less.
      const proofs = shape.cells + shape.slacks + shape.limits.length;
      const check = proofs > 1 ? "altered" : "proof";
      assert.throws(() => verifyBallot(statementOf(shape, leaf), ballot), { check });
      assert.throws(() => verifyBallot(statementOf(shape, ballotKey), ballot.slice(1)), { check: "length" });
    }
    checkDecryption(one, sums);
  }
});

function checkDecryption(one: JsonObject, sums: readonly Ciphertext[]): void {
  const partials = listOf(one, "partials");
  for (const [cell, total] of listOf(one, "totals", "plain").entries()) {
    const sum = sums[cell];
    assert.ok(sum !== undefined && typeof total === "number");
    const shares = new Map<number, Point>();
    for (const partial of partials) {
      const scrutineer = numberOf(partial, "index");
      const shareKey = shareKeys[scrutineer - 1];
      const share = chunks(hexOf(partial, "shares"), 128)[cell];
      assert.ok(shareKey !== undefined && share !== undefined);
      const statement = { label: "decryption-share", sitting, contest, leaf, key, scrutineer, shareKey } as const;
      const d = checkShare(statement, cell, sum, share);
      assert.ok(d !== undefined);
      shares.set(scrutineer, d);
      assert.equal(checkShare({ ...statement, scrutineer: scrutineer + 1 }, cell, sum, share), undefined);
      assert.equal(checkShare(statement, cell + 1, sum, share), undefined);
    }
    assert.ok(isTotal(total, combine(sum, shares)));
    assert.ok(!isTotal(total + 1, combine(sum, shares)));
  }
}

test("ballot.json: the refused are refused, by the part that is wrong", () => {
  const cases = listOf(file, "cases");
  for (const one of listOf(file, "refused")) {
    const shape = shapeOf(objectOf(cases[numberOf(one, "case")]));
    const refused = (): void => void verifyBallot(statementOf(shape, hexOf(one, "ballot_key")), hexOf(one, "ballot"));
    assert.throws(refused, (error: unknown) => error instanceof BallotError && error.part === textOf(one, "error"), textOf(one, "name"));
  }
});

test("ballot.json: the dummy of the test decryption", () => {
  const one = objectOf(file.get("dummy"));
  const { ciphertext, number } = dummy(leaf, key);
  assert.equal(hex(concat(encodePoint(ciphertext.a), encodePoint(ciphertext.b))), textOf(one, "ciphertext"));
  assert.equal(number, numberOf(one, "number"));
  const scrutineer = numberOf(one, "index");
  const shareKey = shareKeys[scrutineer - 1];
  assert.ok(shareKey !== undefined);
  const statement = { label: "test-decryption-share", sitting, contest: new Uint8Array(32), leaf, key, scrutineer, shareKey } as const;
  assert.ok(checkShare(statement, 0, ciphertext, hexOf(one, "share")) !== undefined);
  assert.equal(checkShare({ ...statement, label: "decryption-share" }, 0, ciphertext, hexOf(one, "share")), undefined);
});

function shareOf(of: JsonObject, to: number): DealtShare {
  return { to, ephemeral: hexOf(of, "ephemeral"), proof: hexOf(of, "proof"), sealed: hexOf(of, "sealed") };
}

test("ceremony.json: a run, its key, and who is at fault in each dispute", () => {
  const ceremony = vector("ceremony.json");
  const run = runHash(hexOf(ceremony, "sitting"), numberOf(ceremony, "run_number"), numberOf(ceremony, "t"), bytesOf(ceremony, "act_keys"));
  assert.equal(hex(run), textOf(ceremony, "run"));
  const committed = listOf(ceremony, "committed");
  const encryptionKeys = committed.map((one) => hexOf(one, "encryption_key"));
  const commitments = listOf(ceremony, "revealed").map((one, at) => {
    const points = bytesOf(one, "commitments");
    const proof = hexOf(one, "proof");
    const [commit, encryptionKey] = [objectOf(committed[at]), encryptionKeys[at] ?? new Uint8Array()];
    assert.ok(isEncryptionKey(run, at + 1, encryptionKey, hexOf(commit, "proof")));
    assert.ok(!isEncryptionKey(run, at + 2, encryptionKey, hexOf(commit, "proof")));
    assert.equal(hex(commitmentHash(run, at + 1, points, proof)), textOf(commit, "commitment"));
    const read = revealed(run, at + 1, points, proof);
    assert.ok(read !== undefined);
    assert.equal(revealed(run, at + 2, points, proof), undefined);
    return read;
  });
  checkDealt(ceremony, run, encryptionKeys, commitments);
  const agreed = agreedKey(commitments);
  assert.ok(agreed !== undefined);
  assert.ok(isAgreed(agreed, hexOf(ceremony, "key"), bytesOf(ceremony, "public_shares")));
  const secrets = bytesOf(ceremony, "secret_shares").map((secret) => hex(encodePoint(times(decodeScalar(secret) ?? 0n, G))));
  assert.deepEqual(secrets, agreed.shareKeys.map(hex));
  for (const dispute of listOf(ceremony, "disputes")) {
    const complaint = objectOf(dispute.get("complaint"));
    const [dealer, to] = [numberOf(complaint, "dealer"), numberOf(complaint, "complainer")];
    const said = { shared: hexOf(complaint, "shared"), proof: hexOf(complaint, "proof") };
    const share = shareOf(objectOf(dispute.get("share")), to);
    const recipient = encryptionKeys[to - 1] ?? new Uint8Array();
    assert.equal(judge(run, dealer, recipient, share, said, commitments[dealer - 1] ?? []), textOf(dispute, "fault"), textOf(dispute, "name"));
  }
});

function checkDealt(ceremony: JsonObject, run: Uint8Array, encryptionKeys: readonly Uint8Array[], commitments: readonly (readonly Point[])[]): void {
  const secrets = bytesOf(ceremony, "encryption_secrets");
  for (const [at, shares] of listOf(ceremony, "dealt", "plain").entries()) {
    assert.ok(isList(shares));
    const dealer = at + 1;
    const others = secrets.map((_, i) => i + 1).filter((i) => i !== dealer);
    for (const [place, to] of others.entries()) {
      const dealt = shares[place];
      assert.ok(dealt !== undefined && isObject(dealt));
      const share = shareOf(dealt, to);
      const recipient = encryptionKeys[to - 1] ?? new Uint8Array();
      assert.ok(isDealt(run, dealer, recipient, share));
      assert.ok(!isDealt(run, to, recipient, share));
      const e = decodePoint(share.ephemeral);
      const x = decodeScalar(secrets[to - 1] ?? new Uint8Array());
      assert.ok(e !== undefined && x !== undefined);
      assert.ok(isGoodShare(run, dealer, recipient, share, encodePoint(times(x, e)), commitments[at] ?? []));
    }
  }
}
