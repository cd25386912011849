// The sitting as entry 0 defines it, once entry 0 is seen to be the one that this page was installed for (protocol.md §2.1, §3.2).

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, fromUtf8, hex, utf8 } from "../base/bytes.js";
import { EntryError, parseEntry, type Entry } from "../base/entry/entry.js";
import { readCosigned, type Cosigned, type Signatories } from "./checkpoint.js";
import { readDefinition, type Definition } from "./definition.js";
import { TrustError, type ShownFile } from "./error.js";
import { NoteError } from "./note.js";
import { signersError, type Needed } from "./signers.js";

/** What a page is installed with. */
export interface SittingPin {
  /** SHA-256 of entry 0. */
  readonly fingerprint: Uint8Array;
  readonly mode: "real" | "rehearsal";
}

/** An entry whose signatures are asked for, and the proof of its place, if there is one. */
export interface Signed {
  readonly entry: Entry;
  readonly receipt?: string;
}

type Role = "server" | "secretariat" | "chief" | "presiding";

export class Sitting {
  private constructor(
    readonly fingerprint: Uint8Array,
    /** Entry 0, the line. */
    readonly line: Uint8Array,
    readonly leaf: Uint8Array,
    readonly definition: Definition,
    readonly signatories: Signatories,
  ) {}

  /** Throws [`TrustError`] unless the line is entry 0 of the pinned sitting. */
  static verify(line: string, pin: SittingPin): Sitting {
    const bytes = utf8(line);
    const fingerprint = sha256(bytes);
    if (!equal(fingerprint, pin.fingerprint)) throw new TrustError("fingerprint", `this is the sitting ${hex(fingerprint)}`);
    const entry = parse(bytes);
    const { body } = entry;
    if (body.kind !== "sitting_defined") throw new TrustError("sitting", body.kind);
    if (body.mode !== pin.mode) throw new TrustError("mode", body.mode);
    const sitting = new Sitting(fingerprint, bytes, entry.leaf, body, readDefinition(body));
    sitting.signedBy({ entry }, "secretariat", "server");
    return sitting;
  }

  get quorum(): number {
    return this.definition.quorum;
  }

  /** The server's act key: signs answers, receipts and its own entries. */
  get server(): Uint8Array {
    return this.definition.keys.server;
  }

  get isRehearsal(): boolean {
    return this.definition.mode === "rehearsal";
  }

  /** Throws [`TrustError`] unless the log's key signed the note; a witness's line that fails refuses all of it. */
  cosigned(note: string): Cosigned {
    try {
      return readCosigned(utf8(note), this.signatories);
    } catch (error) {
      if (error instanceof NoteError) throw new TrustError("checkpoint", `${error.layer}: ${error.message}`);
      throw error;
    }
  }

  /** A role as a signer. */
  role(by: Role): Needed {
    return { by, key: this.definition.keys[by] };
  }

  /** Throws [`TrustError`] unless an entry is signed by exactly these, in this order. */
  signed({ entry, receipt }: Signed, ...needed: readonly Needed[]): void {
    const error = signersError(entry, needed, this.fingerprint);
    if (error === undefined) return;
    const files = receipt === undefined ? [] : this.signedAway(entry, receipt);
    throw new TrustError(error.is, error.what, files);
  }

  /** The log's key signed a history with an entry that does not hold: the entry, its place, and entry 0 (§2.6). */
  private signedAway({ line, leaf }: Entry, receipt: string): readonly ShownFile[] {
    const name = `evidence-entry-${hex(leaf.slice(0, 4))}`;
    return [
      { name: "entry-0.json", text: fromUtf8(this.line) ?? "" },
      { name: `${name}.entry.json`, text: fromUtf8(line) ?? "" },
      { name: `${name}.tlog-proof`, text: receipt },
    ];
  }

  /** The same of roles. */
  signedBy(entry: Signed, ...roles: readonly Role[]): void {
    this.signed(entry, ...roles.map((by) => this.role(by)));
  }
}

function parse(line: Uint8Array): Entry {
  try {
    return parseEntry(line);
  } catch (error) {
    if (error instanceof EntryError) throw new TrustError("entry", error.message);
    throw error;
  }
}

/** The strict entry of a line; throws [`TrustError`]. */
export function readEntry(line: string): Entry {
  return parse(utf8(line));
}
