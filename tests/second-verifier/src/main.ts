#!/usr/bin/env node
// node dist/src/main.js FOLDER --fingerprint F
// Exit status: 0 verified, 1 refuted, 2 could not be checked, or the end of a sealed log lacks the quorum of witnesses.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromHex } from "#base/bytes.js";
import { report } from "./report.js";
import { lines, verifyLog } from "./verify.js";

const USAGE = "usage: node dist/src/main.js FOLDER --fingerprint F    (64 hexadecimal digits, spaces allowed)";

/** The log could not be checked at all. */
class Unchecked extends Error {}

interface Arguments {
  readonly folder: string;
  readonly fingerprint: Uint8Array;
}

function readArguments(words: readonly string[]): Arguments {
  const [folder, flag, ...digits] = words;
  const fingerprint = fromHex(digits.join("").replaceAll(/\s/g, ""));
  if (folder === undefined || flag !== "--fingerprint" || fingerprint?.length !== 32) throw new Unchecked(USAGE);
  return { folder, fingerprint };
}

function readFile(folder: string, name: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(join(folder, name)));
  } catch (error) {
    throw new Unchecked(`${name}: ${error instanceof Error ? error.message : "not read"}`);
  }
}

function main(): number {
  try {
    const { folder, fingerprint } = readArguments(process.argv.slice(2));
    const log = readFile(folder, "log.jsonl");
    const checkpoint = readFile(folder, "checkpoint");
    const said = report(fingerprint, verifyLog(lines(log), checkpoint, fingerprint));
    process.stdout.write(`${JSON.stringify(said, undefined, 2)}\n`);
    return { verified: 0, refuted: 1, unwitnessed: 2 }[said.verdict];
  } catch (error) {
    if (!(error instanceof Unchecked)) throw error;
    process.stdout.write(`${JSON.stringify({ verdict: "unchecked", problem: error.message })}\n`);
    return 2;
  }
}

// An exception of our own is no verdict on the log.
try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : "failed"}\n`);
  process.exitCode = 2;
}
