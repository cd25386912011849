/** Everything that a page's origin keeps in a browser, as text in which bytes can be looked for. */

import type { Page } from "playwright-core";

/** What is kept, as texts: that of the tab alone, and all else. */
export interface Kept {
  readonly tab: string;
  readonly others: string;
}

/**
 * `tab`: `sessionStorage`. `others`: IndexedDB, `localStorage`, caches, the origin's private files, cookies, the history's state and the
 * window's name. Bytes stand in both as hex and base64; a text that is base64 or hex stands there once more as the hex of its bytes, and
 * JSON within a text is looked through too.
 */
export async function storage(page: Page): Promise<Kept> {
  const kept: unknown = await page.evaluate(READ);
  if (typeof kept !== "object" || kept === null || !("session" in kept)) throw new Error("nothing was read");
  const { session, ...others } = kept;
  return { tab: spelled(session).join("\n"), others: [...spelled(others), ...spelled(await page.context().cookies())].join("\n") };
}

// Evaluated by the debugger, which the page's policy does not bind. Bytes come as {bytes: […]}.
const READ = `(async () => {
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
    if (ArrayBuffer.isView(value)) return { bytes: [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] };
    if (value instanceof Date) return value.toISOString();
    if (value instanceof Map) return [...value].map(plain);
    if (value instanceof Set) return [...value].map(plain);
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
    return value === undefined ? null : value;
  };
  const out = { databases: [], local: { ...localStorage }, session: { ...sessionStorage }, caches: [], files: [], history: plain(history.state), name: window.name };
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
      out.databases.push({ name, store, keys: plain(keys), values: plain(values) });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      out.caches.push({ name, url: request.url, body: plain(await answer.arrayBuffer()) });
    }
  }
  const walk = async (folder, path) => {
    for await (const [name, one] of folder.entries()) {
      if (one.kind === "directory") await walk(one, path + name + "/");
      else out.files.push({ path: path + name, body: plain(await (await one.getFile()).arrayBuffer()) });
    }
  };
  await walk(await navigator.storage.getDirectory(), "");
  return out;
})()`;

function isBytes(value: object): value is { bytes: number[] } {
  return Object.keys(value).join() === "bytes" && "bytes" in value && Array.isArray(value.bytes);
}

/** Lines: each value as JSON, its bytes as hex and base64, its texts as what they may stand for. */
function spelled(value: unknown): string[] {
  const lines = [JSON.stringify(value, (_, one: unknown) => (typeof one === "object" && one !== null && isBytes(one) ? Buffer.from(one.bytes).toString("hex") : one))];
  walk(value, lines);
  return lines;
}

function walk(value: unknown, lines: string[]): void {
  if (typeof value === "string") {
    ofText(value, lines);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (isBytes(value)) {
    const bytes = Buffer.from(value.bytes);
    lines.push(bytes.toString("hex"), bytes.toString("base64"));
    // Bytes may be a text themselves.
    ofText(bytes.toString("utf8"), lines);
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    ofText(name, lines);
    walk(one, lines);
  }
}

function ofText(text: string, lines: string[]): void {
  if (/^[0-9A-Za-z+/_-]{4,}={0,2}$/.test(text)) lines.push(Buffer.from(text, "base64").toString("hex"));
  if (/^(?:[0-9a-fA-F]{2})+$/.test(text)) lines.push(text.toLowerCase());
  if (!/^\s*[[{"]/.test(text)) return;
  try {
    const inner: unknown = JSON.parse(text);
    lines.push(JSON.stringify(inner));
    walk(inner, lines);
  } catch {
    // No JSON: the text itself stands above already.
  }
}

/**
 * Forms in which marks could be kept, as the device takes them, as the screens hold them, as bits and as bytes. A mark is a column from 0;
 * null: none. Only forms so long that they stand nowhere by chance.
 */
export function formsOf(marks: readonly (number | null)[], options: number): readonly string[] {
  const rest = options - 1;
  const columns = marks.map((mark) => mark ?? rest);
  const cells = columns.flatMap((column) => Array.from({ length: rest }, (_, option) => Number(option === column)));
  const packed = Buffer.alloc(Math.ceil(cells.length / 8));
  cells.forEach((mark, cell) => {
    packed[cell >> 3] = (packed[cell >> 3] ?? 0) | (mark << (cell & 7));
  });
  const chosen = columns.flatMap((column, item) => (column === rest ? [] : [item]));
  const lists: readonly (readonly unknown[])[] = [
    marks,
    columns,
    columns.map((column) => (column === rest ? null : column)),
    cells,
    cells.map((mark) => mark === 1),
    columns.map((column) => column !== rest),
    chosen,
    chosen.map((item) => item + 1),
  ];
  const texts = lists.flatMap((list) => [JSON.stringify(list).slice(1, -1), list.map((one) => Number(one ?? rest)).join("")]);
  const bytes = [packed, Buffer.from(columns), Buffer.from(cells)].flatMap((one) => [one.toString("hex"), one.toString("base64").replace(/=+$/, ""), one.toString("base64url")]);
  return [...new Set([...texts, ...bytes])].filter((form) => form.length >= FORM_LENGTH);
}

/** Ten hexadecimal digits are found by chance in a megabyte once in a million times. */
const FORM_LENGTH = 10;

/** Which of the forms stand in a text. */
export function found(kept: string, forms: readonly string[]): readonly string[] {
  // Hex of either case is the same bytes; base64 is not.
  const lower = kept.toLowerCase();
  return forms.filter((form) => kept.includes(form) || lower.includes(form));
}
