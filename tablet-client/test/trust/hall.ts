/**
 * The log of a sitting with three witnesses, up to an opening that holds, and what a server answers about it: the answers that keep to
 * the protocol, and those that a test makes of them. Every key is known here, so that a test can break one thing and keep the rest.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromUtf8, hex, u64, utf8 } from "../../src/base/bytes.js";
import { encodePoint, G, times } from "../../src/base/group.js";
import { base64, base64Url } from "../../src/base/wire/base64.js";
import type { Fetched } from "../../src/net/messages.js";
import { believeContest, type NamedEntries, type OpenContest } from "../../src/trust/contest.js";
import { TrustError } from "../../src/trust/error.js";
import { Sitting } from "../../src/trust/sitting.js";
import { inclusionProof, rootOf } from "../../src/trust/tree.js";
import { Trust, type Included } from "../../src/trust/trust.js";
import { Making, ORIGIN, publicKey, seed, SELECT, type Plain } from "../follow/making.js";

export const WITNESSES = ["first", "second", "third"] as const;
const point = (scalar: bigint): string => base64Url(encodePoint(times(scalar, G)));
export const [K, STAMP_KEY] = [point(5n), point(7n)];
export const BOTH = ["secretariat", "chief"];

function keyId(name: string, type: number, key: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, 4);
}

/** The key of a witness as entry 0 names it. */
export function vkey(name: string): string {
  const key = ed25519.getPublicKey(seed(`witness ${name}`));
  return `${name}+${hex(keyId(name, 4, key))}+${base64(concat(Uint8Array.of(4), key))}`;
}

/** What of the sitting is otherwise than it should be; nothing: all of it holds. */
export interface Change {
  readonly sitting?: Plain;
  readonly sittingSigners?: readonly string[];
  readonly profile?: Plain;
  readonly definition?: Plain;
  readonly definitionSigners?: readonly string[];
  readonly rulesSigners?: readonly string[];
  readonly opening?: Plain;
  readonly openingSigners?: readonly string[];
}

export interface NoteOptions {
  readonly size?: number;
  readonly witnesses?: readonly string[];
  readonly time?: number;
  readonly signer?: string;
  readonly origin?: string;
  readonly root?: Uint8Array;
  /** The key under which a witness's line is made, where it is not its own. */
  readonly witnessKey?: string;
}

const seconds = (): number => 1_772_328_600;

export class HallLog {
  readonly making = new Making();
  private verified: Sitting | undefined;
  private readonly notes = new Map<string, string>();
  readonly at: Readonly<Record<"sitting" | "roll" | "rules" | "key" | "definition" | "opened", number>>;

  constructor(change: Change = {}) {
    const { making } = this;
    const place = (): number => making.lines.length - 1;
    const keys = Object.fromEntries(["log", "server", "secretariat", "chief", "presiding"].map((name) => [name, publicKey(name)]));
    const witnesses = WITNESSES.map((name) => ({ name: `见证 ${name}`, vkey: vkey(name) }));
    const fields = { kind: "sitting_defined", version: 1, name: "青山县第十八届人民代表大会第二次会议", mode: "real", origin: ORIGIN, keys, witnesses, quorum: 2, pages: [] };
    making.add({ ...fields, ...change.sitting }, change.sittingSigners ?? ["secretariat", "server"]);
    const sitting = place();
    const roll = making.add({ kind: "roll_fixed", membership: 3, due: 3, roll: { text: `{"deputies":[]}` } }, ["secretariat"]);
    const rollAt = place();
    const profile = { ...SELECT, ...change.profile };
    const rules = making.add({ kind: "rules_adopted", title: "办法", text: { text: "第一条" }, profile }, change.rulesSigners ?? ["secretariat"]);
    const rulesAt = place();
    const key = making.add({ kind: "key_agreed", run: 1, public_key: K, share_keys: [point(8n), point(9n)] }, ["scrutineer-1", "scrutineer-2"]);
    const keyAt = place();
    const items = Array.from({ length: 15 }, (_, index) => ({ number: index + 1, title: `项目 ${index + 1}`, department: "", budget: "", detail: "" }));
    const defined = { kind: "contest_defined", contest: 1, title: "民生实事项目票决", rules: base64Url(rules), profile, purpose: { kind: "items" }, items };
    const definition = making.add({ ...defined, ...change.definition }, change.definitionSigners ?? ["secretariat"]);
    const definitionAt = place();
    const opening = {
      kind: "contest_opened",
      contest: 1,
      definition: base64Url(definition),
      rules: base64Url(rules),
      roll: base64Url(roll),
      keys: [{ key: base64Url(key), public_key: K, stamp_key: STAMP_KEY }],
      membership: 3,
      due: 3,
      present: 0,
      zero_report: { issued: 0, boxed: 0, challenged: 0, returned: 0 },
    };
    making.add({ ...opening, ...change.opening }, change.openingSigners ?? BOTH);
    this.at = { sitting, roll: rollAt, rules: rulesAt, key: keyAt, definition: definitionAt, opened: place() };
  }

  get pin(): { readonly fingerprint: Uint8Array; readonly mode: "real" } {
    return { fingerprint: this.making.log().fingerprint, mode: "real" };
  }

  line(index: number): string {
    const line = fromUtf8(this.making.lines[index] ?? new Uint8Array());
    if (line === undefined) throw new Error("a line that is no UTF-8");
    return line;
  }

  leaf(index: number): Uint8Array {
    const leaf = this.making.leaves[index];
    if (leaf === undefined) throw new Error(`no entry ${index}`);
    return leaf;
  }

  /** Verified once. */
  sitting(): Sitting {
    this.verified ??= Sitting.verify(this.line(0), this.pin);
    return this.verified;
  }

  root(size: number): Uint8Array {
    return rootOf(this.making.leaves.slice(0, size));
  }

  /** A checkpoint of the first `size` entries (all), cosigned by `witnesses` (all three). */
  note(options: NoteOptions = {}): string {
    const name = `${this.making.lines.length} ${JSON.stringify({ ...options, root: options.root === undefined ? "" : hex(options.root) })}`;
    const known = this.notes.get(name);
    if (known !== undefined) return known;
    const made = this.makeNote(options);
    this.notes.set(name, made);
    return made;
  }

  private makeNote(options: NoteOptions): string {
    const { size = this.making.lines.length, witnesses = WITNESSES, time = seconds(), signer = "log", origin = ORIGIN, root = this.root(size), witnessKey } = options;
    const text = `${origin}\n${size}\n${base64(root)}\n`;
    // Whoever signs it says that it is the log's own key.
    const logLine = concat(keyId(ORIGIN, 1, ed25519.getPublicKey(seed("log"))), ed25519.sign(utf8(text), seed(signer)));
    const cosigned = witnesses.map((name) => {
      const id = keyId(name, 4, ed25519.getPublicKey(seed(`witness ${name}`)));
      const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
      return `\u2014 ${name} ${base64(concat(id, u64(time), ed25519.sign(message, seed(witnessKey ?? `witness ${name}`))))}\n`;
    });
    return `${text}\n\u2014 ${ORIGIN} ${base64(logLine)}\n${cosigned.join("")}`;
  }

  /** What a server answers who is asked for one entry. */
  fetched(index: number, note: NoteOptions = {}): Fetched {
    const size = note.size ?? this.making.lines.length;
    return { entries: [{ index, line: this.line(index), proof: inclusionProof(index, this.making.leaves.slice(0, size)) }], checkpoint: this.note(note) };
  }

  /** An entry as a device believes it. */
  included(index: number, note: NoteOptions = {}): Included {
    return new Trust(this.sitting()).entry(this.leaf(index), this.fetched(index, note));
  }

  /** The entries that the opening names. */
  named(change: Partial<NamedEntries> = {}): NamedEntries {
    const { definition, rules, roll, key } = this.at;
    return { definition: this.included(definition), rules: this.included(rules), roll: this.included(roll), key: this.included(key), ...change };
  }

  /** The contest as a device believes it. */
  contest(change: Partial<NamedEntries> = {}, opened: NoteOptions = {}): OpenContest {
    return believeContest(this.sitting(), this.included(this.at.opened, opened), this.named(change));
  }
}

/** Why the server is not believed: the code and what stands behind it; `believed` where it is. */
export function why(believe: () => unknown): string {
  try {
    believe();
  } catch (error) {
    if (error instanceof TrustError) return error.message;
    throw error;
  }
  return "believed";
}

/** What is kept of a contradiction: the name of each file without its hash, and its text. */
export function keptOf(believe: () => unknown): unknown {
  try {
    believe();
  } catch (error) {
    if (error instanceof TrustError) return error.files.map(({ name, text }) => [name.replace(/-[0-9a-f]{8}\./, "."), text]);
    throw error;
  }
  return "believed";
}

/** A note with the log's own line alone, as evidence has it. */
export function bare(note: string): string {
  const text = note.slice(0, note.indexOf("\n\n") + 2);
  return `${text}${note.slice(text.length).split("\n")[0] ?? ""}\n`;
}
