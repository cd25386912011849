// The sitting as entry 0 defines it, once entry 0 is seen to be the one that this page was installed for (protocol.md §2.1, §3.2).

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, hex, utf8 } from "../base/bytes.js";
import type { BodyOf } from "../base/entry/bodies.js";
import { EntryError, parseEntry, type Entry } from "../base/entry/entry.js";
import type { Signer } from "../base/entry/signer.js";
import { cosignedAt, isLineOf, NoteError, parseCheckpoint, parseCosigner, parseNote, verifyNote, type Checkpoint, type Cosigner } from "../base/note.js";
import { isKey, signedBytes, verify } from "../base/signature.js";
import { TrustError } from "./error.js";

/** What a page is installed with. */
export interface SittingPin {
  /** SHA-256 of entry 0. */
  readonly fingerprint: Uint8Array;
  readonly mode: "real" | "rehearsal";
}

/** A checkpoint that the sitting's log signed, and who cosigned it. */
export interface Cosigned {
  readonly checkpoint: Checkpoint;
  /** Witnesses of entry 0 whose cosignature holds. */
  readonly have: number;
  /** Whether they are enough; always, in a sitting without witnesses. */
  readonly isQuorum: boolean;
  /** The newest moment since when enough cosigned, by the witnesses' clocks; 0 without a quorum. */
  readonly time: bigint;
  /** With all signatures. */
  readonly note: string;
}

const WITNESSES_MAX = 32;
const VERSION = 1;

export class Sitting {
  private constructor(
    readonly fingerprint: Uint8Array,
    /** Entry 0, the line. */
    readonly line: Uint8Array,
    readonly leaf: Uint8Array,
    readonly definition: BodyOf<"sitting_defined">,
    readonly witnesses: readonly Cosigner[],
  ) {}

  /** Throws [`TrustError`] unless the line is entry 0 of the pinned sitting. */
  static verify(line: string, pin: SittingPin): Sitting {
    const bytes = utf8(line);
    const fingerprint = sha256(bytes);
    if (!equal(fingerprint, pin.fingerprint)) throw new TrustError("fingerprint", `this is the sitting ${hex(fingerprint)}`);
    const entry = parse(bytes);
    const { body } = entry;
    if (body.kind !== "sitting_defined") throw new TrustError("sitting", body.kind);
    if (body.version !== VERSION) throw new TrustError("sitting", `version ${body.version}`);
    if (body.mode !== pin.mode) throw new TrustError("mode", body.mode);
    const keys = Object.values(body.keys);
    if (!keys.every(isKey) || new Set(keys.map(hex)).size !== keys.length) throw new TrustError("sitting", "keys");
    // In entry 0 the fingerprint's place holds zeros (§4.1).
    checkSigners(entry, [["secretariat", body.keys.secretariat], ["server", body.keys.server]], new Uint8Array(32));
    return new Sitting(fingerprint, bytes, entry.leaf, body, readWitnesses(body));
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
    const { origin, keys } = this.definition;
    try {
      const parsed = parseNote(utf8(note));
      verifyNote(parsed, origin, keys.log);
      const checkpoint = parseCheckpoint(parsed.text);
      if (checkpoint.origin !== origin) throw new TrustError("checkpoint", "another origin");
      const times = this.witnesses.flatMap((witness) => {
        const lines = parsed.signatures.filter((line) => isLineOf(line, witness, "witness"));
        const read = lines.map((line) => cosignedAt(parsed, line, witness));
        if (read.includes(undefined)) throw new TrustError("checkpoint", `cosignature of ${witness.name}`);
        const [newest] = read.filter((time) => time !== undefined).sort((left, right) => (left < right ? 1 : -1));
        return newest === undefined ? [] : [newest];
      });
      const newestFirst = times.sort((left, right) => (left < right ? 1 : -1));
      const isQuorum = times.length >= this.quorum;
      const time = isQuorum && this.quorum > 0 ? (newestFirst[this.quorum - 1] ?? 0n) : 0n;
      return { checkpoint, have: times.length, isQuorum, time, note };
    } catch (error) {
      if (error instanceof NoteError) throw new TrustError("checkpoint", `${error.layer}: ${error.message}`);
      throw error;
    }
  }

  /** Throws [`TrustError`] unless an entry is signed by exactly these, in this order. */
  signedBy(entry: Entry, ...signers: readonly ("secretariat" | "chief" | "server")[]): void {
    checkSigners(entry, signers.map((name) => [name, this.definition.keys[name]] as const), this.fingerprint);
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

function checkSigners(entry: Entry, needed: readonly (readonly [Signer, Uint8Array])[], fingerprint: Uint8Array): void {
  const { sigs, body, bodyBytes } = entry;
  if (sigs.length !== needed.length) throw new TrustError("signers", body.kind);
  for (const [at, [by, key]] of needed.entries()) {
    const given = sigs[at];
    if (given?.by !== by) throw new TrustError("signers", body.kind);
    const verdict = verify(key, signedBytes("act", fingerprint, bodyBytes), given.sig);
    if (verdict !== "accept") throw new TrustError("signature", `${by}: ${verdict}`);
  }
}

/** None with quorum 0, or up to 32 of whom more than half are a quorum, no name and no key twice (§3.2). */
function readWitnesses({ origin, keys, witnesses, quorum }: BodyOf<"sitting_defined">): readonly Cosigner[] {
  const count = witnesses.length;
  const fits = count === 0 ? quorum === 0 : count <= WITNESSES_MAX && quorum <= count && 2 * quorum > count;
  if (!fits) throw new TrustError("sitting", `quorum ${quorum} of ${count}`);
  const read = witnesses.map(({ vkey }) => {
    const cosigner = parseCosigner(vkey);
    if (cosigner === undefined) throw new TrustError("sitting", "key of a witness");
    return cosigner;
  });
  const names = new Set([origin, ...read.map(({ name }) => name)]);
  const used = new Set([...Object.values(keys), ...read.map(({ key }) => key)].map(hex));
  if (names.size !== count + 1 || used.size !== count + Object.values(keys).length) throw new TrustError("sitting", "a witness twice");
  return read;
}
