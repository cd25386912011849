/**
 * A device that does what a test tells it, and writes down what it was asked. For tests alone: no page that is shipped contains it.
 * It keeps a box of its own, so that a test can compare what a screen claims with what is true.
 */
import { DeviceProblem } from "../src/device/api.js";
import type { CardInput, ContestView, Device, DeviceView, Identity, ItemView, Opening, Prepared, Status } from "../src/device/api.js";

export const IDENTITY: Identity = { number: 137, name: "欧阳建国", delegation: "城关镇代表团" };

const TITLES = [
  "城区老旧小区雨污分流改造",
  "县人民医院老年病科建设",
  "农村公路安全防护栏安装工程",
  "中心城区智慧停车泊位建设",
  "第三实验小学扩建",
  "乡镇养老服务中心提质升级",
  "城乡供水一体化管网改造工程（二期）",
  "公共充电桩布点",
  "背街小巷路灯亮化",
  "农贸市场标准化改造",
  "残疾儿童康复救助",
  "适龄妇女“两癌”免费筛查",
  "社区嵌入式托育点建设",
  "县图书馆少儿阅览室开放",
  "沿江健身步道贯通",
];

export function items(count: number): readonly ItemView[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    title: TITLES[index % TITLES.length] ?? "",
    department: index % 2 === 0 ? "县住房和城乡建设局" : "县卫生健康局",
    budget: `${(index + 1) * 120} 万元`,
    detail: "改造老旧小区 12 个，新建雨水管网 8.6 公里、污水管网 7.2 公里，惠及居民 4300 户。\n2027 年 10 月底前完成。",
  }));
}

const CHOOSE = [{ zh: "选", en: "choose" }, { zh: "不选", en: "not chosen" }];
const THREE = [{ zh: "赞成", en: "For" }, { zh: "反对", en: "Against" }, { zh: "弃权", en: "Abstain" }];
const GRADES = [{ zh: "满意", en: "satisfied" }, { zh: "基本满意", en: "fairly" }, { zh: "不满意", en: "not satisfied" }, { zh: "不了解", en: "not known" }, { zh: "未标记", en: "no mark" }];
const RANKS = [...Array.from({ length: 6 }, (_, index) => ({ zh: `${index + 1} 号`, en: `no. ${index + 1}` })), { zh: "不排", en: "none" }];

/** A contest: choose at most 10 of 15, unless the test says otherwise. */
export function contest(number: number, change: Partial<ContestView> = {}): ContestView {
  return {
    contest: number,
    title: "2027 年度民生实事项目票决",
    code: ["7K3M", "Q2XA", "9FHD", "B4TW", "M8ZP"][number % 5] ?? "0000",
    round: "first",
    secrecy: "secret",
    style: { is: "select" },
    limits: { least: 0, most: 10 },
    blankItem: "abstain",
    blankVoid: false,
    options: CHOOSE,
    items: items(15),
    vote: [],
    status: { is: "ready" },
    ...change,
  };
}

export const KINDS = {
  select: contest(1),
  votes: contest(2, { title: "关于财政预算调整方案的决议", style: { is: "votes", rest: true }, limits: null, options: THREE, items: items(3) }),
  grades: contest(3, { title: "部门工作满意度测评", style: { is: "grades" }, limits: null, options: GRADES, items: items(5), blankItem: "invalid" }),
  ranks: contest(4, { title: "项目优先次序表决", style: { is: "ranks", exactly: false }, limits: null, options: RANKS, items: items(12) }),
  named: contest(5, { title: "关于票决办法的表决", secrecy: "named", style: { is: "votes", rest: true }, limits: null, options: THREE, items: items(1) }),
} satisfies Record<string, ContestView>;

export function view(contests: readonly ContestView[], change: Partial<DeviceView> = {}): DeviceView {
  return {
    connection: { is: "connected" },
    witnesses: { have: 3, quorum: 2 },
    sitting: { title: "某县第十八届人民代表大会第五次会议", place: "县会议中心", rehearsal: false, code: "3F2A 9C41 7D0E B856" },
    presence: { is: "in", identity: IDENTITY },
    contests,
    sealed: false,
    notice: null,
    files: [],
    elsewhere: false,
    ...change,
  };
}

/** 64 upper-case hex digits that tell rounds apart. */
export function code(round: number): string {
  return [...Array(64).keys()].map((at) => ((at * 7 + round * 11 + ((at * at) >> 2)) % 16).toString(16).toUpperCase()).join("");
}

/** 154 characters of the QR alphanumeric set. */
export const OPENING_QR = `PJO1.${code(3)}.${code(5)}.0123456789ABCDEFGHJ`.slice(0, 154);

/** What stands in the box of one contest. */
export interface Boxed {
  readonly columns: readonly number[];
  readonly code: string | null;
}

export class ScriptedDevice implements Device {
  view: DeviceView;
  readonly calls: string[] = [];
  /** What was really cast, by contest. */
  readonly box = new Map<number, Boxed>();
  /** Cast at once, or when the test says so. */
  answers: "at-once" | "when-told" = "at-once";
  readonly #listeners = new Set<(view: DeviceView) => void>();
  #round = 0;
  #prepared: { readonly contest: number; readonly columns: readonly number[]; readonly code: string } | null = null;
  #card: Identity | null = null;

  constructor(first: DeviceView) {
    this.view = first;
  }

  subscribe(listener: (view: DeviceView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells another view. */
  tell(change: Partial<DeviceView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of [...this.#listeners]) listener(this.view);
  }

  /** Tells another status of one contest. */
  status(number: number, status: Status): void {
    this.tell({ contests: this.view.contests.map((one) => (one.contest === number ? { ...one, status } : one)) });
  }

  async readCard(input: CardInput): Promise<void> {
    this.calls.push(`readCard ${input.is}`);
    await Promise.resolve();
    const given = input.is === "qr" ? input.text : input.number;
    if (given !== "137" && !given.startsWith("PJ1.137.")) {
      throw new DeviceProblem({ zh: "这张证件不是本次会议的，没有签到。请核对证件，或找工作人员。", en: "This card is of another sitting; you are not checked in. Check the card, or ask the staff.", code: "card-other-sitting" });
    }
    this.#card = IDENTITY;
    this.tell({ presence: input.is === "desk" ? { is: "awaiting-desk", identity: IDENTITY, code: `PJD1.137.${code(9)}` } : { is: "card-read", identity: IDENTITY } });
  }

  forgetCard(): void {
    this.calls.push("forgetCard");
    this.#card = null;
    this.tell({ presence: { is: "out" } });
  }

  checkIn(): void {
    this.calls.push("checkIn");
    const identity = this.#card ?? IDENTITY;
    this.tell({ presence: { is: "checking-in", identity } });
    if (this.answers === "at-once") this.tell({ presence: { is: "in", identity } });
  }

  async prepare(number: number, columns: readonly number[]): Promise<Prepared> {
    this.calls.push(`prepare ${number}`);
    this.#round += 1;
    const prepared = { contest: number, columns, code: code(this.#round) };
    this.#prepared = prepared;
    await Promise.resolve();
    return { contest: number, code: prepared.code };
  }

  discard(): void {
    this.calls.push("discard");
    this.#prepared = null;
  }

  async challenge(): Promise<Opening> {
    this.calls.push("challenge");
    const prepared = this.#prepared;
    await Promise.resolve();
    if (prepared === null) throw new DeviceProblem({ zh: "没有要打开的票。", en: "There is nothing to open.", code: "nothing-prepared" });
    this.#prepared = null;
    return { contest: prepared.contest, code: prepared.code, qr: OPENING_QR };
  }

  cast(): void {
    this.calls.push("cast");
    const prepared = this.#prepared;
    if (prepared === null) return;
    this.#prepared = null;
    this.status(prepared.contest, { is: "casting", attempt: 1, trouble: null });
    this.pending = prepared;
    if (this.answers === "at-once") this.receipt();
  }

  /** What was sent and has no receipt yet. */
  pending: { readonly contest: number; readonly columns: readonly number[]; readonly code: string | null } | null = null;

  /** The receipt comes. */
  receipt(): void {
    const { pending } = this;
    if (pending === null) return;
    this.pending = null;
    this.box.set(pending.contest, { columns: pending.columns, code: pending.code });
    this.status(pending.contest, pending.code === null ? { is: "voted", index: 412, mayChange: false } : { is: "cast", code: pending.code });
  }

  vote(number: number, columns: readonly number[]): void {
    this.calls.push(`vote ${number}`);
    this.status(number, { is: "casting", attempt: 1, trouble: null });
    this.pending = { contest: number, columns, code: null };
    if (this.answers === "at-once") this.receipt();
  }

  wipeCode(number: number): void {
    this.calls.push(`wipeCode ${number}`);
    const now = this.view.contests.find((one) => one.contest === number)?.status;
    if (now?.is === "cast" || now?.is === "may-change" || now?.is === "slip-returned") this.status(number, { ...now, code: null });
  }

  stop(): void {
    this.calls.push("stop");
    this.tell({ presence: { is: "out" } });
  }
}
