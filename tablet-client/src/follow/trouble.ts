/** What can be wrong with a log that is followed, each with its own name. */

import type { ShownFile } from "../trust/error.js";

/**
 * Why what came is not shown.
 *
 * `two-roots`, `two-histories` and `beyond-seal` are proofs against the holder of the log's key, which signed two histories; with each
 * comes its evidence file (§16.1). Everything else may also be a broken network or a wrong address.
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
  | "beyond-seal"
  | "note-bad"
  | "unsigned"
  | "cosignature-bad"
  | "root-differs"
  | "witnessed-root"
  | "two-roots"
  | "two-histories"
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
    /** The proof, where there is one. */
    readonly evidence?: ShownFile,
  ) {
    super(`${code} at ${index}${what === "" ? "" : `: ${what}`}`);
  }
}
