/** Debian's Chromium as on a tablet of the hall: it trusts the small authority of the sitting, which is installed in a store of its own. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { chromium, type Browser, type BrowserContext } from "playwright-core";

/** A tablet of 10 inches. */
export const TABLET = { width: 1280, height: 800 } as const;

/** Debian's. */
export const CHROMIUM = "/usr/bin/chromium";

/** A home folder with nothing in it but the store of certificates; the system's own stay as they are. */
export function installAuthorities(authorities: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), "piaojue-home-"));
  const store = join(home, ".pki/nssdb");
  mkdirSync(store, { recursive: true });
  execFileSync("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
  // C: trusted to sign certificates of servers; of nothing else.
  for (const [index, file] of authorities.entries()) execFileSync("certutil", ["-d", `sql:${store}`, "-A", "-t", "C,,", "-n", `piaojue-${index}`, "-i", file]);
  return home;
}

/** A browser with a home of its own. */
export class Tablets {
  private constructor(
    readonly browser: Browser,
    readonly home: string,
  ) {}

  /** `authority`: the certificates that are installed; null: none is, as on a tablet that was not prepared. `more`: switches of the browser. */
  static async launch(authority: string | readonly string[] | null, more: readonly string[] = []): Promise<Tablets> {
    const home = installAuthorities(authority === null ? [] : [authority].flat());
    return new Tablets(await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", ...more], env: environment(home) }), home);
  }

  /** The browser's own process, by the home that only it has. */
  get process(): number {
    const isOurs = (process: string): boolean => {
      try {
        return readFileSync(`/proc/${process}/environ`, "utf8").split("\0").includes(`HOME=${this.home}`);
      } catch {
        return false;
      }
    };
    const [first] = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter(isOurs).map(Number).sort((a, b) => a - b);
    if (first === undefined) throw new Error("the browser is gone");
    return first;
  }

  /** A tablet of its own: nothing is shared with another. */
  context(viewport: { readonly width: number; readonly height: number } = TABLET): Promise<BrowserContext> {
    return this.browser.newContext({ viewport, hasTouch: true, reducedMotion: "reduce", locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  }

  async close(): Promise<void> {
    await this.browser.close();
    if (existsSync(this.home)) rmSync(this.home, { recursive: true, force: true });
  }
}

/** The browser looks for the store below its home, wherever else the system's settings would send it. */
export function environment(home: string): Record<string, string> {
  const kept = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined && !pair[0].startsWith("XDG_"));
  return { ...Object.fromEntries(kept), HOME: home };
}
