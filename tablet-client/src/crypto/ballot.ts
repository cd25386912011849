// Encrypting a ballot and proving that it is allowed (protocol.md §7.2 to §7.5), and opening one that is checked (§7.8).
//
// Everything derives from one seed. The same operations run for a mark and for none: which of two values is taken is looked up by
// index, never branched on.

import { concat, equal } from "../base/bytes.js";
import { ballotCode } from "../base/ballot/code.js";
import { slackBits, unpack } from "../base/ballot/choices.js";
import { encodeShape, rowCells, type Shape } from "../base/ballot/shape.js";
import { decodeElement, encodePoint, encodeScalar, G, IDENTITY, mod, type Point, type Scalar } from "../base/group.js";
import { hash512, hashToScalar } from "../base/hash.js";
import { checkMarks, pack } from "./choices.js";
import { secretTimes, secretTimesG, wipe } from "./secret.js";

/** What a ballot is made for. */
export interface BallotContext {
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  readonly key: BallotKey;
  readonly shape: Shape;
}

/** K, with a table of its multiples: making it costs as much as some thirty multiplications. */
export interface BallotKey {
  readonly bytes: Uint8Array;
  readonly point: Point;
}

/** Why there is no encryption. */
export class EncryptError extends Error {
  override readonly name = "EncryptError";
  constructor(readonly why: "key" | "zero") {
    super(why === "key" ? "the key of the contest is no element" : "a randomness is 0");
  }
}

/** As noble does for G; larger tables cost more to make than one ballot saves. */
const WINDOW_BITS = 6;

export function ballotKeyOf(bytes: Uint8Array): BallotKey {
  const point = decodeElement(bytes);
  if (point === undefined) throw new EncryptError("key");
  return { bytes, point: point.precompute(WINDOW_BITS, false) };
}

/** A ciphertext with what it holds and its randomness; sums of them add up part by part. */
interface Opened {
  readonly m: number;
  readonly r: Scalar;
  readonly a: Point;
  readonly b: Point;
}

const NOTHING: Opened = { m: 0, r: 0n, a: IDENTITY, b: IDENTITY };

function add(left: Opened, right: Opened): Opened {
  return { m: left.m + right.m, r: mod(left.r + right.r), a: left.a.add(right.a), b: left.b.add(right.b) };
}

/** (A, B) = ([r]G, [m]G + [r]K) for each cell and slack bit, r from the seed (§7.4). */
function encryptCells(seed: Uint8Array, marks: readonly number[], packed: Uint8Array, key: BallotKey, shape: Shape): Opened[] {
  const root = hash512("ballot-ciphertext-root", seed, key.bytes, encodeShape(shape), packed);
  const message = [IDENTITY, G];
  const opened = [...marks, ...slackBits(marks, shape)].map((m, i) => {
    const r = hashToScalar("ballot-ciphertext-randomness", root, i, 0);
    if (r === 0n) throw new EncryptError("zero");
    return { m, r, a: secretTimesG(r), b: (message[m] ?? IDENTITY).add(secretTimes(r, key.point)) };
  });
  wipe(root);
  return opened;
}

function ciphertextBytes(opened: readonly Opened[]): Uint8Array {
  return concat(...opened.flatMap(({ a, b }) => [encodePoint(a), encodePoint(b)]));
}

/** A 0/1 proof before the challenge is known: the true branch is m, the other is simulated. */
interface BitCommitment {
  readonly points: Uint8Array;
  readonly respond: (c: Scalar) => Uint8Array;
}

function commitBit({ m, r }: Opened, key: Point, w: Scalar, simulatedC: Scalar, simulatedS: Scalar): BitCommitment {
  const t = mod(simulatedS - simulatedC * r);
  // y = c′ if m = 0, −c′ if m = 1.
  const y = mod(simulatedC * BigInt(1 - 2 * m));
  const branches = [
    [secretTimesG(w), secretTimes(w, key)],
    [secretTimesG(t), secretTimes(t, key).add(secretTimesG(y))],
  ].map((branch) => branch.map(encodePoint));
  const points = concat(...(branches[m] ?? []), ...(branches[1 - m] ?? []));
  const respond = (c: Scalar): Uint8Array => {
    const trueC = mod(c - simulatedC);
    const trueS = mod(w + trueC * r);
    const cs = [trueC, simulatedC];
    const ss = [trueS, simulatedS];
    return concat(...[cs[m] ?? 0n, ss[m] ?? 0n, ss[1 - m] ?? 0n].map(encodeScalar));
  };
  return { points, respond };
}

/** Encrypts marks and proves them: the bytes of §7.5. `marks` must keep the shape. */
export function encryptBallot(seed: Uint8Array, marks: readonly number[], ballotKey: Uint8Array, context: BallotContext): Uint8Array {
  const { sitting, contest, key, shape } = context;
  checkMarks(marks, shape);
  const packed = pack(marks);
  const encodedShape = encodeShape(shape);
  const opened = encryptCells(seed, marks, packed, key, shape);
  const ciphertexts = ciphertextBytes(opened);
  const root = hash512("ballot-proof-root", seed, sitting, contest, ballotKey, key.bytes, encodedShape, packed, ciphertexts);
  wipe(packed);
  const random = (index: number, role: number): Scalar => hashToScalar("ballot-proof-randomness", root, index, role);
  const at = (index: number): Opened => opened[index] ?? NOTHING;
  const rows = shape.options > 2 ? Array.from({ length: shape.rows }, (_, row) => rowCells(shape, row).map(at).reduce(add, NOTHING)) : [];
  const claims = [...opened.slice(0, shape.cells), ...rows, ...opened.slice(shape.cells)];
  const bits = claims.map((claim, i) => commitBit(claim, key.point, random(i, 0), random(i, 1), random(i, 2)));
  const limits = shape.limits.map((limit, l) => {
    const w = random(claims.length + l, 0);
    const terms = limit.terms.map(([cell, coefficient]) => BigInt(coefficient) * at(cell).r);
    const slacks = limit.weights.map((weight, i) => BigInt(weight) * at(shape.cells + limit.firstSlack + i).r);
    const r = mod([...terms, ...slacks].reduce((sum, term) => sum + term, 0n));
    const points = concat(encodePoint(secretTimesG(w)), encodePoint(secretTimes(w, key.point)));
    return { points, respond: (c: Scalar): Uint8Array => encodeScalar(mod(w + c * r)) };
  });
  wipe(root);
  const proofs = [...bits, ...limits];
  const commitments = concat(...proofs.map(({ points }) => points));
  const c = hashToScalar("ballot-challenge", sitting, contest, ballotKey, key.bytes, encodedShape, ciphertexts, commitments);
  return concat(ciphertexts, ...proofs.flatMap(({ points, respond }) => [points, respond(c)]));
}

/** The ciphertexts at the beginning of a ballot's bytes. */
export function ciphertextsOf(ballot: Uint8Array, shape: Shape): Uint8Array {
  return ballot.slice(0, 64 * (shape.cells + shape.slacks));
}

/** Why a checked device is not found good. */
export class OpeningError extends Error {
  override readonly name = "OpeningError";
  constructor(readonly check: "choices" | "code") {
    super(check === "choices" ? "the opened marks are no ballot of this contest" : "seed and choices do not give the code that was shown");
  }
}

export interface OpenedBallot {
  readonly com: Uint8Array;
  readonly seed: Uint8Array;
  /** Packed. */
  readonly choices: Uint8Array;
}

/** What a second device does (§7.8): recomputes every ciphertext and compares the whole code. Gives the marks. */
export function checkOpening({ com, seed, choices }: OpenedBallot, code: Uint8Array, context: BallotContext): number[] {
  const { sitting, contest, key, shape } = context;
  const marks = unpack(choices, shape.cells);
  if (marks === undefined) throw new OpeningError("choices");
  checkMarks(marks, shape);
  const ciphertexts = ciphertextBytes(encryptCells(seed, marks, choices, key, shape));
  if (!equal(ballotCode(sitting, contest, com, ciphertexts), code)) throw new OpeningError("code");
  return marks;
}
