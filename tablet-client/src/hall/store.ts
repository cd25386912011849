/** The state of the hall's screen: what the log says, what the keys did, the clock. */

import { hex } from "../base/bytes.js";
import { base64 } from "../base/wire/base64.js";
import type { SittingFold } from "../follow/fold.js";
import { clock } from "../follow/say.js";
import type { Watched } from "../follow/watch.js";
import { wrongWords, type Said } from "../follow/sentences.js";
import type { Signed } from "../follow/checkpoint.js";
import { currentContest, hallView, type HallView } from "./model.js";
import { keyOf, NOTHING, step, type Reveal } from "./reveal.js";

export interface HallState {
  readonly view: HallView | undefined;
  /** Entries read so far, before there is anything to show. */
  readonly reading: { readonly done: number; readonly of: number } | undefined;
  readonly wrong: Said | undefined;
  /** 09:41 of this machine. */
  readonly clock: string;
  readonly reveal: Reveal;
  readonly blank: boolean;
  readonly frozen: boolean;
  /** SHA-256 of the deputy's page that is served here; `undefined` where nobody says. */
  readonly pageHash: string | undefined;
}

/** A screen for each contest, or one where there is none yet. */
interface Pictures {
  readonly views: readonly HallView[];
  /** Index of the contest that is shown unless keys turn. */
  readonly current: number;
  /** Name of the contest opened last. */
  readonly newest: string;
}

const NO_PICTURES: Pictures = { views: [], current: 0, newest: "" };

function picturesOf(fold: SittingFold, signed: Signed): Pictures {
  const text = { root: base64(signed.root), pages: (fold.definition?.pages ?? []).map(hex) };
  const current = currentContest(fold.contests);
  const at = current === undefined ? 0 : fold.contests.indexOf(current);
  const count = Math.max(1, fold.contests.length);
  const views = Array.from({ length: count }, (_, index) => hallView(fold, signed, index - at, text));
  return { views, current: at, newest: current?.opened?.name ?? "" };
}

export class Store {
  state: HallState = { view: undefined, reading: undefined, wrong: undefined, clock: "", reveal: NOTHING, blank: false, frozen: false, pageHash: undefined };
  changed: () => void = () => undefined;
  private watched: Watched<SittingFold> | undefined;
  private turned = 0;
  private pictures: Pictures = NO_PICTURES;

  /** There are no settings beside the page. */
  unset(why: string): void {
    this.set({ wrong: { what: "本页还没有装好：读不到 sitting.json", then: why, mild: false } });
  }

  setPageHash(pageHash: string | undefined): void {
    this.set({ pageHash });
  }

  /** POSIX seconds of this machine. */
  tick(seconds: number): void {
    const shown = clock(seconds);
    if (shown !== this.state.clock) this.set({ clock: shown });
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
    }
    this.watched = watched;
    if (!this.state.frozen) this.show();
  }

  /** Whether it was a key of this screen. */
  press(name: string): boolean {
    const key = keyOf(name);
    if (key === undefined) return false;
    switch (key) {
      case "blank":
        this.set({ blank: !this.state.blank });
        return true;
      case "freeze":
        this.set({ frozen: !this.state.frozen });
        if (!this.state.frozen) this.show();
        return true;
      case "contest-back":
      case "contest-next":
        this.turn(key === "contest-next" ? 1 : -1);
        return true;
      default: {
        const scene = this.state.view?.scene;
        if (this.state.frozen || this.state.blank || scene?.is !== "declared") return true;
        this.set({ reveal: step(this.state.reveal, key, scene.result.rows.map(({ rank }) => rank)) });
        return true;
      }
    }
  }

  private turn(by: number): void {
    if (this.state.frozen) return;
    const before = this.state.view?.contest?.number;
    this.turned += by;
    this.show();
    // At either end it stays where it is, and the other key goes back at once.
    if (this.state.view?.contest?.number === before) this.turned -= by;
  }

  private show(): void {
    const { reading, wrong } = this.watched ?? { reading: undefined, wrong: undefined };
    const before = this.state.view;
    const { views, current } = this.pictures;
    const view = views[Math.min(views.length - 1, Math.max(0, current + this.turned))];
    const same = before?.contest?.name === view?.contest?.name && before?.scene.is === view?.scene.is;
    this.set({ view, reading, wrong: wrong === undefined ? undefined : wrongWords(wrong), reveal: same ? this.state.reveal : NOTHING });
  }

  private set(more: Partial<HallState>): void {
    this.state = { ...this.state, ...more };
    this.changed();
  }
}
