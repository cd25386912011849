// Evidence files (protocol.md §16.1): one text that shows anyone that the log's key signed two histories. `audit judge` reads it.
//
// Nothing is written that was not checked here first: a file that proves nothing would only accuse whoever hands it over.

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, fromUtf8, hex, utf8 } from "../base/bytes.js";
import { leafHash } from "../base/hash.js";
import { base64 } from "../base/wire/base64.js";
import { disagree, type Cosigned } from "./checkpoint.js";
import type { ShownFile } from "./error.js";
import { consistencyError, consistencyProof, inclusionError, inclusionProof, rootOf } from "./tree.js";

const FIRST_LINE = "piaojue-evidence/v1";

/** A checkpoint as evidence needs it: what was read of a note, and that note with the log's own signature alone. */
export type SignedRoot = Pick<Cosigned, "checkpoint" | "bare">;

function write(kind: string, entry0: Uint8Array, a: SignedRoot, b: SignedRoot, claim: readonly string[] = []): ShownFile {
  const parts = [`${FIRST_LINE}\n${kind}\n${fromUtf8(entry0) ?? ""}\n`, a.bare, b.bare, ...(claim.length > 0 ? [`${claim.join("\n")}\n`] : [])];
  const text = parts.join("\n");
  // The name is its content's, so that no second one takes its place.
  return { name: `evidence-${kind}-${hex(sha256(utf8(text)).slice(0, 4))}.evidence`, text };
}

/** One size, two roots; `undefined` where that is not so. */
export function twoRoots(entry0: Uint8Array, a: SignedRoot, b: SignedRoot): ShownFile | undefined {
  return disagree(a.checkpoint, b.checkpoint) ? write("two-roots", entry0, a, b) : undefined;
}

/** The history under the larger root did not grow out of the smaller. `leaves`: all under the larger. `undefined` where it did. */
export function twoHistories(entry0: Uint8Array, smaller: SignedRoot, larger: SignedRoot, leaves: readonly Uint8Array[]): ShownFile | undefined {
  const [old, next] = [smaller.checkpoint.size, larger.checkpoint.size];
  if (old === 0n || old >= next || BigInt(leaves.length) !== next) return undefined;
  const root = rootOf(leaves.slice(0, Number(old)));
  if (equal(root, smaller.checkpoint.root)) return undefined;
  const proof = consistencyProof(Number(old), leaves);
  if (consistencyError(old, next, root, larger.checkpoint.root, proof) !== undefined) return undefined;
  return write("two-histories", entry0, smaller, larger, [`root ${base64(root)}`, ...proof.map(base64)]);
}

/** Something follows the seal. `leaves`: all under `sealed`, which covers the seal at `index`; `beyond` is larger than the seal allows. */
export function beyondSeal(
  entry0: Uint8Array,
  sealed: SignedRoot,
  beyond: SignedRoot,
  seal: { readonly index: number; readonly line: Uint8Array },
  leaves: readonly Uint8Array[],
): ShownFile | undefined {
  const { size, root } = sealed.checkpoint;
  if (beyond.checkpoint.size <= BigInt(seal.index + 1) || BigInt(leaves.length) !== size) return undefined;
  const proof = inclusionProof(seal.index, leaves);
  if (inclusionError(BigInt(seal.index), size, leafHash(seal.line), proof, root) !== undefined) return undefined;
  return write("beyond-seal", entry0, sealed, beyond, [`index ${seal.index}`, fromUtf8(seal.line) ?? "", ...proof.map(base64)]);
}

/** The notes as they came, where they prove nothing yet: for whoever has the rest. As the terminal keeps them. */
export function bothNotes(earlier: Cosigned, later: Cosigned): ShownFile {
  const text = JSON.stringify({ evidence: "contradiction", earlier: earlier.note, later: later.note });
  return { name: `evidence-contradiction-${hex(sha256(utf8(text)).slice(0, 4))}.json`, text };
}
