// Witnesses (protocol.md §3.2, §3.8): who they are, the entry that carries their quorum, and what waits for it.

import { equal, hex, utf8 } from "#base/bytes.js";
import type { BodyOf } from "#base/entry/bodies.js";
import { cosignedAt, isLineOf, NoteError, parseCheckpoint, parseCosigner, parseNote, verifyNote, type Checkpoint, type Cosigner, type Note } from "../note.js";
import { Refused } from "./refusal.js";
import { isBlank, need, type Contest, type State } from "./state.js";

const WITNESSES_MAX = 32;

/** The witnesses of entry 0, in its order. Throws [`Refused`]. */
export function readWitnesses({ origin, keys, witnesses, quorum }: BodyOf<"sitting_defined">): readonly Cosigner[] {
  const count = witnesses.length;
  need(count <= WITNESSES_MAX, "definition-bad", `${count} witnesses`);
  need(quorum <= count && 2 * quorum >= count && (count === 0 || 2 * quorum > count), "definition-bad", `quorum ${quorum} of ${count}`);
  need(witnesses.every(({ name }) => !isBlank(name)) && new Set(witnesses.map(({ name }) => name)).size === count, "definition-bad", "names of witnesses");
  const read = witnesses.map(({ vkey }, at) => {
    const cosigner = parseCosigner(vkey);
    if (cosigner === undefined) throw new Refused("definition-bad", `vkey of witness ${at + 1}`);
    return cosigner;
  });
  const names = new Set([origin, ...read.map(({ name }) => name)]);
  const used = new Set([...Object.values(keys), ...read.map(({ key }) => key)].map(hex));
  need(names.size === count + 1 && used.size === count + Object.values(keys).length, "definition-bad", "a name or key of a witness is used twice");
  return read;
}

/** What can be read of the note: a checkpoint of this origin, first signed by the log. */
function readNote(body: BodyOf<"witnessed">, origin: string, key: Uint8Array): { readonly note: Note; readonly checkpoint: Checkpoint } {
  try {
    const note = parseNote(utf8(body.checkpoint));
    const checkpoint = parseCheckpoint(note.text);
    need(checkpoint.origin === origin, "witnessed-bad", "origin");
    const [first] = note.signatures;
    need(first !== undefined && isLineOf(first, { name: origin, key }, "log"), "witnessed-bad", "the first line");
    return { note, checkpoint };
  } catch (error) {
    if (error instanceof NoteError) throw new Refused("witnessed-bad", error.message);
    throw error;
  }
}

export function witnessed(state: State, body: BodyOf<"witnessed">): void {
  const { definition, witnesses } = state;
  if (definition === undefined) throw new Refused("not-defined");
  need(definition.quorum > 0, "no-witnesses");
  const { note, checkpoint } = readNote(body, definition.origin, definition.keys.log);
  const lines = note.signatures.slice(1);
  let last = -1;
  const cosigners = lines.map((line) => {
    const at = witnesses.findIndex((witness) => isLineOf(line, witness, "witness"));
    const witness = witnesses[at];
    need(witness !== undefined && at > last, "cosigners-wrong", line.name);
    last = at;
    return { line, witness };
  });
  need(cosigners.length >= definition.quorum, "cosignatures-missing", `${cosigners.length} / ${definition.quorum}`);
  try {
    verifyNote(note, definition.origin, definition.keys.log);
  } catch (error) {
    if (error instanceof NoteError) throw new Refused("note-signature-bad", error.message);
    throw error;
  }
  for (const { line, witness } of cosigners) need(cosignedAt(note, line, witness) !== undefined, "note-signature-bad", line.name);
  // The entry itself is in the tree already.
  const index = state.tree.size - 1;
  const { size } = checkpoint;
  need(size <= BigInt(index) && size > BigInt(state.witnessedSize), "witnessed-size", `${size}`);
  const root = state.roots.get(Number(size));
  need(root !== undefined && equal(root, checkpoint.root), "witnessed-root", `size ${size}`);
  state.witnessedSize = Number(size);
  state.roots.clear();
}

/** After an entry: its root, for the `witnessed` that may cover it. */
export function rememberRoot(state: State): void {
  if ((state.definition?.quorum ?? 0) > 0) state.roots.set(state.tree.size, state.tree.root());
}

/** What follows from the entry with this index waits until a quorum has seen it. */
export function needWitnessed(state: State, index: number): void {
  need(state.definition?.quorum === 0 || state.witnessedSize > index, "not-witnessed", `entry ${index}`);
}

/** What announces a result waits for the declaration, settlement or voiding that it rests on. */
export function needAnnounced(state: State, { opened }: Contest): void {
  if (opened?.finished !== undefined) needWitnessed(state, opened.finished);
}
