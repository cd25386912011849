/**
 * The log as an observer reads it: a sentence for each entry, and where a ballot code stands.
 *
 * Memory is bounded: of an entry its sentence, kind and time are kept, never its bytes. 20,000 entries take some 10 MB.
 */

import { ballotCode, commitment, shortCode } from "../base/ballot/code.js";
import type { Shape } from "../base/ballot/shape.js";
import { hex } from "../base/bytes.js";
import type { Body, BodyOf } from "../base/entry/bodies.js";
import type { Entry } from "../base/entry/entry.js";
import { shapeOf } from "../base/rules/limits.js";
import { SittingFold } from "../follow/fold.js";
import { entryWords, type Words } from "../follow/words.js";

export interface Line {
  readonly index: number;
  /** POSIX seconds, as the server claims. */
  readonly time: number;
  readonly kind: Body["kind"];
  readonly words: Words;
  /** 查票码 of a ballot. */
  readonly code: string | undefined;
}

/** Where a ballot code was found. */
export type Found =
  /** In the box: it counts. */
  | { readonly is: "cast"; readonly index: number; readonly contest: number; readonly whole: string }
  /** Opened to check a device: it was never cast and counts for nothing. */
  | { readonly is: "opened"; readonly index: number; readonly contest: number; readonly whole: string };

/** What a person typed or scanned. */
export type Asked =
  | { readonly is: "whole"; readonly code: string }
  | { readonly is: "short"; readonly code: string }
  | { readonly is: "none" };

const SHORT_LETTERS = 16;

/** A ballot code as people type it: 64 hexadecimal digits, or 16 letters of the short form (§7.8). */
export function readAsked(text: string): Asked {
  const plain = text.normalize("NFKC").toUpperCase().replaceAll(/[\s\p{Dash_Punctuation}]/gu, "");
  if (/^[0-9A-F]{64}$/.test(plain)) return { is: "whole", code: plain.toLowerCase() };
  const letters = plain.replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (letters.length === SHORT_LETTERS && /^[0-9A-HJKMNP-TV-Z]+$/.test(letters)) return { is: "short", code: letters };
  return { is: "none" };
}

/** The whole short code without its hyphens. */
function bare(short: string): string {
  return short.replaceAll("-", "");
}

/** 查票码, the short form of a code. */
export function shortOf(whole: string): string {
  return shortCode(Uint8Array.from({ length: 10 }, (_, at) => Number.parseInt(whole.slice(2 * at, 2 * at + 2), 16)));
}

export class Book extends SittingFold {
  readonly entries: Line[] = [];
  /** Short code of the entry that is being taken, if it has one. */
  private newest: string | undefined;
  private readonly codes = new Map<string, Found>();
  private readonly shorts = new Map<string, Found[]>();
  private readonly shapes = new Map<number, Shape | undefined>();

  override take(entry: Entry, index: number): void {
    this.newest = undefined;
    super.take(entry, index);
    const words = entryWords(this, entry.body);
    this.entries.push({ index, time: entry.time, kind: entry.body.kind, words, code: this.newest });
  }

  protected override apply(entry: Entry, value: Uint8Array): void {
    super.apply(entry, value);
    const { body } = entry;
    if (body.kind === "ballot_cast") this.inTheBox(body, value);
    if (body.kind === "ballot_challenged") this.note({ is: "opened", index: this.entries.length, contest: this.numberOf(body.contest), whole: hex(body.code) });
  }

  /** Ballots with this code among the first `size` entries, in the order of the log. */
  find(asked: Asked, size: number): readonly Found[] {
    const found = this.candidates(asked);
    return found.filter(({ index }) => index < size);
  }

  private candidates(asked: Asked): readonly Found[] {
    switch (asked.is) {
      case "none":
        return [];
      case "whole": {
        const one = this.codes.get(asked.code);
        return one === undefined ? [] : [one];
      }
      case "short":
        return this.shorts.get(asked.code) ?? [];
    }
  }

  private numberOf(contest: Uint8Array): number {
    return this.contest(contest).contest.definition.contest;
  }

  /** The code of a ballot in the box, made here from its own bytes (§7.8). */
  private inTheBox(body: BodyOf<"ballot_cast">, ballot: Uint8Array): void {
    const { contest } = this.contest(body.contest);
    const { contest: number, profile, items } = contest.definition;
    if (!this.shapes.has(number)) this.shapes.set(number, shapeOf(profile, items.length));
    const shape = this.shapes.get(number);
    // Another length is no ballot, which the verifier refutes; it has no code then.
    if (shape?.length !== ballot.length) return;
    const ciphertexts = ballot.subarray(0, 64 * (shape.cells + shape.slacks));
    const code = ballotCode(this.fingerprint, body.contest, commitment(body.ballot_key, body.nonce), ciphertexts);
    this.note({ is: "cast", index: this.entries.length, contest: number, whole: hex(code) });
  }

  private note(found: Found): void {
    this.newest = shortOf(found.whole);
    const short = bare(this.newest);
    this.codes.set(found.whole, found);
    this.shorts.set(short, [...(this.shorts.get(short) ?? []), found]);
  }
}
