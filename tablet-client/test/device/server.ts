/**
 * A tally server in this process: what it answers is signed and proved as a real one's (protocol.md §11), over sockets that a test can
 * cut. It holds to one box, one ballot for a deputy and one answer for one request, so that a test can ask it what is true.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromUtf8, utf8 } from "../../src/base/bytes.js";
import { decodePoint, encodePoint, times } from "../../src/base/group.js";
import { hash } from "../../src/base/hash.js";
import { signedBytes, type Purpose } from "../../src/base/signed.js";
import { base64Url, fromBase64Url } from "../../src/base/wire/base64.js";
import { encodeJson, isObject, parseJson, toJson, type Json } from "../../src/base/wire/json.js";
import { anyString, bytes, bytes64, int, list, object } from "../../src/base/wire/schema.js";
import { signer } from "../../src/base/entry/signer.js";
import { ballotHash } from "../../src/net/answer.js";
import type { Socket } from "../../src/net/connection.js";
import { NetError } from "../../src/net/error.js";
import type { Download } from "../../src/net/http.js";
import { encodeBoxed, encodePlaced, encodeRefused, type Act } from "../../src/net/messages.js";
import { inclusionProof } from "../../src/trust/tree.js";
import { seed } from "../follow/making.js";
import { bundleOf } from "../follow/served.js";
import { Line } from "../net/line.js";
import { proveEvaluation } from "../server.js";
import { ballotKeyOf, STAMP, type Contest, type Hall } from "./hall.js";

const actForm = object({ sigs: list(object({ by: signer, sig: bytes64 })), body: anyString, parts: list(bytes()) });

/** What is done with acts of a kind: as ever; the question is lost; the answer is lost. */
export type Loss = "question" | "answer";

interface Open {
  readonly line: ServerLine;
  watches: number | undefined;
  told: string;
}

/** A line whose frames go to the server. */
class ServerLine extends Line {
  constructor(private readonly onFrame: (frame: string) => void) {
    super();
  }

  override send(frame: string): void {
    super.send(frame);
    this.onFrame(frame);
  }
}

export class PlayedServer {
  /** Kinds of acts that are lost, each time, until a test takes them out. */
  readonly lost = new Map<string, Loss>();
  /** Late check-ins that wait for the roles. */
  readonly proposals: Act[] = [];
  /** Acts as they came, by kind: what a device really sent. */
  readonly came = new Map<string, string[]>();
  /** Nobody can connect, and nothing is served. */
  isDown = false;
  /** Published files of another history. */
  instead: Download | undefined;
  private readonly lines = new Set<Open>();

  constructor(readonly hall: Hall) {}

  readonly openSocket = (): Socket => {
    const open: Open = { line: new ServerLine((frame) => { setTimeout(() => { this.read(open, frame); }, 0); }), watches: undefined, told: "" };
    setTimeout(() => {
      if (this.isDown) {
        open.line.happens("close");
        return;
      }
      this.lines.add(open);
      open.line.happens("open");
    }, 0);
    return open.line;
  };

  readonly download: Download = (path, bytesMax) => {
    const { hall } = this;
    if (this.instead !== undefined) return this.instead(path, bytesMax);
    const [, kind, group, width] = /^\/tile\/(0|entries)\/(\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? [];
    if (path === "/checkpoint") return Promise.resolve(utf8(hall.note()));
    const from = 256 * Number(group);
    const until = from + Number(width ?? 256);
    if (kind === undefined || this.isDown || until > hall.size) return Promise.reject(new NetError("status", path));
    return Promise.resolve(kind === "0" ? concat(...hall.making.leaves.slice(from, until)) : bundleOf(hall.making.lines.slice(from, until)));
  };

  /** Everybody is told what is so now, as a digest. */
  tell(): void {
    for (const open of this.lines) this.tellOne(open, false);
  }

  /** Every connection breaks. */
  cut(): void {
    for (const { line } of this.lines) line.happens("close");
    this.lines.clear();
  }

  private tellOne(open: Open, always: boolean): void {
    if (open.watches === undefined || open.line.closes > 0) return;
    const frame = encodeJson(toJson({ type: "digest", digest: this.digest(open.watches) }));
    if (frame === open.told && !always) return;
    open.told = frame;
    open.line.says(frame);
  }

  private digest(deputy: number): unknown {
    const { hall } = this;
    const optional = (leaf: Uint8Array | undefined): string[] => (leaf === undefined ? [] : [base64Url(leaf)]);
    const contests = hall.contests.map((contest) => ({
      contest: contest.number,
      stage: contest.stage === undefined ? [] : [contest.stage],
      definition: base64Url(contest.definition),
      rules: base64Url(contest.rules),
      opened: optional(contest.opened),
      issued: optional(contest.issued.get(deputy)?.leaf),
      paper: optional(contest.papers.get(deputy)),
      vote: optional(contest.votes.get(deputy)),
      slip: contest.slips.has(deputy),
      ballots: contest.ballots === undefined ? [] : [...contest.ballots],
    }));
    const [first = new Uint8Array()] = hall.making.leaves;
    return { size: hall.size, sitting: base64Url(first), roll: [base64Url(hall.roll)], checked_in: optional(hall.checkedIn.get(deputy)), contests, sealed: false, quorum: hall.isVoting && hall.hasWitnesses ? [hall.note()] : [] };
  }

  private read(open: Open, frame: string): void {
    const message = parseJson(frame);
    if (!isObject(message) || !this.lines.has(open)) return;
    const id = int(message.get("id") ?? 0, []);
    switch (message.get("type")) {
      case "watch":
        open.watches = int(message.get("deputy") ?? "", []);
        this.tellOne(open, true);
        return;
      case "fetch":
        this.fetch(open, id, message.get("leaves") ?? []);
        return;
      default: {
        const act = actForm(message.get("act") ?? "", []);
        this.take(open, id, act, message.get("type") === "recover");
      }
    }
  }

  private fetch(open: Open, id: number, asked: Json): void {
    const { hall } = this;
    const leaves = list(anyString)(asked, []);
    const places = leaves.map((leaf) => hall.making.leaves.findIndex((one) => base64Url(one) === leaf)).filter((at) => at >= 0);
    const isCovered = places.every((at) => at < hall.coveredSize);
    const size = isCovered ? hall.coveredSize : hall.size;
    const entries = places.map((index) => ({ index, line: fromUtf8(hall.making.lines[index] ?? new Uint8Array()), proof: inclusionProof(index, hall.making.leaves.slice(0, size)).map(base64Url) }));
    open.line.says(encodeJson(toJson({ type: "fetched", id, entries, checkpoint: hall.note(isCovered ? "quorum" : "none") })));
  }

  private take(open: Open, id: number, act: Act, isRecovery: boolean): void {
    const kind = isRecovery ? "recover" : (/^\{"kind":"([a-z_]+)"/.exec(act.body)?.[1] ?? "");
    this.came.set(kind, [...(this.came.get(kind) ?? []), act.body]);
    const loss = this.lost.get(kind);
    const answer = loss === "question" ? undefined : this.answer(kind, id, act);
    if (loss !== undefined || answer === undefined) {
      this.lines.delete(open);
      open.line.happens("close");
    } else open.line.says(answer);
    this.tell();
  }

  private answer(kind: string, id: number, act: Act): string | undefined {
    switch (kind) {
      case "checked_in":
        return this.checkIn(id, act);
      case "ballot_requested":
        return this.issue(id, act);
      case "ballot_cast":
      case "recover":
        return this.box(id, act, kind === "recover");
      case "ballot_returned": {
        const contest = this.contestOf(act);
        contest.slips.add(Number(/"deputy":(\d+)/.exec(act.body)?.[1]));
        return this.accepted(id, this.append(act));
      }
      case "vote_cast": {
        const leaf = this.append(act);
        this.contestOf(act).votes.set(Number(/"deputy":(\d+)/.exec(act.body)?.[1]), leaf);
        return this.accepted(id, leaf);
      }
      default:
        return this.refused(id, act, "unsupported");
    }
  }

  private checkIn(id: number, act: Act): string {
    const { hall } = this;
    const deputy = Number(/"deputy":(\d+)/.exec(act.body)?.[1]);
    if (hall.suspended.has(deputy)) return this.refused(id, act, "suspended");
    if (hall.checkedIn.has(deputy)) return this.refused(id, act, "checked-in-already");
    if (hall.isVoting) {
      if (hall.contests.some(({ profile }) => profile["late_arrival"] === "not_admitted")) return this.refused(id, act, "late-not-admitted");
      this.proposals.push(act);
      return encodeJson(toJson({ type: "proposed", id, proposal: base64Url(hash("body", utf8(act.body))), missing: ["secretariat", "chief"] }));
    }
    const leaf = this.append(act);
    hall.checkedIn.set(deputy, leaf);
    return this.accepted(id, leaf);
  }

  /** Both roles sign the check-in that waits. */
  letIn(): void {
    const act = this.proposals.shift();
    if (act === undefined) throw new Error("nobody waits");
    const roles = ["secretariat", "chief"].map((by) => ({ by, sig: this.hall.sign(by, act.body) }));
    this.hall.admit(act.body, [...act.sigs.map(({ by, sig }) => ({ by, sig: base64Url(sig) })), ...roles], Number(/"deputy":(\d+)/.exec(act.body)?.[1]));
    this.tell();
  }

  private issue(id: number, act: Act): string {
    const contest = this.contestOf(act);
    const deputy = Number(/"deputy":(\d+)/.exec(act.body)?.[1]);
    const before = contest.issued.get(deputy);
    if (before !== undefined) return before.request === act.body ? this.accepted(id, before.leaf) : this.refused(id, act, "ballot-issued-already");
    if (contest.stage !== "open") return this.refused(id, act, "contest-not-open");
    const blinded = fromBase64Url(/"blinded":"([^"]+)"/.exec(act.body)?.[1] ?? "") ?? new Uint8Array();
    const element = decodePoint(blinded);
    const [sig] = act.sigs;
    if (element === undefined || sig === undefined) return this.refused(id, act, "blinded-bad");
    const evaluated = encodePoint(times(STAMP, element));
    const body = `{"kind":"ballot_issued","request":${act.body},"request_sig":"${base64Url(sig.sig)}","evaluated":"${base64Url(evaluated)}","proof":"${base64Url(proveEvaluation(STAMP, blinded, evaluated))}"}`;
    const index = this.hall.size;
    const leaf = this.hall.making.addSigned(body, [{ by: "server", sig: this.hall.sign("server", body) }]);
    contest.issued.set(deputy, { request: act.body, leaf, index });
    return this.accepted(id, leaf);
  }

  private box(id: number, act: Act, isRecovery: boolean): string {
    const contest = this.contestOf(act);
    if (contest.stage === "held") return this.refused(id, act, "contest-held");
    if (contest.stage !== "open" && !(isRecovery && contest.stage === "ended")) return this.refused(id, act, "contest-not-open");
    contest.box.set(ballotKeyOf(act), act);
    const boxed = { contest: contest.hash, code: this.codeOf(act), ballot: ballotHash(act) };
    const receipt = { boxed: { contest: base64Url(boxed.contest), code: base64Url(boxed.code), ballot: base64Url(boxed.ballot) }, sig: this.signed("box-receipt", encodeBoxed(boxed)) };
    return encodeJson(toJson({ type: "boxed", id, receipt }));
  }

  /** §7.8, from the act alone; 3 rows of one cell and 2 slack bits, as `Hall.define` has them. */
  private codeOf(act: Act): Uint8Array {
    const field = (name: string): Uint8Array => fromBase64Url(new RegExp(`"${name}":(?:\\{"inline":)?"([^"]+)"`).exec(act.body)?.[1] ?? "") ?? new Uint8Array();
    const com = hash("ballot-commitment", field("ballot_key"), field("nonce"));
    const contest = this.contestOf(act);
    return hash("ballot-code", this.hall.fingerprint, contest.hash, com, field("ballot").slice(0, 64 * (contest.items + SLACKS)));
  }

  private contestOf(act: Act): Contest {
    const named = /"contest":"([^"]+)"/.exec(act.body)?.[1];
    const found = this.hall.contests.find((contest) => base64Url(contest.hash) === named);
    if (found === undefined) throw new Error("an act of no contest");
    return found;
  }

  private append(act: Act): Uint8Array {
    return this.hall.making.addSigned(act.body, act.sigs.map(({ by, sig }) => ({ by, sig: base64Url(sig) })));
  }

  private signed(purpose: Purpose, encoding: string): string {
    return base64Url(ed25519.sign(signedBytes(purpose, this.hall.fingerprint, utf8(encoding)), seed("server")));
  }

  private accepted(id: number, leaf: Uint8Array): string {
    const index = this.hall.making.leaves.findIndex((one) => base64Url(one) === base64Url(leaf));
    const sig = this.signed("answer", encodePlaced({ index, leaf }));
    return encodeJson(toJson({ type: "accepted", id, placed: { index, leaf: base64Url(leaf) }, sig }));
  }

  private refused(id: number, act: Act, code: string): string {
    const refused = { act: hash("body", utf8(act.body)), code, what: "" };
    return encodeJson(toJson({ type: "refused", id, refused: { act: base64Url(refused.act), code, what: "" }, zh: `没有收下：${code}`, en: `refused: ${code}`, sig: this.signed("answer", encodeRefused(refused)) }));
  }
}

/** Of "at most 2 of 3". */
const SLACKS = 2;
