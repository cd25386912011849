/** Ready-made rules with a parameter or two changed, as the files that the example takes. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const READY_MADE = resolve(import.meta.dirname, "../../../audit/profiles");

/** A file with these rules on so many items; each change is a whole line's beginning and what stands in its place. */
export function rules(name: string, items: number, changes: Readonly<Record<string, string>> = {}): string {
  let text = readFileSync(join(READY_MADE, `${name}.toml`), "utf8");
  for (const [field, value] of Object.entries(changes)) {
    const line = new RegExp(`^${field} = .*$`, "m");
    if (!line.test(text)) throw new Error(`${name} has no ${field}`);
    text = text.replace(line, `${field} = ${value}`);
  }
  const file = join(mkdtempSync(join(tmpdir(), "piaojue-rules-")), `${name}.toml`);
  writeFileSync(file, text);
  return `${file}:${items}`;
}
