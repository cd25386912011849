/**
 * What a deputy's screens and the device behind them say to each other.
 *
 * The device speaks the protocol (docs/protocol.md), keeps what must not be lost, and does its arithmetic in a worker. Screens
 * know no key, no ciphertext and no message of the server: they show a `DeviceView` and call `Device`. Choices exist in the
 * screens' memory and in the argument of `prepare` alone; the device forgets them once they are encrypted.
 */

/** A sentence for a person, in both languages, and the code behind it for those who help. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
  readonly code: string;
}

/** What a call is rejected with. Nothing was changed. */
export class DeviceProblem extends Error {
  readonly sentence: Sentence;
  constructor(sentence: Sentence) {
    super(sentence.en);
    this.name = "DeviceProblem";
    this.sentence = sentence;
  }
}

/** Who sits here, as the roll says. */
export interface Identity {
  readonly number: number;
  readonly name: string;
  readonly delegation: string;
}

/** The socket to the tally server. `lost`: the next try is after `wait` milliseconds. */
export type Connection =
  | { readonly is: "connecting" }
  | { readonly is: "connected" }
  | { readonly is: "lost"; readonly wait: number };

/** How far this deputy is let in. */
export type Presence =
  /** Nobody has shown a card. */
  | { readonly is: "out" }
  /** The card was read and is of this sitting; nothing was sent. */
  | { readonly is: "card-read"; readonly identity: Identity }
  /** Sent, and no answer yet. */
  | { readonly is: "checking-in"; readonly identity: Identity }
  /** Both roles have to let the latecomer in. */
  | { readonly is: "awaiting-roles"; readonly identity: Identity }
  /** Without a card: the desk signs for the device key in this code (QR alphanumeric). */
  | { readonly is: "awaiting-desk"; readonly identity: Identity; readonly code: string }
  | { readonly is: "in"; readonly identity: Identity }
  /** The desk took the check-in back. */
  | { readonly is: "undone"; readonly identity: Identity };

/** How rows are marked. */
export type Style =
  /** One tap marks and unmarks. */
  | { readonly is: "select" }
  /** 赞成, 反对, 弃权: a target each. `rest`: whether the last option is marked like the others or only what no mark means. */
  | { readonly is: "votes"; readonly rest: boolean }
  /** Grades, a target each; the last option is only what no mark means. */
  | { readonly is: "grades" }
  /** Priority numbers, none given twice. `exactly`: each number must be given. */
  | { readonly is: "ranks"; readonly exactly: boolean };

export interface ItemView {
  /** Its printed number; a run-off keeps those of the first ballot. */
  readonly number: number;
  readonly title: string;
  readonly department: string;
  readonly budget: string;
  readonly detail: string;
}

/** Why something takes longer. */
export type Trouble = "network" | "busy" | "held" | "witnesses";

/** How a contest stands for this deputy. Only `ready`, `may-change` and `voted` with `mayChange` can be marked. */
export type Status =
  | { readonly is: "not-open" }
  /** Opened, and no quorum of witnesses has seen it yet. */
  | { readonly is: "unwitnessed" }
  /** Open, the ballot is on its way. */
  | { readonly is: "drawing" }
  | { readonly is: "ready" }
  /** On hold; marks are kept. */
  | { readonly is: "held" }
  /** By show of hands: nothing to do here. */
  | { readonly is: "hands" }
  /** Pressed cast, no receipt yet: neither 投出 nor 没有投出 may be said. `attempt` from 1. */
  | { readonly is: "casting"; readonly attempt: number; readonly trouble: Trouble | null }
  /** In the box: the receipt was checked. `code`: 64 upper-case hex digits; null once it was wiped. */
  | { readonly is: "cast"; readonly code: string | null }
  /** In the box, and the last ballot counts: it may be changed so many times more. */
  | { readonly is: "may-change"; readonly code: string | null; readonly left: number }
  /** The return slip stands in the log too. */
  | { readonly is: "slip-returned"; readonly code: string | null }
  /** Found in the log, at this index. */
  | { readonly is: "recorded"; readonly index: number }
  /** A named vote that stands in the log. */
  | { readonly is: "voted"; readonly index: number; readonly mayChange: boolean }
  /** Refused for good; `counts`: what counts then. `unknown`: only the log will say. */
  | { readonly is: "refused"; readonly why: Sentence; readonly counts: "nothing" | "the-one-before" | "unknown" }
  /** There was a receipt and the ballot is not in the log: the saved file proves the server's fault. */
  | { readonly is: "missing" }
  /** There was no receipt, and the ballot is not in the log: 没有投出. */
  | { readonly is: "not-in-box" }
  /** Ended without a cast from here. */
  | { readonly is: "missed" }
  /** This deputy has a paper ballot. */
  | { readonly is: "paper" }
  /** A show of hands that was counted. */
  | { readonly is: "over" }
  | { readonly is: "voided" };

/** One contest, as the ballot shows it. Without items before its opening is believed. */
export interface ContestView {
  readonly contest: number;
  readonly title: string;
  /** Short code of the contest hash, as on the hall's screen. */
  readonly code: string;
  readonly round: "first" | "run-off" | "second-round" | "again";
  readonly secrecy: "secret" | "named" | "hands";
  readonly style: Style;
  /** How many items the first option may choose; null: each item by itself. */
  readonly limits: { readonly least: number; readonly most: number } | null;
  /** What an item without a mark is. */
  readonly blankItem: "abstain" | "approve" | "invalid";
  /** A ballot without any mark is 废票 and not taken. */
  readonly blankVoid: boolean;
  /** In order, at least 2; the last is the rest (不选, 弃权, 未标记). */
  readonly options: readonly { readonly zh: string; readonly en: string }[];
  readonly items: readonly ItemView[];
  /** Columns of the named vote that stands; empty: none. */
  readonly vote: readonly number[];
  readonly status: Status;
}

/** Everything that screens show. A new object whenever something changed. */
export interface DeviceView {
  readonly connection: Connection;
  /** 见证: cosignatures of the newest checkpoint with a quorum, and how many are needed; null: no witnesses. */
  readonly witnesses: { readonly have: number; readonly quorum: number } | null;
  /** Null until entry 0 is believed. */
  readonly sitting: {
    readonly title: string;
    readonly place: string;
    /** Colour and 演练 everywhere. */
    readonly rehearsal: boolean;
    /** First 16 hex digits of the fingerprint, in groups of four. */
    readonly code: string;
  } | null;
  readonly presence: Presence;
  readonly contests: readonly ContestView[];
  readonly sealed: boolean;
  /** What must be told now and changes nothing else. */
  readonly notice: Sentence | null;
  /** What can be taken away: evidence against the log's key, and the receipts of the deputy who is in. Nothing of it says what was chosen. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** Another tab of this browser already is this device; this one does nothing. */
  readonly elsewhere: boolean;
}

/** What a person shows at the door. */
export type CardInput =
  /** The text of the card's QR code. */
  | { readonly is: "qr"; readonly text: string }
  /** Number on the roll, and the code printed beneath. */
  | { readonly is: "typed"; readonly number: string; readonly code: string }
  /** Without a card: the desk signs. */
  | { readonly is: "desk"; readonly number: string };

/** An encrypted ballot that was neither cast nor opened. */
export interface Prepared {
  readonly contest: number;
  /** 64 upper-case hex digits. */
  readonly code: string;
}

/** An opened encryption: it can never be cast. `qr`: what the second device reads (at most 154 characters, QR alphanumeric). */
export interface Opening {
  readonly contest: number;
  readonly code: string;
  readonly qr: string;
}

/** The device. Calls that talk to the server return at once and tell what became of it in the view. */
export interface Device {
  readonly view: DeviceView;
  /** Called after every change; returns the way to stop. */
  subscribe(listener: (view: DeviceView) => void): () => void;

  /** Reads a card and compares it with the roll; then `presence` is `card-read`, or `awaiting-desk`. */
  readCard(input: CardInput): Promise<void>;
  /** Forgets the card read last. */
  forgetCard(): void;
  /** Checks in the card read last. */
  checkIn(): void;

  /** Encrypts a column (from 0, the last is the rest) for each item, in a worker. What was prepared before is forgotten. */
  prepare(contest: number, columns: readonly number[]): Promise<Prepared>;
  /** Forgets what was prepared. */
  discard(): void;
  /** 验票机: opens what was prepared. It is spoilt and is put on the log as an opened one. */
  challenge(): Promise<Opening>;
  /** Casts what was prepared: stored first, then tried until there is an answer. A second call changes nothing. */
  cast(): void;
  /** Casts a named vote, or changes it. Public. */
  vote(contest: number, columns: readonly number[]): void;
  /**
   * No screen shows the ballot's code any more, over a reload neither; called 20 s after 票已投出. In storage it stays within the receipt,
   * which the server signed and which is the proof if the ballot is missing, until the ballot was found in the log.
   */
  wipeCode(contest: number): void;
  /** Ends: the tablet goes back to the table. Nothing that is on its way is lost. */
  stop(): void;
}
