// Why the server is not believed.

/** A file that shows others what was seen. */
export interface ShownFile {
  readonly name: string;
  readonly text: string;
}

/** `pending` is no attack: what is missing comes by itself. All else stops the device. */
export class TrustError extends Error {
  override readonly name = "TrustError";
  constructor(
    readonly code:
      | "not-published-yet"
      | "not-witnessed"
      | "fingerprint"
      | "sitting"
      | "mode"
      | "checkpoint"
      /** Two that the log's key signed and no one log can have: proved (§16.1). */
      | "contradiction"
      /** A smaller one than before: a rollback or an old file, which proves nothing by itself. */
      | "older"
      | "other-entry"
      | "entry"
      | "inclusion"
      | "kind"
      | "signers"
      | "signature"
      | "opening"
      | "rules"
      | "leaves",
    what: string,
    /** What is kept of it, for those who must see it. */
    readonly files: readonly ShownFile[] = [],
  ) {
    super(`${code}: ${what}`);
  }

  get isPending(): boolean {
    return this.code === "not-published-yet" || this.code === "not-witnessed";
  }
}
