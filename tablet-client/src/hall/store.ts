/** The state of the hall's screen: what the log says, what the keys did, the clock. */

import { hex } from "../base/bytes.js";
import { base64 } from "../base/wire/base64.js";
import type { SittingFold } from "../follow/fold.js";
import { clock } from "../follow/say.js";
import type { Watched, Wrong } from "../follow/watch.js";
import type { Signed } from "../follow/checkpoint.js";
import { LANGS, nextLang, type Lang } from "../lang/langs.js";
import { publicTexts } from "../lang/public/index.js";
import { nextTheme, STANDARD, type Preferences } from "../ui/preferences.js";
import { keyOf, type Key } from "./keys.js";
import { currentContest, hallView, type HallView } from "./model.js";
import { readPlace, writePlace, type Keeping, type Place } from "./place.js";
import { lapse, NOTHING, step, stepsOf, type Reveal } from "./reveal.js";

export interface HallState {
  readonly view: HallView | undefined;
  /** Entries read so far, before there is anything to show. */
  readonly reading: { readonly done: number; readonly of: number } | undefined;
  readonly wrong: Wrong | { readonly is: "unset"; readonly why: string } | undefined;
  /** 09:41 of this machine. */
  readonly clock: string;
  readonly reveal: Reveal;
  readonly blank: boolean;
  readonly frozen: boolean;
  /** The keys are listed over the screen. */
  readonly help: boolean;
  /** The line that says how to list them. */
  readonly hint: boolean;
  /** SHA-256 of the deputy's page that is served here; `undefined` where nobody says. */
  readonly pageHash: string | undefined;
  readonly preferences: Preferences;
}

/** A screen for each contest, or one where there is none yet, in each language. */
interface Pictures {
  readonly views: Readonly<Record<Lang, readonly HallView[]>>;
  /** Index of the contest that is shown unless keys turn. */
  readonly current: number;
  /** Name of the contest opened last. */
  readonly newest: string;
}

const NO_PICTURES: Pictures = { views: { zh: [], en: [] }, current: 0, newest: "" };

function picturesOf(fold: SittingFold, signed: Signed): Pictures {
  const text = { root: base64(signed.root), pages: (fold.definition?.pages ?? []).map(hex) };
  const current = currentContest(fold.contests);
  const at = current === undefined ? 0 : fold.contests.indexOf(current);
  const count = Math.max(1, fold.contests.length);
  const viewsOf = (lang: Lang): readonly HallView[] => Array.from({ length: count }, (_, index) => hallView(publicTexts(lang), fold, signed, index - at, text));
  const views = { ...NO_PICTURES.views, ...Object.fromEntries(LANGS.map((lang) => [lang, viewsOf(lang)])) };
  return { views, current: at, newest: current?.opened?.name ?? "" };
}

/** Milliseconds of the machine for which the hint is shown. */
const HINT_MS = 20_000;

export class Store {
  state: HallState;
  changed: () => void = () => undefined;
  private watched: Watched<SittingFold> | undefined;
  private turned = 0;
  private pictures: Pictures = NO_PICTURES;
  /** How far each contest was revealed, by its name. */
  private readonly revealed = new Map<string, Reveal>();
  /** As the machine kept it, until the first screen is shown. */
  private kept: Place | undefined;
  private readonly begun: number;

  /** `now`: milliseconds of a clock that never goes back. */
  constructor(
    private readonly keeping: Keeping,
    private readonly now: () => number,
    preferences: Preferences = STANDARD,
  ) {
    const kept = readPlace(keeping);
    this.kept = kept;
    for (const { contest, shown, page } of kept.revealed) this.revealed.set(contest, { ...NOTHING, shown, page, still: true });
    this.begun = now();
    this.state = { view: undefined, reading: undefined, wrong: undefined, clock: "", reveal: NOTHING, blank: kept.blank, frozen: false, help: false, hint: true, pageHash: undefined, preferences };
  }

  /** There are no settings beside the page. */
  unset(why: string): void {
    this.set({ wrong: { is: "unset", why } });
  }

  setPageHash(pageHash: string | undefined): void {
    this.set({ pageHash });
  }

  /** POSIX seconds of this machine. */
  tick(seconds: number): void {
    const shown = clock(seconds);
    if (shown !== this.state.clock) this.set({ clock: shown });
    const reveal = lapse(this.state.reveal, this.now());
    if (reveal !== this.state.reveal) this.reveal(reveal);
    if (this.state.hint && this.now() - this.begun > HINT_MS) this.set({ hint: false });
  }

  /** Something new of the log. */
  follow(watched: Watched<SittingFold>): void {
    // The fold grows while more is read and nothing of that is checked yet: pictures are taken at the moment when all of it is.
    if (watched.shown !== this.watched?.shown) {
      const { shown } = watched;
      const next = shown === undefined ? NO_PICTURES : picturesOf(shown.fold, shown.signed);
      // A contest that opens is shown, wherever keys had turned.
      if (next.newest !== this.pictures.newest) this.turned = 0;
      this.pictures = next;
      if (shown !== undefined) this.restore();
    }
    this.watched = watched;
    if (!this.state.frozen) this.show();
  }

  /**
   * Whether it was a key of this screen. `repeated`: it is being held down, which reveals nothing. `at`: when the finger pressed,
   * by the steady clock; a machine that is busy hears of it later.
   */
  press(name: string, repeated = false, at = this.now()): boolean {
    const key = keyOf(name);
    if (key === undefined) return false;
    if (!repeated) this.act(key, at);
    return true;
  }

  private act(key: Key, at: number): void {
    const { preferences } = this.state;
    switch (key) {
      case "help":
        this.set({ help: !this.state.help, hint: false });
        return;
      case "lang":
        // A held picture stays what it is.
        if (this.state.frozen) return;
        this.prefer({ ...preferences, lang: nextLang(preferences.lang) });
        return;
      case "theme":
        this.prefer({ ...preferences, theme: nextTheme(preferences.theme) });
        return;
      case "blank":
        this.set({ blank: !this.state.blank });
        this.keep();
        return;
      case "freeze":
        this.set({ frozen: !this.state.frozen });
        if (!this.state.frozen) this.show();
        return;
      case "contest-back":
      case "contest-next":
        this.turn(key === "contest-next" ? 1 : -1);
        return;
      default: {
        const { view, frozen, blank, help } = this.state;
        // Whoever reads the help is not revealing.
        if (frozen || blank || help || view?.scene.is !== "declared") return;
        this.reveal(step(this.state.reveal, key, stepsOf(view.scene.result), at));
      }
    }
  }

  private prefer(preferences: Preferences): void {
    this.set({ preferences });
    if (!this.state.frozen) this.show();
  }

  private reveal(reveal: Reveal): void {
    const name = this.state.view?.contest?.name;
    if (name !== undefined) this.revealed.set(name, reveal);
    this.set({ reveal });
    this.keep();
  }

  private turn(by: number): void {
    if (this.state.frozen) return;
    const before = this.state.view?.contest?.number;
    this.turned += by;
    this.show();
    // At either end it stays where it is, and the other key goes back at once.
    if (this.state.view?.contest?.number === before) this.turned -= by;
    this.keep();
  }

  /** Back to where the machine was, unless another contest has opened since. */
  private restore(): void {
    const { kept, pictures } = this;
    if (kept === undefined) return;
    this.kept = undefined;
    const index = pictures.views.zh.findIndex(({ contest }) => contest?.name === kept.turned);
    if (kept.turned !== "" && kept.newest === pictures.newest && index >= 0) this.turned = index - pictures.current;
  }

  private show(): void {
    const { reading, wrong } = this.watched ?? { reading: undefined, wrong: undefined };
    const { views, current } = this.pictures;
    const shown = views[this.state.preferences.lang];
    const view = shown[Math.min(shown.length - 1, Math.max(0, current + this.turned))];
    this.set({ view, reading, wrong, reveal: this.revealOf(view) });
  }

  /** Before a declaration always nothing, whatever was kept. */
  private revealOf(view: HallView | undefined): Reveal {
    if (view?.contest === undefined || view.scene.is !== "declared") return NOTHING;
    const kept = this.revealed.get(view.contest.name) ?? NOTHING;
    return { ...kept, shown: Math.min(kept.shown, stepsOf(view.scene.result).length) };
  }

  private keep(): void {
    const revealed = [...this.revealed].map(([contest, { shown, page }]) => ({ contest, shown, page }));
    const turned = this.turned === 0 ? "" : (this.state.view?.contest?.name ?? "");
    writePlace(this.keeping, { revealed, turned, newest: this.pictures.newest, blank: this.state.blank });
  }

  private set(more: Partial<HallState>): void {
    this.state = { ...this.state, ...more };
    this.changed();
  }
}
