/** A server on loopback for tests, with the headers that the tally server sends. */

import { createServer } from "node:http";

/** As the tally server sends it: nothing inline, nothing from elsewhere (docs/protocol.md §11.8). */
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

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
};

/** Media type of a page's file; `undefined` of kinds that pages are not made of. */
export function typeOf(path: string): string | undefined {
  return TYPES[path.slice(path.lastIndexOf(".") + 1)];
}

/** What is answered to a path; `undefined`: not there. */
export type Answer = (path: string) => readonly [type: string, bytes: Uint8Array | string] | undefined;

/** A server that answers. */
export interface Serving {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Listens on a port that the system chooses. */
export async function serve(answer: Answer): Promise<Serving> {
  const server = createServer((request, response) => {
    const found = answer(new URL(request.url ?? "/", "http://127.0.0.1").pathname);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [type, bytes] = found;
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store" }).end(bytes);
  });
  await new Promise<void>((resume) => server.listen(0, "127.0.0.1", resume));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test's server has no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resume) => server.close(resume));
    },
  };
}
