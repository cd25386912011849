/** What can be wrong with a log that is followed, each with its own name. */

/**
 * Why what came is not shown.
 *
 * `two-roots` alone is a proof against the holder of the log's key: it signed two histories. Everything else may also be a
 * broken network or a wrong address.
 */
export type BrokenCode =
  | "other-sitting"
  | "other-mode"
  | "no-sitting"
  | "bundle-bad"
  | "not-an-entry"
  | "chain-broken"
  | "time-back"
  | "after-seal"
  | "note-bad"
  | "unsigned"
  | "cosignature-bad"
  | "root-differs"
  | "two-roots"
  | "signers-wrong"
  | "signature-bad"
  | "parts-wrong"
  | "not-legal"
  | "too-large";

/** What came does not check. `index`: the entry, or the size where a checkpoint is at fault. */
export class Broken extends Error {
  override readonly name = "Broken";
  constructor(
    readonly code: BrokenCode,
    readonly index: number,
    readonly what = "",
  ) {
    super(`${code} at ${index}${what === "" ? "" : `: ${what}`}`);
  }
}
