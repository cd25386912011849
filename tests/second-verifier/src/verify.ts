// The whole log against its fingerprint and checkpoint (protocol.md §12).

import { equal } from "./bytes.js";
import { apply, type Failure } from "./fold/apply.js";
import { CHECKS } from "./fold/checks.js";
import type { Code } from "./fold/refusal.js";
import { State } from "./fold/state.js";
import { NoteError, parseCheckpoint, parseNote, verifyNote } from "./note.js";

const NEWLINE = 0x0a;
/** No entry: it has a newline in it. */
const UNENDED = Uint8Array.of(NEWLINE);

export interface Verdict {
  readonly failure: Failure | undefined;
  /** What the entries that hold say. */
  readonly state: State;
  readonly size: number;
  readonly root: Uint8Array;
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

export function verifyLog(log: readonly Uint8Array[], checkpoint: Uint8Array, fingerprint: Uint8Array): Verdict {
  const state = new State();
  for (const line of log) {
    const before = { size: state.tree.size, root: state.tree.root() };
    const failure = apply(state, line, fingerprint);
    if (failure !== undefined) return { failure, state, ...before };
  }
  const size = state.tree.size;
  const root = state.tree.root();
  const failed = checkEnd(state, checkpoint, root);
  const failure = failed === undefined ? undefined : { index: size, accused: ["server"], ...failed };
  return { failure, state, size, root };
}

type Failed = Pick<Failure, "check" | "code" | "what">;

/** Checks 4 and 5, parts that no entry names, and that every check ran as often as the entries call for. */
function checkEnd(state: State, checkpoint: Uint8Array, root: Uint8Array): Failed | undefined {
  const failed = (check: number, code: Code, what = ""): Failed => ({ check, code, what });
  const { definition, done, expected } = state;
  if (definition === undefined) return failed(6, "not-defined");
  if (!state.parts.isEmpty) return failed(9, "parts-wrong", "of no entry");
  expected.add(4, 2);
  expected.add(5);
  try {
    const note = parseNote(checkpoint);
    const said = parseCheckpoint(note.text);
    // Unsigned, its size and root would say nothing.
    if (said.origin !== definition.origin) return failed(5, "checkpoint-bad", "origin");
    verifyNote(note, definition.origin, definition.keys.log);
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
  return undefined;
}
