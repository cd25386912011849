/** The built pages and a published log on loopback. */

import { existsSync, readFileSync } from "node:fs";
import { hex } from "../../src/base/bytes.js";
import { encodeJson, toJson } from "../../src/base/wire/json.js";
import { bundleOf, type Log } from "../follow/served.js";
import { serve, typeOf, type Serving } from "./serving.js";

const DIST = new URL("../../dist/", import.meta.url);

/** What is served now; a test changes it. */
export class Site {
  /** Answers every request for the log with nothing, as a cut network does. */
  down = false;
  pageHash: string | undefined;
  private serving: Serving | undefined;

  constructor(
    public log: Log,
    private readonly mode: "real" | "rehearsal",
    private readonly fingerprint: Uint8Array = log.fingerprint,
  ) {}

  async listen(): Promise<string> {
    this.serving = await serve((path) => this.body(path));
    return this.serving.origin;
  }

  get origin(): string {
    if (this.serving === undefined) throw new Error("not listening");
    return this.serving.origin;
  }

  async close(): Promise<void> {
    await this.serving?.close();
  }

  private body(path: string): readonly [type: string, bytes: Uint8Array | string] | undefined {
    const { lines, note } = this.log;
    if (path === "/sitting.json") {
      const settings = { fingerprint: hex(this.fingerprint), server: this.origin.replace("http", "ws"), mode: this.mode };
      return ["application/json", encodeJson(toJson(settings))];
    }
    if (path === "/page.json" && this.pageHash !== undefined) return ["application/json", encodeJson(toJson({ sha256: this.pageHash }))];
    if (path === "/checkpoint" && !this.down) return ["text/plain", note];
    const bundle = /^\/tile\/entries\/(\d{3})(?:\.p\/(\d+))?$/.exec(path);
    if (bundle !== null && !this.down) {
      const start = 256 * Number(bundle[1]);
      const width = Number(bundle[2] ?? 256);
      const entries = lines.slice(start, start + width);
      return entries.length === width ? ["application/octet-stream", bundleOf(entries)] : undefined;
    }
    const name = /^\/(hall|log|check|deputy)$/.test(path) ? `${path.slice(1)}.html` : path.slice(1);
    const type = typeOf(name);
    const file = new URL(name, DIST);
    return type !== undefined && existsSync(file) ? [type, readFileSync(file)] : undefined;
  }
}
