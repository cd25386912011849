/** Builds the test page, serves it under the strict policy of the real pages, and opens Debian's Chromium on it. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";

export const SCREENS = [
  { width: 1280, height: 800 },
  { width: 1024, height: 600 },
  { width: 360, height: 740 },
] as const;

const HERE = import.meta.dirname;
const BUILT = resolve(HERE, "../../node_modules/.cache/screens");

/** As the tally server sends it (PLAN: no `unsafe-*`, no other origin). */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const KINDS: Readonly<Record<string, string>> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

export interface Harness {
  readonly origin: string;
  readonly browser: Browser;
  /** A new page of this size; `faults`: whatever the browser complained about. */
  open(size: { readonly width: number; readonly height: number }): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

async function serve(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const path = join(BUILT, resolve("/", request.url?.split("?")[0] ?? "/"));
    readFile(path).then(
      (bytes) => {
        response.writeHead(200, { "content-type": KINDS[extname(path)] ?? "application/octet-stream", "content-security-policy": POLICY });
        response.end(bytes);
      },
      () => {
        response.writeHead(request.url === "/favicon.ico" ? 204 : 404);
        response.end();
      },
    );
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test's server has no port");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

/** Ready to open pages. */
export async function start(): Promise<Harness> {
  await build({
    configFile: false,
    root: HERE,
    base: "./",
    logLevel: "error",
    build: { target: "chrome100", outDir: BUILT, emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, rolldownOptions: { input: resolve(HERE, "page.html") } },
  });
  const { server, origin } = await serve();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--force-color-profile=srgb", "--font-render-hinting=none"] });
  return {
    origin,
    browser,
    async open(size) {
      const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("favicon")) faults.push(message.text());
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(origin)) faults.push(`request to ${request.url()}`);
      });
      await page.goto(`${origin}/page.html`);
      return { page, faults };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
