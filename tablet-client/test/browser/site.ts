/** The built pages and a published log on loopback, with the headers that the tally server sends. */

import { createServer, type Server, type ServerResponse } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { hex } from "../../src/base/bytes.js";
import { encodeJson, toJson } from "../../src/base/wire/json.js";
import { bundleOf, type Log } from "../follow/served.js";

/** As PLAN and README say it: nothing inline, nothing from elsewhere. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const DIST = new URL("../../dist/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

/** What is served now; a test changes it. */
export class Site {
  /** Answers every request for the log with nothing, as a cut network does. */
  down = false;
  pageHash: string | undefined;
  private readonly server: Server;

  constructor(
    public log: Log,
    private readonly mode: "real" | "rehearsal",
    private readonly fingerprint: Uint8Array = log.fingerprint,
  ) {
    this.server = createServer((request, response) => {
      this.answer(new URL(request.url ?? "/", "http://127.0.0.1").pathname, response);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resume) => this.server.listen(0, "127.0.0.1", resume));
    return this.origin;
  }

  get origin(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resume) => this.server.close(resume));
  }

  private answer(path: string, response: ServerResponse): void {
    const body = this.body(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [type, bytes] = body;
    const headers = { "content-type": type, "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store" };
    response.writeHead(200, headers).end(bytes);
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
    const file = new URL(name, DIST);
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    return type !== undefined && existsSync(file) ? [type, readFileSync(file)] : undefined;
  }
}
