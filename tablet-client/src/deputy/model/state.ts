/**
 * The deputy's screens as a value: what is shown is a function of [`State`], and nothing changes it but `update`.
 *
 * Who is signed in and how a contest stands is never copied here: it is read from `view`, so that no screen can say more than the device
 * knows. What is copied is the contest that is being marked: a push changes its status, never its items, and never the marks.
 */
import type { CardInput, ContestView, DeviceView, Opening, Sentence } from "../../device/api.js";
import type { Size, Theme } from "../../ui/appearance.js";
import type { Lang } from "../../lang/index.js";
import type { Marks, Unfit } from "./marks.js";

/** What a deputy sets; back to the default after each. */
export interface Settings {
  readonly size: Size;
  readonly theme: Theme;
  readonly lang: Lang;
  readonly bilingual: boolean;
}

export const DEFAULT_SETTINGS: Settings = { size: 2, theme: "light", lang: "zh", bilingual: false };

/** How long 票已投出 stays without a touch. */
export const DONE_SHOWN_MS = 20_000;
/** After so much silence on a ballot the screen asks 还在投票吗？. Nothing is taken away. */
export const IDLE_MS = 180_000;
/** After so long without reading a card the camera's page says what helps. */
export const SCAN_SLOW_MS = 12_000;
/** Longest number and code that are typed: 10 digits; 21 letters with room for hyphens and spaces. */
export const NUMBER_LENGTH_MAX = 10;
export const CODE_LENGTH_MAX = 40;

/** Showing a card. */
export type Entry =
  | { readonly is: "ways" }
  | { readonly is: "scan"; readonly camera: "starting" | "on" | "refused"; readonly since: number }
  | { readonly is: "typed"; readonly field: "number" | "code"; readonly number: string; readonly code: string; readonly missing: boolean }
  | { readonly is: "desk"; readonly number: string; readonly missing: boolean };

/** A ballot being made. */
export interface Ballot {
  /** A copy: a push changes the status alone. */
  readonly contest: ContestView;
  readonly marks: Marks;
}

/** The encryption of a ballot. */
export interface Seal {
  /** Counts up; what answers an earlier one is ignored. */
  readonly round: number;
  /** The ballot's code, once it is encrypted. */
  readonly code: string | null;
  readonly failed: Sentence | null;
}

/** Where a deputy who is signed in is. */
export type Step =
  | { readonly is: "list" }
  | { readonly is: "marking"; readonly ballot: Ballot }
  /** `seal`: null in a named contest, which has none. */
  | { readonly is: "review"; readonly ballot: Ballot; readonly seal: Seal | null }
  | { readonly is: "cast-or-check"; readonly ballot: Ballot; readonly seal: Seal }
  | { readonly is: "opened"; readonly contest: ContestView; readonly seal: Seal; readonly opening: Opening | null }
  | {
      readonly is: "casting";
      readonly contest: number;
      /** The code of what is cast; null: named, or not known on this page (reloaded). */
      readonly code: string | null;
      /** It is to take the place of one that counts until then. */
      readonly change: boolean;
      /** The code, or the entry of a named vote, that stood before. */
      readonly former: string | number | null;
      /** The device said `casting` since: what it says next is about this ballot. */
      readonly seen: boolean;
    }
  | { readonly is: "done"; readonly contest: number; readonly since: number; readonly changed: boolean }
  | { readonly is: "outcome"; readonly contest: number; readonly kind: OutcomeKind; readonly title: string; readonly code: string }
  | { readonly is: "stopped" };

/** What an outcome tells: what the status says, or that a change that was being marked came too late, or that the contest is gone. */
export type OutcomeKind = "status" | "status-of-change" | "change-too-late" | "gone";

/** A sheet over the screen. */
export type Sheet =
  | { readonly is: "help" }
  | { readonly is: "settings" }
  | { readonly is: "scale" }
  /** What can be taken away. */
  | { readonly is: "files" }
  | { readonly is: "detail"; readonly item: number }
  | { readonly is: "limit"; readonly most: number }
  | { readonly is: "taken"; readonly number: number; readonly item: number }
  | { readonly is: "unfit"; readonly why: Unfit }
  | { readonly is: "rank"; readonly item: number }
  | { readonly is: "blank" }
  | { readonly is: "named" }
  | { readonly is: "check-warning" }
  | { readonly is: "finish" };

/** Why the screen shows nothing of the ballot. */
export type Cover = "asked" | "idle" | "staff";

/** Something to tell that changes nothing else; gone with the next touch. */
export type Notice =
  | { readonly is: "held" }
  | { readonly is: "resumed" }
  | { readonly is: "not-me" }
  | { readonly is: "not-now" }
  | { readonly is: "refused-card"; readonly why: Sentence }
  | { readonly is: "elsewhere-done"; readonly contest: number };

/** Ticks of a ballot that was neither cast nor opened: this page and its reload know them, nothing else. */
export interface Kept {
  readonly contest: number;
  /** The contest's short code: another contest's ticks are not taken. */
  readonly code: string;
  readonly marks: Marks;
}

export interface State {
  readonly view: DeviceView;
  /** Milliseconds from any fixed start. */
  readonly now: number;
  /** When somebody touched the screen last. */
  readonly touched: number;
  readonly settings: Settings;
  readonly cover: Cover | null;
  readonly sheet: Sheet | null;
  readonly notice: Notice | null;
  readonly entry: Entry;
  /** `readCard` is under way. */
  readonly reading: boolean;
  readonly step: Step;
  readonly kept: readonly Kept[];
  readonly round: number;
}

/** What a person does. */
export type Act =
  | { readonly is: "ways" }
  | { readonly is: "scan" }
  | { readonly is: "type" }
  | { readonly is: "desk" }
  | { readonly is: "scanned"; readonly text: string }
  | { readonly is: "field"; readonly field: "number" | "code" }
  | { readonly is: "typed"; readonly field: "number" | "code"; readonly text: string }
  | { readonly is: "sign-in" }
  | { readonly is: "its-me" }
  | { readonly is: "not-me" }
  | { readonly is: "open"; readonly contest: number }
  | { readonly is: "mark"; readonly item: number; readonly option: number }
  | { readonly is: "ask-rank"; readonly item: number }
  | { readonly is: "rank"; readonly item: number; readonly number: number | null }
  | { readonly is: "detail"; readonly item: number }
  | { readonly is: "review" }
  /** 核对好了. */
  | { readonly is: "right" }
  /** The yes of the sheet that asks. */
  | { readonly is: "yes" }
  | { readonly is: "change" }
  | { readonly is: "back" }
  | { readonly is: "cast" }
  | { readonly is: "check" }
  | { readonly is: "again" }
  | { readonly is: "clear" }
  | { readonly is: "change-vote" }
  | { readonly is: "to-list" }
  | { readonly is: "cover" }
  | { readonly is: "uncover" }
  | { readonly is: "help" }
  | { readonly is: "staff" }
  | { readonly is: "settings" }
  | { readonly is: "scale" }
  | { readonly is: "files" }
  /** A file of the view, by its name. */
  | { readonly is: "save"; readonly name: string }
  | { readonly is: "set"; readonly settings: Settings }
  | { readonly is: "close" }
  | { readonly is: "finish" }
  | { readonly is: "next-deputy" };

/** What changes the state. */
export type Event =
  | { readonly is: "act"; readonly act: Act }
  | { readonly is: "view"; readonly view: DeviceView }
  | { readonly is: "tick"; readonly now: number }
  | { readonly is: "camera"; readonly camera: "on" | "refused" }
  | { readonly is: "card-answered"; readonly refused: Sentence | null }
  | { readonly is: "prepared"; readonly round: number; readonly code: string }
  | { readonly is: "prepare-failed"; readonly round: number; readonly why: Sentence }
  | { readonly is: "opened"; readonly round: number; readonly opening: Opening }
  | { readonly is: "open-failed"; readonly round: number; readonly why: Sentence };

/** What the page is to do, in this order. */
export type Effect =
  | { readonly is: "read-card"; readonly input: CardInput }
  | { readonly is: "forget-card" }
  | { readonly is: "check-in" }
  | { readonly is: "prepare"; readonly contest: number; readonly columns: readonly number[]; readonly round: number }
  | { readonly is: "discard" }
  | { readonly is: "challenge"; readonly round: number }
  | { readonly is: "cast" }
  | { readonly is: "vote"; readonly contest: number; readonly columns: readonly number[] }
  | { readonly is: "wipe-code"; readonly contest: number }
  | { readonly is: "stop" }
  | { readonly is: "reload" }
  | { readonly is: "save"; readonly name: string; readonly text: string }
  | { readonly is: "keep-ticks"; readonly kept: Kept }
  | { readonly is: "drop-ticks"; readonly contest: number }
  | { readonly is: "drop-all-ticks" };

/** A new state and what is to be done. */
export type Next = readonly [State, readonly Effect[]];

/** The page when it is opened. `kept`: what a reload left. */
export function start(view: DeviceView, now: number, kept: readonly Kept[]): State {
  return {
    view,
    now,
    touched: now,
    settings: DEFAULT_SETTINGS,
    cover: null,
    sheet: null,
    notice: null,
    entry: { is: "ways" },
    reading: false,
    step: { is: "list" },
    kept,
    round: 0,
  };
}
