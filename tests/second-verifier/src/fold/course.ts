// The course of a contest: the last entry that moved it on (protocol.md §3.6, `contest_voided`).

import type { Entry } from "#base/entry/entry.js";
import type { Opened, State } from "./state.js";

/** After an entry is in the tree. */
export function setCourse(state: State, opened: Opened, entry: Entry): void {
  opened.course = { leaf: entry.leaf, size: state.tree.size, root: state.tree.root() };
}
