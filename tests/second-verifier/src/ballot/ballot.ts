// The encrypted ballot (protocol.md §7): its bytes, its proofs, and the encryption that a challenge opens.

import { chunks, concat } from "#base/bytes.js";
import { decodeElement, decodePoint, decodeScalar, encodePoint, G, IDENTITY, littleEndian, mod, opened, times, type Point, type Scalar } from "#base/group.js";
import { hash512, hashToScalar } from "#base/hash.js";
import { slackBits } from "#base/ballot/choices.js";
import { encodeShape, rowCells, type Shape } from "#base/ballot/shape.js";

/** What a ballot is for: all of it stands in the challenge. */
export interface Statement {
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  readonly ballotKey: Uint8Array;
  /** K, encoded. */
  readonly key: Uint8Array;
  readonly shape: Shape;
}

/** The first check of §7.6 that fails, and the part that it names. */
export class BallotError extends Error {
  override readonly name = "BallotError";
  constructor(
    readonly check: "length" | "malformed" | "repeated" | "altered" | "proof",
    readonly part: string,
  ) {
    super(part === "" ? check : `${check}: ${part}`);
  }
}

export interface Ciphertext {
  readonly a: Point;
  readonly b: Point;
}

interface BitProof {
  readonly points: readonly [a0: Point, b0: Point, a1: Point, b1: Point];
  readonly c0: Scalar;
  readonly s0: Scalar;
  readonly s1: Scalar;
}

interface LimitProof {
  readonly a: Point;
  readonly b: Point;
  readonly s: Scalar;
}

interface Parts {
  readonly ciphertexts: readonly Ciphertext[];
  readonly bits: readonly BitProof[];
  readonly limits: readonly LimitProof[];
  readonly ciphertextBytes: Uint8Array;
  readonly commitmentBytes: Uint8Array;
}

/** The encoded first halves A of a ballot of the right length: what must never occur twice in a contest. */
export function firstHalves(ballot: Uint8Array, shape: Shape): Uint8Array[] {
  return chunks(ballot.slice(0, 64 * (shape.cells + shape.slacks)), 64).map((pair) => pair.slice(0, 32));
}

class Words {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  take(): Uint8Array {
    const word = this.bytes.slice(this.at, this.at + 32);
    this.at += 32;
    return word;
  }

  read<T>(decode: (bytes: Uint8Array) => T | undefined, part: string): { readonly value: T; readonly bytes: Uint8Array } {
    const bytes = this.take();
    const value = decode(bytes);
    if (value === undefined) throw new BallotError("malformed", part);
    return { value, bytes };
  }
}

/** Names of the 0/1 proofs in their order: cells, row sums, slack bits. */
function bitParts(shape: Shape): string[] {
  const named = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name} ${i}`);
  return [...named("cell", shape.cells), ...named("row", shape.options > 2 ? shape.rows : 0), ...named("slack", shape.slacks)];
}

function decode(ballot: Uint8Array, shape: Shape): Parts {
  if (ballot.length !== shape.length) throw new BallotError("length", "");
  const words = new Words(ballot);
  const commitments: Uint8Array[] = [];
  const point = (part: string): Point => {
    const { value, bytes } = words.read(decodePoint, part);
    commitments.push(bytes);
    return value;
  };
  const scalar = (part: string): Scalar => words.read(decodeScalar, part).value;
  const count = shape.cells + shape.slacks;
  const ciphertexts = Array.from({ length: count }, (_, i) => {
    const part = i < shape.cells ? `cell ${i}` : `slack ${i - shape.cells}`;
    return { a: words.read(decodeElement, part).value, b: words.read(decodePoint, part).value };
  });
  const bits = bitParts(shape).map((part): BitProof => {
    const points: BitProof["points"] = [point(part), point(part), point(part), point(part)];
    return { points, c0: scalar(part), s0: scalar(part), s1: scalar(part) };
  });
  const limits = shape.limits.map((_, i): LimitProof => {
    const part = `limit ${i}`;
    return { a: point(part), b: point(part), s: scalar(part) };
  });
  const ciphertextBytes = ballot.slice(0, 64 * count);
  return { ciphertexts, bits, limits, ciphertextBytes, commitmentBytes: concat(...commitments) };
}

export function addCiphertexts(left: Ciphertext, right: Ciphertext): Ciphertext {
  return { a: left.a.add(right.a), b: left.b.add(right.b) };
}

export const NO_CIPHERTEXT: Ciphertext = { a: IDENTITY, b: IDENTITY };

function weighted(terms: readonly (readonly [ciphertext: Ciphertext, weight: number])[]): Ciphertext {
  let total = NO_CIPHERTEXT;
  for (const [{ a, b }, weight] of terms) {
    const factor = mod(BigInt(weight));
    total = addCiphertexts(total, { a: times(factor, a), b: times(factor, b) });
  }
  return total;
}

function bitHolds(proof: BitProof, { a, b }: Ciphertext, key: Point, c: Scalar): boolean {
  const { c0, s0, s1 } = proof;
  const [a0, b0, a1, b1] = proof.points;
  const c1 = mod(c - c0);
  return (
    a0.equals(opened(s0, G, c0, a)) &&
    b0.equals(opened(s0, key, c0, b)) &&
    a1.equals(opened(s1, G, c1, a)) &&
    b1.equals(opened(s1, key, c1, b.subtract(G)))
  );
}

/** All of §7.6. Throws [`BallotError`]; returns the ciphertexts of the cells, to be summed (§7.9). */
export function verifyBallot(statement: Statement, ballot: Uint8Array): readonly Ciphertext[] {
  const { shape } = statement;
  const parts = decode(ballot, shape);
  const halves = firstHalves(ballot, shape).map((half) => littleEndian(half));
  const repeated = halves.findIndex((half, at) => halves.indexOf(half) !== at);
  if (repeated >= 0) throw new BallotError("repeated", `ciphertext ${repeated}`);
  const key = decodeElement(statement.key);
  if (key === undefined) throw new Error("K is no element");
  const c = hashToScalar(
    "ballot-challenge",
    statement.sitting,
    statement.contest,
    statement.ballotKey,
    statement.key,
    encodeShape(shape),
    parts.ciphertextBytes,
    parts.commitmentBytes,
  );
  const failed = [...failedBits(parts, shape, key, c), ...failedLimits(parts, shape, key, c)];
  const [first] = failed;
  if (first === undefined) return parts.ciphertexts.slice(0, shape.cells);
  const proofs = parts.bits.length + parts.limits.length;
  if (proofs > 1 && failed.length === proofs) throw new BallotError("altered", "");
  throw new BallotError("proof", first);
}

function failedBits(parts: Parts, shape: Shape, key: Point, c: Scalar): string[] {
  const { ciphertexts, bits } = parts;
  const at = (index: number): Ciphertext => ciphertexts[index] ?? NO_CIPHERTEXT;
  const rows = shape.options > 2 ? Array.from({ length: shape.rows }, (_, row) => rowCells(shape, row)) : [];
  const claims = [
    ...ciphertexts.slice(0, shape.cells),
    ...rows.map((cells) => cells.map(at).reduce(addCiphertexts, NO_CIPHERTEXT)),
    ...ciphertexts.slice(shape.cells),
  ];
  const names = bitParts(shape);
  return names.filter((_, i) => {
    const proof = bits[i];
    const claim = claims[i];
    return proof === undefined || claim === undefined || !bitHolds(proof, claim, key, c);
  });
}

function failedLimits(parts: Parts, shape: Shape, key: Point, c: Scalar): string[] {
  const at = (index: number): Ciphertext => parts.ciphertexts[index] ?? NO_CIPHERTEXT;
  const failed: string[] = [];
  for (const [l, limit] of shape.limits.entries()) {
    const terms = limit.terms.map(([cell, coefficient]) => [at(cell), coefficient] as const);
    const slacks = limit.weights.map((weight, i) => [at(shape.cells + limit.firstSlack + i), weight] as const);
    const { a, b } = weighted([...terms, ...slacks]);
    const proof = parts.limits[l];
    const shifted = b.subtract(times(mod(BigInt(limit.high)), G));
    const holds =
      proof !== undefined && proof.a.equals(opened(proof.s, G, c, a)) && proof.b.equals(opened(proof.s, key, c, shifted));
    if (!holds) failed.push(`limit ${l}`);
  }
  return failed;
}

/** The ciphertexts of one encryption (§7.4), recomputed from its seed; `undefined` where some r is 0. */
export function encrypt(seed: Uint8Array, key: Uint8Array, shape: Shape, packed: Uint8Array, marks: readonly number[]): Uint8Array | undefined {
  const k = decodeElement(key);
  if (k === undefined) return undefined;
  const root = hash512("ballot-ciphertext-root", seed, key, encodeShape(shape), packed);
  const words: Uint8Array[] = [];
  for (const [i, m] of [...marks, ...slackBits(marks, shape)].entries()) {
    const r = hashToScalar("ballot-ciphertext-randomness", root, i, 0);
    if (r === 0n) return undefined;
    words.push(encodePoint(times(r, G)), encodePoint(times(BigInt(m), G).add(times(r, k))));
  }
  return concat(...words);
}
