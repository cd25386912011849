// What a decision is made of (protocol.md §9.2): its form.

import { int, list, object, type Read } from "../wire/schema.js";

const channel = object({ issued: int, returned: int, valid: int, void: int });
export const roll = object({ membership: int, due: int, present: int });
export const ballots = object({ machine: channel, paper: channel });
export const row = object({ counts: list(int), invalid: int });

export type Roll = Read<typeof roll>;
export type Ballots = Read<typeof ballots>;
export type Row = Read<typeof row>;
