/**
 * Makes whole logs of a sitting, signed by keys of its own: as many deputies and items as a test wants to see on a screen.
 *
 * Ballots in it are random bytes of the right length and shares are missing, which a page does not check and the verifier would
 * refute; whatever a page does check (chain, tree, checkpoint, signatures of roles) holds.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, hex, utf8, ZERO_32 } from "../../src/base/bytes.js";
import { hash, leafHash } from "../../src/base/hash.js";
import { signedBytes } from "../../src/base/signed.js";
import { GrowingTree } from "../../src/trust/tree.js";
import { base64, base64Url } from "../../src/base/wire/base64.js";
import { encodeJson, toJson } from "../../src/base/wire/json.js";
import type { Log } from "./served.js";

export type Plain = Readonly<Record<string, unknown>>;

/** A key that is always the same. */
export function seed(name: string): Uint8Array {
  return sha256(utf8(`piaojue tablet-client tests ${name}`));
}

export const publicKey = (name: string): string => base64Url(ed25519.getPublicKey(seed(name)));

/** 32 bytes that look random. */
export function bytes32(name: string): string {
  return base64Url(seed(`bytes ${name}`));
}

/** Hash of the deputy's page, as entry 0 names it: 64 hexadecimal digits. */
export const PAGE_HASH = hex(seed("bytes page"));

export const ORIGIN = "qingshan.example/2027";

/** A log in the making. */
export class Making {
  readonly lines: Uint8Array[] = [];
  readonly leaves: Uint8Array[] = [];
  time = 1_772_328_600;
  private readonly tree = new GrowingTree();
  private fingerprint: Uint8Array = ZERO_32;

  /** Appends an entry; returns its leaf. `given`: in the place of every signature. */
  add(body: Plain, signers: readonly string[], given?: Uint8Array): Uint8Array {
    const text = encodeJson(toJson(body));
    const name = this.lines.length === 0 ? ZERO_32 : this.fingerprint;
    return this.addSigned(text, signers.map((by) => ({ by, sig: base64Url(given ?? ed25519.sign(signedBytes(body["kind"] === "ballot_cast" ? "ballot" : "act", name, utf8(text)), seed(by))) })));
  }

  /** An act as it came: its body as text, and its signatures in base64url. */
  addSigned(text: string, sigs: readonly { readonly by: string; readonly sig: string }[]): Uint8Array {
    const prev = this.leaves.at(-1) ?? hash("log", utf8(ORIGIN));
    const head = encodeJson(toJson({ prev: base64Url(prev), time: this.time, sigs }));
    const line = utf8(`${head.slice(0, -1)},"body":${text}}`);
    if (this.lines.length === 0) this.fingerprint = sha256(line);
    const leaf = leafHash(line);
    this.lines.push(line);
    this.leaves.push(leaf);
    this.tree.push(leaf);
    return leaf;
  }

  /** The contest hash of the entry that was added last. */
  contestHash(body: Plain): Uint8Array {
    return hash("contest", this.fingerprint, utf8(encodeJson(toJson(body))));
  }

  /** As it stands, under a checkpoint of it. */
  log(): Log {
    const text = `${ORIGIN}\n${this.lines.length}\n${base64(this.tree.root())}\n`;
    const key = ed25519.getPublicKey(seed("log"));
    const id = sha256(concat(utf8(`${ORIGIN}\n`), Uint8Array.of(1), key)).slice(0, 4);
    const signature = ed25519.sign(utf8(text), seed("log"));
    const note = utf8(`${text}\n\u2014 ${ORIGIN} ${base64(concat(id, signature))}\n`);
    return { fingerprint: this.fingerprint, lines: [...this.lines], note };
  }
}

const BOTH = ["secretariat", "chief"];
const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = ["建国", "秀英", "志强", "春燕", "德明", "丽华", "文军", "海霞", "国栋", "玉梅"];
const DELEGATIONS = ["城关镇代表团", "青山乡代表团", "河口镇代表团", "县直代表团"];

/** Fifteen projects as a county has them. */
export const PROJECTS: readonly string[] = [
  "城区老旧小区雨污分流改造",
  "县人民医院急诊综合楼建设",
  "农村饮水安全巩固提升工程",
  "乡镇幼儿园新建和改扩建",
  "县城公共停车场和充电桩建设",
  "农村公路危桥改造",
  "社区养老服务中心和老年助餐点建设",
  "中小学校塑胶操场改造",
  "城区背街小巷路灯和人行道整治",
  "农产品产地冷藏保鲜设施",
  "乡镇卫生院中医馆和发热门诊标准化建设",
  "县体育公园和全民健身步道",
  "农村户厕改造提升及粪污资源化利用设施建设工程（三年行动计划第二年度任务）",
  "残疾人家庭无障碍改造",
  "县图书馆总分馆和农家书屋提升",
];

const NO_ARTICLES = {
  meeting_quorum: "第三条",
  validity: "第九条",
  roll: "",
  late_arrival: "",
  secrecy: "第四条",
  choice: "第六条",
  blank: "",
  recast: "",
  threshold: "第十条",
  order: "",
  on_tie: "第十一条",
  on_shortfall: "",
  run_off: "",
  grade: "第八条",
};

/** At most 10 of the items are chosen, and those with more than half of all deputies. */
export const SELECT: Plain = {
  title: "青山县民生实事项目票决办法",
  secrecy: "secret",
  meeting_quorum: { num: 2, den: 3, inclusive: true, base: "membership" },
  vote_quorum: { kind: "none" },
  suspended: "counted",
  roll_freeze: "contest",
  late_arrival: "until_end",
  leave_early: "stays",
  options: { kind: "select" },
  choice: { kind: "at_most", most: 10 },
  blank_item: "abstain",
  blank_ballot: "abstain",
  mark_conflict: "ballot_void",
  recast: "first",
  surplus: { kind: "any" },
  method: {
    kind: "choose",
    score: { kind: "votes" },
    seats: { kind: "fixed", count: 10 },
    threshold: { kind: "share", num: 1, den: 2, inclusive: false, base: "membership" },
    on_tie: "run_off",
    on_shortfall: "vacant",
    run_off: { threshold: "none", rounds: 1, then: "presidium" },
  },
  minimum_ballots: 5,
  channel_floor: 10,
  articles: NO_ARTICLES,
};

/** 赞成, 反对, 弃权 of every item. */
export const THREE_WAY: Plain = {
  ...SELECT,
  options: { kind: "three_way" },
  choice: { kind: "each" },
  method: { ...(SELECT["method"] instanceof Object ? SELECT["method"] : {}), seats: { kind: "every_item" } },
};

/** 满意, 基本满意, 不满意 and 不了解, by the rate of satisfaction. */
export const GRADES: Plain = {
  ...SELECT,
  options: { kind: "grades", grades: ["满意", "基本满意", "不满意"], others: ["不了解"], satisfied: 2 },
  choice: { kind: "each" },
  method: { kind: "grade", rule: { kind: "rate", bands: [90, 70] } },
};

export interface Hall {
  readonly deputies: number;
  readonly present: number;
  readonly mode: "real" | "rehearsal";
  readonly title?: string;
  readonly profile?: Plain;
  readonly items?: readonly string[];
}

/** A sitting, moved on step by step. */
export class SittingInTheMaking {
  readonly making = new Making();
  private readonly definition: Uint8Array;
  private readonly rules: Uint8Array;
  private readonly roll: Uint8Array;
  private contest: Uint8Array = ZERO_32;
  private closed: Uint8Array = ZERO_32;

  constructor(readonly hall: Hall) {
    const { making } = this;
    const { deputies, present, mode, profile = SELECT, items = PROJECTS, title = "2027 年度民生实事项目票决" } = hall;
    const keys = Object.fromEntries(["log", "server", "secretariat", "chief", "presiding"].map((name) => [name, publicKey(name)]));
    making.add({ kind: "sitting_defined", version: 1, name: "青山县第十八届人民代表大会第二次会议", mode, origin: ORIGIN, keys, witnesses: [], quorum: 0, pages: [bytes32("page")] }, ["secretariat", "server"]);
    const people = Array.from({ length: deputies }, (_, at) => ({
      number: at + 1,
      name: `${SURNAMES[at % SURNAMES.length] ?? ""}${GIVEN[(at * 7) % GIVEN.length] ?? ""}`,
      delegation: DELEGATIONS[at % DELEGATIONS.length],
      card: publicKey(`card ${at}`),
    }));
    this.roll = making.add({ kind: "roll_fixed", membership: deputies, due: deputies, roll: { text: encodeJson(toJson({ deputies: people })) } }, ["secretariat"]);
    this.rules = making.add({ kind: "rules_adopted", title: "青山县民生实事项目票决办法", text: { text: "第一条 为规范票决，制定本办法。" }, profile }, ["secretariat"]);
    const scrutineers = [1, 2, 3].map((index) => ({ index, name: ["欧阳志远", "司徒兰", "沈学文"][index - 1], key: publicKey(`scrutineer-${index}`) }));
    making.add({ kind: "scrutineers_named", run: 1, threshold: 2, scrutineers, reason: "" }, BOTH);
    making.add({ kind: "key_agreed", run: 1, public_key: bytes32("K"), share_keys: [1, 2, 3].map((i) => bytes32(`Y${i}`)) }, ["scrutineer-1", "scrutineer-2", "scrutineer-3"]);
    const all = items.map((one, at) => ({ number: at + 1, title: one, department: "县住建局", budget: `${120 + 35 * at} 万元`, detail: "" }));
    this.definition = making.add({ kind: "contest_defined", contest: 1, title, rules: base64Url(this.rules), profile, purpose: { kind: "items" }, items: all }, ["secretariat"]);
    for (let deputy = 1; deputy <= present; deputy += 1) {
      making.add({ kind: "checked_in", deputy, device_key: publicKey(`device ${deputy}`), means: "card" }, [`card-${deputy}`]);
    }
  }

  /** The contest hash, as entries have it. */
  get contestHash(): string {
    return base64Url(this.contest);
  }

  open(): this {
    const { deputies, present } = this.hall;
    const zero = { issued: 0, boxed: 0, challenged: 0, returned: 0 };
    const key = this.making.leaves[4] ?? ZERO_32;
    const body = {
      kind: "contest_opened",
      contest: 1,
      definition: base64Url(this.definition),
      rules: base64Url(this.rules),
      roll: base64Url(this.roll),
      keys: [{ key: base64Url(key), public_key: bytes32("K"), stamp_key: bytes32("stamp") }],
      membership: deputies,
      due: deputies,
      present,
      zero_report: zero,
    };
    this.making.add(body, BOTH);
    this.contest = this.making.contestHash(body);
    return this;
  }

  issue(count: number): this {
    for (let deputy = 1; deputy <= count; deputy += 1) {
      const request = { kind: "ballot_requested", contest: this.contestHash, deputy, blinded: bytes32(`blinded ${deputy}`) };
      const sig = base64Url(concat(seed("a"), seed("b")));
      this.making.add({ kind: "ballot_issued", request, request_sig: sig, evaluated: bytes32(`evaluated ${deputy}`), proof: sig }, ["server"]);
    }
    return this;
  }

  hold(reason: string): this {
    this.making.add({ kind: "contest_held", contest: this.contestHash, follows: base64Url(this.making.leaves.at(-1) ?? ZERO_32), by: "secretariat", reason }, ["secretariat"]);
    return this;
  }

  end(slips: number): this {
    this.making.add({ kind: "contest_ended", contest: this.contestHash }, BOTH);
    for (let deputy = 1; deputy <= slips; deputy += 1) {
      this.making.add({ kind: "ballot_returned", contest: this.contestHash, deputy }, [`deputy-${deputy}`]);
    }
    return this;
  }

  /** `bytes` of each ballot. */
  box(ballots: number, bytes: number): this {
    const sig = base64Url(concat(seed("a"), seed("b")));
    this.making.add({ kind: "box_opened", contest: this.contestHash, ballots, stamps: bytes32("stamps"), proof: sig }, ["server"]);
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      const inline = base64Url(new Uint8Array(bytes).map((_, at) => (at * 31 + ballot * 7) & 255));
      this.making.add(
        { kind: "ballot_cast", contest: this.contestHash, ballot_key: bytes32(`ballot ${ballot}`), stamp: bytes32(`stamp ${ballot}`), nonce: bytes32(`nonce ${ballot}`), replaces: base64Url(ZERO_32), ballot: { inline } },
        ["ballot"],
      );
    }
    return this;
  }

  close(issued: number, returned: number, paper = { issued: 0, returned: 0, void: 0, entered: 0 }): this {
    const size = this.making.lines.length;
    this.closed = this.making.add({ kind: "contest_closed", contest: this.contestHash, size, root: bytes32("root"), issued, returned, slips: returned, paper }, BOTH);
    return this;
  }

  declare(decision: Plain): this {
    this.making.add({ kind: "result_declared", contest: this.contestHash, closed: base64Url(this.closed), totals: [], decision }, ["chief", "presiding"]);
    return this;
  }

  log(): Log {
    return this.making.log();
  }
}

/** A decision about ten seats of `votes`, as §9.3 makes it for `SELECT`. */
export function decisionOf(votes: readonly number[], valid: number, membership: number, seats = 10): Plain {
  const needed = Math.floor(membership / 2) + 1;
  const order = votes.map((_, at) => at).sort((a, b) => (votes[b] ?? 0) - (votes[a] ?? 0) || a - b);
  const passed = order.filter((at) => (votes[at] ?? 0) >= needed);
  const last = votes[passed[seats - 1] ?? -1];
  const ties = passed.length > seats && last !== undefined && last === votes[passed[seats] ?? -1];
  const better = ties ? passed.filter((at) => (votes[at] ?? 0) > last) : passed.slice(0, seats);
  const tied = ties ? passed.filter((at) => votes[at] === last) : [];
  const left = ties ? seats - better.length : 0;
  const items = votes.map((count, at) => {
    const chosen = better.includes(at) ? "yes" : tied.includes(at) ? "run_off" : "no";
    const isPassed = count >= needed;
    const reason = tied.includes(at)
      ? { code: "tied_at_cut", tied: tied.length, seats: left }
      : better.includes(at)
        ? { code: "within_seats", needed, base: membership }
        : isPassed
          ? { code: "seats_filled", seats }
          : { code: "below_threshold", needed, base: membership };
    return {
      counts: [count, valid - count],
      invalid: 0,
      votes: count,
      score: { num: count, den: 1 },
      share: { num: count, den: membership, percent: Math.floor((20_000 * count + membership) / (2 * membership)) },
      rank: 1 + votes.filter((other) => other > count).length,
      passed: isPassed,
      chosen,
      grade: [],
      reason,
    };
  });
  const sorted = [...tied].sort((a, b) => a - b);
  return {
    outcome: { kind: "valid" },
    needed,
    base: membership,
    firm: better,
    tied: { items: sorted, seats: left },
    next: ties ? { kind: "run_off", items: sorted, seats: left } : { kind: "none", items: [], seats: 0 },
    vacant: Math.max(0, seats - passed.length),
    unreturned: 0,
    unreturned_could_change: false,
    items,
  };
}
