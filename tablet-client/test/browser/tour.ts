/**
 * Every screen in every look: drawn into a folder, if one is named, and held to what is asserted of all of them.
 *
 * `PIAOJUE_GALLERY=folder` keeps pictures; with `PIAOJUE_GALLERY_ALL=1` at every window, else at the first, and at the others of the
 * largest letters alone. `PIAOJUE_SCENES=a,b` visits these screens only.
 */
import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { CDPSession } from "playwright-core";
import { LANGS, type Lang } from "../../src/lang/langs.js";
import { SIZES, THEMES, type Size, type Theme } from "../../src/ui/appearance.js";
import type { Size as Window, Watching } from "./chromium.js";
import { misshapen, violations } from "./measures.js";

export interface Look {
  readonly lang: Lang;
  readonly size: Size;
  readonly theme: Theme;
}

/** In the order in which the buttons of a page go round: themes, then sizes, then languages. */
export const LOOKS: readonly Look[] = LANGS.flatMap((lang) => SIZES.flatMap((size) => THEMES.map((theme) => ({ lang, size, theme }))));

const { PIAOJUE_GALLERY: folder, PIAOJUE_GALLERY_ALL: all, PIAOJUE_SCENES: scenes } = process.env;

/** Whether a screen is to be visited. */
export function isWanted(name: string): boolean {
  return scenes?.split(",").includes(name) ?? true;
}

/** What a tour saw. */
export interface Seen {
  /** What is wrong, a line each: the screen, the look, the fault. */
  readonly wrong: string[];
  drawn: number;
  /** Runs of axe, and of the ruler. */
  searched: number;
  measured: number;
}

export const unseen = (): Seen => ({ wrong: [], drawn: 0, searched: 0, measured: 0 });

/** What to do at a stop. */
export interface Stop {
  /** `deputy.ballot-select`. */
  readonly name: string;
  readonly look: Look;
  readonly window: Window;
  /** The first window: axe searches and every look is drawn. */
  readonly first: boolean;
  /** A page that is read downwards: all of it is drawn and measured. */
  readonly scrolls?: boolean;
}

/** A page that is toured; its pictures are taken by the debugger, which is quicker. */
export class Tourist {
  private session: CDPSession | undefined;

  constructor(
    private readonly watching: Watching,
    private readonly seen: Seen,
  ) {}

  async stop({ name, look, window, first, scrolls = false }: Stop): Promise<void> {
    const { page, faults } = this.watching;
    const at = `${name} ${window.width}×${window.height} ${look.lang} ${look.size} ${look.theme}`;
    const tell = (found: readonly string[]): void => {
      this.seen.wrong.push(...found.map((one) => `${at}: ${one}`));
    };
    // The ruler knows no colours, and axe no letters of a language: each once for what it can tell apart.
    if (look.theme === "light") {
      tell(await misshapen(page, scrolls));
      this.seen.measured += 1;
    }
    if (first && (look.lang === "zh" || look.size === 2)) {
      tell(await violations(page));
      this.seen.searched += 1;
    }
    if (folder !== undefined && (first || all !== undefined || (look.size === 4 && look.theme === "light"))) {
      await this.draw(`${name}.${window.width}x${window.height}.${look.lang}.${look.size}.${look.theme}.png`, scrolls);
    }
    tell(faults.splice(0));
  }

  private async draw(file: string, scrolls: boolean): Promise<void> {
    const into = resolve(folder ?? "");
    mkdirSync(into, { recursive: true });
    this.session ??= await this.watching.page.context().newCDPSession(this.watching.page);
    const { data } = await this.session.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true, captureBeyondViewport: scrolls, ...(scrolls ? { clip: await this.whole() } : {}) });
    await writeFile(resolve(into, file), Buffer.from(data, "base64"));
    this.seen.drawn += 1;
  }

  private async whole(): Promise<{ x: number; y: number; width: number; height: number; scale: number }> {
    const height = await this.watching.page.evaluate(() => document.documentElement.scrollHeight);
    return { x: 0, y: 0, width: this.watching.page.viewportSize()?.width ?? 0, height, scale: 1 };
  }
}

/** Does jobs on as many pages at once as there are processors here, two at least. */
export async function together<J>(jobs: readonly J[], work: (job: J) => Promise<void>): Promise<void> {
  const left = [...jobs];
  const one = async (): Promise<void> => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
  };
  await Promise.all([one(), one()]);
}
