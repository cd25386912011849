/** Logs of tests/vectors as a server would publish them. */

import { readFileSync } from "node:fs";
import { concat, fromHex, fromUtf8 } from "../../src/base/bytes.js";
import { SourceError, type Source } from "../../src/follow/source.js";

const VECTORS = new URL("../../../tests/vectors/", import.meta.url);

/** Entries, and the note over them. */
export interface Log {
  readonly fingerprint: Uint8Array;
  readonly lines: readonly Uint8Array[];
  readonly note: Uint8Array;
}

function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(path, VECTORS)));
}

/** The lines of a file that ends in a newline. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.slice(start, end));
    start = end + 1;
  }
  return lines;
}

/** `log`, or one of the good logs of `forgeries/`, such as `witnessed`. */
export function vectorLog(name: string): Log {
  const at = name === "log" ? { log: "log/log.jsonl", note: "log/checkpoint", print: "log/fingerprint" } : { log: `forgeries/base-${name}.jsonl`, note: `forgeries/base-${name}.checkpoint`, print: `forgeries/base-${name}.fingerprint` };
  const fingerprint = fromHex((fromUtf8(bytesOf(at.print)) ?? "").trim());
  if (fingerprint === undefined) throw new Error(`fingerprint of ${name}`);
  return { fingerprint, lines: linesOf(bytesOf(at.log)), note: bytesOf(at.note) };
}

/** The file of a bundle. */
export function bundleOf(lines: readonly Uint8Array[]): Uint8Array {
  return concat(...lines.flatMap((line) => [Uint8Array.of(line.length >> 8, line.length & 255), line]));
}

/** A source that can be changed while it is followed. Partial bundles are there for the whole log alone, as a server may do. */
export class Served implements Source {
  /** How often anything was asked for. */
  asked = 0;
  down = false;

  constructor(public log: Log) {}

  checkpoint(): Promise<Uint8Array> {
    this.asked += 1;
    return this.down ? Promise.reject(new SourceError("unreachable", "checkpoint")) : Promise.resolve(this.log.note);
  }

  bundle(number: number, width: number): Promise<Uint8Array> {
    this.asked += 1;
    const lines = this.log.lines.slice(256 * number, 256 * number + width);
    const there = lines.length === width && !this.down;
    return there ? Promise.resolve(bundleOf(lines)) : Promise.reject(new SourceError(this.down ? "unreachable" : "missing", "bundle"));
  }
}
