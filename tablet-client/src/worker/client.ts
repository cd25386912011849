// The page's side of the worker.

import type { OpenedBallot } from "../crypto/ballot.js";
import { BallotMaker, type ContestParts, type OpenedEncryption, type TakenBallot } from "./maker.js";
import type { Answer, Question, Reply, Request } from "./messages.js";

/** Makes ballots, off the page's thread or on it. */
export interface Ballots {
  warm(key: Uint8Array): Promise<void>;
  prepare(parts: ContestParts, ballotKey: Uint8Array, columns: readonly number[]): Promise<{ readonly id: number; readonly code: Uint8Array }>;
  open(id: number): Promise<OpenedEncryption>;
  take(id: number): Promise<TakenBallot>;
  discard(): Promise<void>;
  check(parts: ContestParts, opened: OpenedBallot, code: Uint8Array): Promise<readonly number[]>;
}

/** What the worker could not do; `reason` is the name of the error there. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** The worker of this page. */
export class WorkerBallots implements Ballots {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }>();
  private count = 0;

  constructor() {
    this.worker = this.begin();
  }

  private begin(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      this.waiting.get(data.number)?.resolve(data.answer);
      this.waiting.delete(data.number);
    });
    // One that could not start, such as where its file did not come, answers nothing: whoever waits is told, and the next who asks has
    // another.
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      if (this.worker === worker) this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(new WorkerError("worker", message));
      this.waiting.clear();
    });
    return worker;
  }

  async warm(key: Uint8Array): Promise<void> {
    await this.ask({ kind: "warm", key }, "done");
  }

  prepare(parts: ContestParts, ballotKey: Uint8Array, columns: readonly number[]): Promise<{ readonly id: number; readonly code: Uint8Array }> {
    return this.ask({ kind: "prepare", parts, ballotKey, columns }, "prepared");
  }

  async open(id: number): Promise<OpenedEncryption> {
    return (await this.ask({ kind: "open", id }, "opened")).opened;
  }

  async take(id: number): Promise<TakenBallot> {
    return (await this.ask({ kind: "take", id }, "taken")).taken;
  }

  async discard(): Promise<void> {
    await this.ask({ kind: "discard" }, "done");
  }

  async check(parts: ContestParts, opened: OpenedBallot, code: Uint8Array): Promise<readonly number[]> {
    return (await this.ask({ kind: "check", parts, opened, code }, "checked")).columns;
  }

  private async ask<K extends Answer["kind"]>(question: Question, kind: K): Promise<Extract<Answer, { readonly kind: K }>> {
    this.count += 1;
    const number = this.count;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      const request: Request = { number, question };
      this.worker ??= this.begin();
      this.worker.postMessage(request);
    });
    if (answer.kind === "failed") throw new WorkerError(answer.name, answer.message);
    if (!isOf(answer, kind)) throw new WorkerError("answer", `${answer.kind} in the place of ${kind}`);
    return answer;
  }
}

function isOf<K extends Answer["kind"]>(answer: Answer, kind: K): answer is Extract<Answer, { readonly kind: K }> {
  return answer.kind === kind;
}

/** The same on this thread, where there are no workers. Failures have the same form. */
export class LocalBallots implements Ballots {
  private readonly maker = new BallotMaker();

  warm(key: Uint8Array): Promise<void> {
    return this.run(() => this.maker.warm(key));
  }

  prepare(parts: ContestParts, ballotKey: Uint8Array, columns: readonly number[]): Promise<{ readonly id: number; readonly code: Uint8Array }> {
    return this.run(() => this.maker.prepare(parts, ballotKey, columns));
  }

  open(id: number): Promise<OpenedEncryption> {
    return this.run(() => this.maker.open(id));
  }

  take(id: number): Promise<TakenBallot> {
    return this.run(() => this.maker.take(id));
  }

  discard(): Promise<void> {
    return this.run(() => this.maker.discard());
  }

  check(parts: ContestParts, opened: OpenedBallot, code: Uint8Array): Promise<readonly number[]> {
    return this.run(() => this.maker.check(parts, opened, code));
  }

  private run<T>(work: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      try {
        return work();
      } catch (error) {
        throw error instanceof Error ? new WorkerError(error.name, error.message) : error;
      }
    });
  }
}
