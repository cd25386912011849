// Ballots between "encrypt" and "cast or check" (protocol.md §7.4, §7.8): the arithmetic of a device, wherever it runs.
//
// One ballot is prepared at a time. It is used up by opening it or by taking it to be cast: what was opened can never be cast, and
// the seed of what is cast is gone before anything is sent.

import { commitment, ballotCode } from "../base/ballot/code.js";
import { makeShape, type Limit, type Shape } from "../base/ballot/shape.js";
import { hex, ZERO_32 } from "../base/bytes.js";
import { ballotKeyOf, checkOpening, ciphertextsOf, encryptBallot, type BallotContext, type BallotKey, type OpenedBallot } from "../crypto/ballot.js";
import { columnsOf, marksOf, pack } from "../crypto/choices.js";
import { entropy, wipe } from "../crypto/secret.js";

/** What a shape is made of: plain data, which a message can carry. */
export interface ShapeParts {
  readonly rows: number;
  readonly options: number;
  readonly limits: readonly Limit[];
}

/** A contest, as encrypting needs it. */
export interface ContestParts {
  readonly sitting: Uint8Array;
  readonly contest: Uint8Array;
  /** K, encoded. */
  readonly key: Uint8Array;
  readonly shape: ShapeParts;
}

/** A ballot that is to be cast; nothing of its seed or its choices. */
export interface TakenBallot {
  readonly ballot: Uint8Array;
  readonly nonce: Uint8Array;
  readonly code: Uint8Array;
}

/** An opened encryption: never the ballot key, never the nonce. */
export interface OpenedEncryption extends OpenedBallot {
  readonly code: Uint8Array;
}

/** There is no such prepared ballot. */
export class NotPreparedError extends Error {
  override readonly name = "NotPreparedError";
  constructor() {
    super("no ballot is prepared");
  }
}

/** The parts make no shape (§7.1). */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

interface Prepared extends TakenBallot, OpenedBallot {
  readonly id: number;
}

function shapeOf({ rows, options, limits }: ShapeParts): Shape {
  const shape = makeShape(rows, options, false, limits);
  if (shape === undefined) throw new ShapeError("the contest's items and limits make no ballot");
  return shape;
}

/** Makes ballots. Its own check of what it is asked: a mark that breaks a limit is refused. */
export class BallotMaker {
  private readonly keys = new Map<string, BallotKey>();
  private prepared: Prepared | undefined;
  private count = 0;

  /** Makes the tables of a contest's key while the deputy reads, and encrypts a ballot of nobody's: an engine compiles what it has run. */
  warm(key: Uint8Array): void {
    const shape = shapeOf({ rows: 4, options: 3, limits: [] });
    const seed = entropy();
    encryptBallot(seed, [0, 0, 0, 0, 0, 0, 0, 0], ZERO_32, { sitting: ZERO_32, contest: ZERO_32, key: this.keyOf(key), shape });
    wipe(seed);
  }

  /** Encrypts and proves; what was prepared before is forgotten. */
  prepare(parts: ContestParts, ballotKey: Uint8Array, columns: readonly number[]): { readonly id: number; readonly code: Uint8Array } {
    this.discard();
    const context = this.contextOf(parts);
    const marks = marksOf(columns, context.shape);
    const seed = entropy();
    const ballot = encryptBallot(seed, marks, ballotKey, context);
    const nonce = entropy();
    const com = commitment(ballotKey, nonce);
    const code = ballotCode(parts.sitting, parts.contest, com, ciphertextsOf(ballot, context.shape));
    this.count += 1;
    this.prepared = { id: this.count, ballot, nonce, code, com, seed, choices: pack(marks) };
    marks.fill(0);
    return { id: this.count, code };
  }

  /** 验票机: it can never be cast. */
  open(id: number): OpenedEncryption {
    const { com, seed, choices, code, nonce } = this.use(id);
    wipe(nonce);
    return { com, seed, choices, code };
  }

  /** To be cast. */
  take(id: number): TakenBallot {
    const { ballot, nonce, code, seed, choices } = this.use(id);
    wipe(seed, choices);
    return { ballot, nonce, code };
  }

  /** Forgets what was prepared. */
  discard(): void {
    wipe(this.prepared?.seed, this.prepared?.choices, this.prepared?.nonce);
    this.prepared = undefined;
  }

  /** What a second device does: the column of each row, if seed and choices give the code. */
  check(parts: ContestParts, opened: OpenedBallot, code: Uint8Array): readonly number[] {
    const context = this.contextOf(parts);
    return columnsOf(checkOpening(opened, code, context), context.shape);
  }

  private use(id: number): Prepared {
    const { prepared } = this;
    if (prepared?.id !== id) throw new NotPreparedError();
    this.prepared = undefined;
    return prepared;
  }

  private contextOf({ sitting, contest, key, shape }: ContestParts): BallotContext {
    return { sitting, contest, key: this.keyOf(key), shape: shapeOf(shape) };
  }

  private keyOf(bytes: Uint8Array): BallotKey {
    const name = hex(bytes);
    const key = this.keys.get(name) ?? ballotKeyOf(bytes);
    this.keys.set(name, key);
    return key;
  }
}
