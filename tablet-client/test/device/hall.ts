/**
 * A sitting that a test moves on, entry by entry, with every key at hand: real cards, real signatures, a real stamp key. What a device
 * checks is as it should be, unless a test says otherwise; ballots' proofs of a box and decryption are the verifier's and are left out.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromUtf8, u64, utf8 } from "../../src/base/bytes.js";
import { encodePoint, G, times } from "../../src/base/group.js";
import { signedBytes } from "../../src/base/signed.js";
import { base64, base64Url } from "../../src/base/wire/base64.js";
import { cardKey } from "../../src/crypto/card.js";
import type { Act } from "../../src/net/messages.js";
import { rootOf } from "../../src/trust/tree.js";
import { bytes32, Making, ORIGIN, publicKey, seed, SELECT, type Plain } from "../follow/making.js";
import { vkey, WITNESSES } from "../trust/hall.js";

const BOTH = ["secretariat", "chief"];
/** The scrutineers' key and each contest's stamp key. */
const PUBLIC = 5n;
export const STAMP = 7n;
const point = (scalar: bigint): string => base64Url(encodePoint(times(scalar, G)));

/** The 20 letters on everybody's card. */
export const CODE = "0123456789ABCDEFGHJK";

type Stage = "open" | "held" | "ended" | "opening" | "opened" | "closed" | "declared" | "voided";

/** A contest, and what was done in it. */
export class Contest {
  stage: Stage | undefined;
  opened: Uint8Array | undefined;
  hash: Uint8Array = new Uint8Array(32);
  readonly issued = new Map<number, { readonly request: string; readonly leaf: Uint8Array; readonly index: number }>();
  readonly papers = new Map<number, Uint8Array>();
  readonly votes = new Map<number, Uint8Array>();
  readonly slips = new Set<number>();
  /** By ballot key. */
  readonly box = new Map<string, Act>();
  ballots: readonly [opened: number, count: number] | undefined;

  constructor(
    readonly number: number,
    readonly definition: Uint8Array,
    readonly rules: Uint8Array,
    readonly profile: Plain,
    readonly items: number,
  ) {}
}

export interface Options {
  readonly mode?: "real" | "rehearsal";
  /** Three witnesses, two of whom are enough. */
  readonly witnesses?: boolean;
  readonly deputies?: number;
}

/** The sitting and its log. */
export class Hall {
  readonly making = new Making();
  readonly contests: Contest[] = [];
  /** Leaves of the check-ins that stand. */
  readonly checkedIn = new Map<number, Uint8Array>();
  readonly suspended = new Set<number>();
  readonly roll: Uint8Array;
  private readonly rules: Uint8Array;
  private readonly key: Uint8Array;
  /** Entries that a quorum has cosigned, and when. */
  private covered = 0;
  private time = 1_772_328_600;

  constructor(private readonly options: Options = {}) {
    const { making } = this;
    const { mode = "real", witnesses = true, deputies = 3 } = options;
    const keys = Object.fromEntries(["log", "server", "secretariat", "chief", "presiding"].map((name) => [name, publicKey(name)]));
    const named = witnesses ? WITNESSES.map((name) => ({ name: `见证 ${name}`, vkey: vkey(name) })) : [];
    making.add({ kind: "sitting_defined", version: 1, name: "青山县第十八届人民代表大会第二次会议", mode, origin: ORIGIN, keys, witnesses: named, quorum: witnesses ? 2 : 0, pages: [] }, ["secretariat", "server"]);
    const people = Array.from({ length: deputies }, (_, at) => ({ number: at + 1, name: `代表${at + 1}`, delegation: "城关镇代表团", card: base64Url(cardKey(this.fingerprint, at + 1, CODE)) }));
    this.roll = making.add({ kind: "roll_fixed", membership: deputies, due: deputies, roll: { text: JSON.stringify({ deputies: people }) } }, ["secretariat"]);
    this.rules = making.add({ kind: "rules_adopted", title: "办法", text: { text: "第一条" }, profile: SELECT }, ["secretariat"]);
    this.key = making.add({ kind: "key_agreed", run: 1, public_key: point(PUBLIC), share_keys: [point(8n), point(9n)] }, ["scrutineer-1", "scrutineer-2"]);
    this.witness();
  }

  get fingerprint(): Uint8Array {
    return sha256(this.making.lines[0] ?? new Uint8Array());
  }

  get size(): number {
    return this.making.lines.length;
  }

  /** Signature of a role over a body. */
  sign(by: string, body: string): string {
    return base64Url(ed25519.sign(signedBytes("act", this.fingerprint, utf8(body)), seed(by)));
  }

  /** A quorum cosigns all that there is. */
  witness(): void {
    this.covered = this.size;
    this.time += 1;
  }

  /** The newest checkpoint with a quorum, or the newest of all. */
  note(with_: "quorum" | "none" = "quorum"): string {
    const isCosigned = with_ === "quorum" && this.options.witnesses !== false;
    return this.noteOf(isCosigned ? this.covered : this.size, isCosigned ? ["first", "second"] : []);
  }

  noteOf(size: number, cosigners: readonly string[] = []): string {
    const text = `${ORIGIN}\n${size}\n${base64(rootOf(this.making.leaves.slice(0, size)))}\n`;
    const line = (name: string, type: number, key: string, signature: Uint8Array): string => {
      const id = sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), ed25519.getPublicKey(seed(key)))).slice(0, 4);
      return `\u2014 ${name} ${base64(concat(id, signature))}\n`;
    };
    const own = line(ORIGIN, 1, "log", ed25519.sign(utf8(text), seed("log")));
    const others = cosigners.map((name) => {
      const message = utf8(`cosignature/v1\ntime ${this.time}\n${text}`);
      return line(name, 4, `witness ${name}`, concat(u64(this.time), ed25519.sign(message, seed(`witness ${name}`))));
    });
    return `${text}\n${own}${others.join("")}`;
  }

  get hasWitnesses(): boolean {
    return this.options.witnesses !== false;
  }

  /** The newest size that is covered by a quorum; all in a sitting without witnesses. */
  get coveredSize(): number {
    return this.options.witnesses === false ? this.size : this.covered;
  }

  private add(body: Plain, signers: readonly string[]): Uint8Array {
    return this.making.add(body, signers);
  }

  contest(number = 1): Contest {
    const found = this.contests[number - 1];
    if (found === undefined) throw new Error(`no contest ${number}`);
    return found;
  }

  define(profile: Plain = {}, purpose: Plain = { kind: "items" }, numbers: readonly number[] = [1, 2, 3]): Contest {
    const whole = { ...SELECT, choice: { kind: "at_most", most: 2 }, method: { ...(SELECT["method"] instanceof Object ? SELECT["method"] : {}), seats: { kind: "fixed", count: Math.min(2, numbers.length) } }, ...profile };
    const items = numbers.map((number) => ({ number, title: `项目 ${number}`, department: "", budget: "", detail: "" }));
    const number = this.contests.length + 1;
    const leaf = this.add({ kind: "contest_defined", contest: number, title: `表决 ${number}`, rules: base64Url(this.rules), profile: whole, purpose, items }, ["secretariat"]);
    const contest = new Contest(number, leaf, this.rules, whole, items.length);
    this.contests.push(contest);
    return contest;
  }

  open(number = 1, signers: readonly string[] = BOTH): void {
    const contest = this.contest(number);
    const keys = contest.profile["secrecy"] === "secret" ? [{ key: base64Url(this.key), public_key: point(PUBLIC), stamp_key: point(STAMP) }] : [];
    const present = this.checkedIn.size;
    const body = { kind: "contest_opened", contest: number, definition: base64Url(contest.definition), rules: base64Url(contest.rules), roll: base64Url(this.roll), keys, membership: 3, due: 3, present, zero_report: { issued: 0, boxed: 0, challenged: 0, returned: 0 } };
    contest.opened = this.add(body, signers);
    contest.hash = this.making.contestHash(body);
    contest.stage = "open";
  }

  /** An entry that names the contest alone, and the stage that it brings. */
  moves(kind: "contest_held" | "contest_resumed" | "contest_ended" | "contest_voided", stage: Stage, number = 1): void {
    const contest = this.contest(number);
    const follows = base64Url(contest.opened ?? contest.hash);
    const more = { contest_held: { follows, by: "secretariat", reason: "停电" }, contest_resumed: { follows }, contest_ended: {}, contest_voided: { follows, reason: "设备故障" } }[kind];
    this.add({ kind, contest: base64Url(contest.hash), ...more }, kind === "contest_held" ? ["secretariat"] : BOTH);
    contest.stage = stage;
  }

  /** Both roles let in who came late; at the desk the secretariat alone, or both while a contest is voting. */
  admit(body: string, sigs: readonly { readonly by: string; readonly sig: string }[], deputy: number): void {
    this.checkedIn.set(deputy, this.making.addSigned(body, sigs));
  }

  desk(deputy: number, deviceKey: Uint8Array): void {
    const body = JSON.stringify({ kind: "checked_in", deputy, device_key: base64Url(deviceKey), means: "desk" });
    this.admit(body, (this.isVoting ? BOTH : ["secretariat"]).map((by) => ({ by, sig: this.sign(by, body) })), deputy);
  }

  get isVoting(): boolean {
    return this.contests.some(({ stage }) => stage !== undefined && ["open", "held", "ended", "opening", "opened"].includes(stage));
  }

  leaves(kind: "left_early" | "check_in_undone", deputy: number): void {
    const follows = base64Url(this.checkedIn.get(deputy) ?? new Uint8Array(32));
    this.add({ kind, deputy, follows, reason: "有事" }, kind === "left_early" ? ["secretariat"] : BOTH);
    this.checkedIn.delete(deputy);
  }

  suspend(deputy: number): void {
    this.add({ kind: "deputy_suspended", deputy, reason: "接受调查" }, BOTH);
    this.suspended.add(deputy);
  }

  paper(deputy: number, signers: readonly string[] = BOTH, number = 1): void {
    const contest = this.contest(number);
    contest.papers.set(deputy, this.add({ kind: "paper_issued", contest: base64Url(contest.hash), deputies: [deputy] }, signers));
  }

  /** The box comes out; `without` are ballots that it lost. */
  openBox(number = 1, without: readonly Act[] = []): void {
    const contest = this.contest(number);
    const acts = [...contest.box].filter(([, act]) => !without.includes(act)).sort(([left], [right]) => (left < right ? -1 : 1));
    const at = this.size;
    this.add({ kind: "box_opened", contest: base64Url(contest.hash), ballots: acts.length, stamps: bytes32("stamps"), proof: base64Url(concat(seed("a"), seed("b"))) }, ["server"]);
    for (const [, act] of acts) this.making.addSigned(act.body, act.sigs.map(({ by, sig }) => ({ by, sig: base64Url(sig) })));
    contest.ballots = [at, acts.length];
    contest.stage = "opened";
  }

  close(number = 1): void {
    const contest = this.contest(number);
    const count = contest.box.size;
    this.add({ kind: "contest_closed", contest: base64Url(contest.hash), size: this.size, root: bytes32("root"), issued: contest.issued.size, returned: count, slips: contest.slips.size, paper: { issued: 0, returned: 0, void: 0, entered: 0 } }, BOTH);
    contest.stage = "closed";
  }

  /** Kinds of the entries from one on. */
  kinds(from = 0): readonly string[] {
    return this.making.lines.slice(from).map((line) => /"body":\{"kind":"([a-z_]+)"/.exec(fromUtf8(line) ?? "")?.[1] ?? "");
  }

  /** Those who signed the newest entry of a kind. */
  signersOf(kind: string): readonly string[] {
    const line = fromUtf8(this.making.lines[this.kinds().lastIndexOf(kind)] ?? new Uint8Array()) ?? "";
    return [...(line.split('"body":')[0] ?? "").matchAll(/"by":"([^"]+)"/g)].map(([, by]) => by ?? "");
  }
}

/** What a box knows a ballot by. */
export function ballotKeyOf(act: Act): string {
  return /"ballot_key":"([^"]+)"/.exec(act.body)?.[1] ?? "";
}

