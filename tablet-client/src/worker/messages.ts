// What a page and its worker say to each other: one question at a time, each with its answer.

import type { OpenedBallot } from "../crypto/ballot.js";
import type { ContestParts, OpenedEncryption, TakenBallot } from "./maker.js";

export type Question =
  | { readonly kind: "warm"; readonly key: Uint8Array }
  | { readonly kind: "prepare"; readonly parts: ContestParts; readonly ballotKey: Uint8Array; readonly columns: readonly number[] }
  | { readonly kind: "open"; readonly id: number }
  | { readonly kind: "take"; readonly id: number }
  | { readonly kind: "discard" }
  | { readonly kind: "check"; readonly parts: ContestParts; readonly opened: OpenedBallot; readonly code: Uint8Array };

export interface Request {
  readonly number: number;
  readonly question: Question;
}

export type Answer =
  | { readonly kind: "done" }
  | { readonly kind: "prepared"; readonly id: number; readonly code: Uint8Array }
  | { readonly kind: "opened"; readonly opened: OpenedEncryption }
  | { readonly kind: "taken"; readonly taken: TakenBallot }
  | { readonly kind: "checked"; readonly columns: readonly number[] }
  /** `name` of the error, and what it says: never a choice. */
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

export interface Reply {
  readonly number: number;
  readonly answer: Answer;
}
