// The whole log against its fingerprint and checkpoint (protocol.md §12).

import { equal } from "#base/bytes.js";
import { apply, type Failure } from "./fold/apply.js";
import { CHECKS } from "./fold/checks.js";
import type { Code } from "./fold/refusal.js";
import { State } from "./fold/state.js";
import { NoteError, readCheckpoint } from "./note.js";

const NEWLINE = 0x0a;
/** No entry: it has a newline in it. */
const UNENDED = Uint8Array.of(NEWLINE);

export interface Verdict {
  readonly failure: Failure | undefined;
  /** What the entries that hold say. */
  readonly state: State;
  readonly size: number;
  readonly root: Uint8Array;
  /** Witnesses who cosigned the checkpoint, once it was read. */
  readonly cosigned?: number;
}

/** Whether a sealed log holds and its end lacks the quorum (§12.3): others may have been shown another end. */
export function lacksQuorum({ failure, state, cosigned }: Verdict): boolean {
  return failure === undefined && state.sealed && (cosigned ?? 0) < (state.definition?.quorum ?? 0);
}

/** The entries of a log file: each ends in one newline; a last one without it is none. */
export function lines(file: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = [];
  let start = 0;
  while (start < file.length) {
    const end = file.indexOf(NEWLINE, start);
    if (end < 0) {
      out.push(UNENDED);
      break;
    }
    out.push(file.slice(start, end));
    start = end + 1;
  }
  return out;
}

/** Folds entries until one fails; `state` may have some already. */
export function foldLog(log: readonly Uint8Array[], fingerprint: Uint8Array, state = new State()): Verdict {
  for (const line of log) {
    const before = { size: state.tree.size, root: state.tree.root() };
    const failure = apply(state, line, fingerprint);
    if (failure !== undefined) return { failure, state, ...before };
  }
  return { failure: undefined, state, size: state.tree.size, root: state.tree.root() };
}

/** The end of a log whose entries hold: its checkpoint, and that nothing was left out. */
export function finish({ failure, state, size, root }: Verdict, checkpoint: Uint8Array): Verdict {
  if (failure !== undefined) return { failure, state, size, root };
  const end = checkEnd(state, checkpoint, root);
  if (typeof end === "number") return { failure, state, size, root, cosigned: end };
  return { failure: { index: size, accused: ["server"], ...end }, state, size, root };
}

export function verifyLog(log: readonly Uint8Array[], checkpoint: Uint8Array, fingerprint: Uint8Array): Verdict {
  return finish(foldLog(log, fingerprint), checkpoint);
}

type Failed = Pick<Failure, "check" | "code" | "what">;

/** Checks 4 and 5, parts that no entry names, and that every check ran as often as the entries call for; gives who cosigned. */
function checkEnd(state: State, checkpoint: Uint8Array, root: Uint8Array): Failed | number {
  const failed = (check: number, code: Code, what = ""): Failed => ({ check, code, what });
  const { definition, done, expected } = state;
  if (definition === undefined) return failed(6, "not-defined");
  if (!state.parts.isEmpty) return failed(9, "parts-wrong", "of no entry");
  for (const [check, times] of [[4, 2], [5, 1]] as const) {
    expected.set(check, times);
    done.set(check, 0);
  }
  let cosigned: number;
  try {
    // Unsigned, its size and root would say nothing.
    const said = readCheckpoint(checkpoint, definition.origin, definition.keys.log, state.witnesses);
    ({ cosigned } = said);
    done.add(5);
    if (said.size !== BigInt(state.tree.size)) return failed(4, "size-differs", String(said.size));
    done.add(4);
    if (!equal(said.root, root)) return failed(4, "root-differs");
    done.add(4);
  } catch (error) {
    if (error instanceof NoteError) return failed(5, "checkpoint-bad", error.message);
    throw error;
  }
  for (let check = 1; check <= CHECKS; check += 1) {
    if (done.of(check) !== expected.of(check)) return failed(5, "check-skipped", `check ${check}`);
  }
  return cosigned;
}
