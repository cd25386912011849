// What goes wrong between this device and the server.

/** `code` is stable; `retry`: whether trying again may help. */
export class NetError extends Error {
  override readonly name = "NetError";
  constructor(
    readonly code: "closed" | "timed-out" | "malformed" | "too-long" | "unexpected" | "problem" | "other-act" | "answer-signature" | "status",
    what: string,
  ) {
    super(`${code}: ${what}`);
  }

  /** A server that breaks the protocol is tried again too: it may be another's doing, and nothing of it was believed. */
  get isBroken(): boolean {
    return !["closed", "timed-out", "status", "problem"].includes(this.code);
  }
}

/** A refusal that the server signed. */
export class ServerRefusal extends Error {
  override readonly name = "ServerRefusal";
  constructor(
    readonly code: string,
    readonly what: string,
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${code}: ${what}`);
  }

  /** Whether the same act may succeed if it is sent again. */
  get mayRetry(): boolean {
    return RETRIED.has(this.code);
  }
}

const RETRIED = new Set([
  "busy",
  "stopping",
  "store-full",
  "too-many-pending",
  "challenge-too-soon",
  "witnesses-missing",
  "contest-held",
  "not-witnessed",
]);
