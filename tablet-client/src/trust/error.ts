// Why the server is not believed.

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
      | "contradiction"
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
    /** Both notes, where two that the log's key signed contradict each other. */
    readonly notes?: { readonly earlier: string; readonly later: string },
  ) {
    super(`${code}: ${what}`);
  }

  get isPending(): boolean {
    return this.code === "not-published-yet" || this.code === "not-witnessed";
  }
}
