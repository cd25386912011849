/** A real sitting for browsers: the example `browser_sitting` as a process, in a temporary folder of its own. */

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { env } from "node:process";
import { createInterface } from "node:readline";

const TARGET = resolve(import.meta.dirname, "../..", env["CARGO_TARGET_DIR"] ?? "../target");
/** Where the binaries are. */
export const PROGRAMS = join(TARGET, "debug");
const PROGRAM = join(PROGRAMS, "examples/browser_sitting");

/** Why there is no sitting to be had; null: there is. */
export const ABSENT = existsSync(PROGRAM) ? null : `${PROGRAM} is not built (cargo build --workspace --bins --example browser_sitting)`;
if (ABSENT !== null) console.log(`skipped: ${ABSENT}`);

/** A command is answered within this time, in milliseconds; the longest waits for a whole box or a decryption. */
const PATIENCE = 300_000;

/** What a verified log says. */
export interface Verified {
  /** Entries that were checked. */
  readonly entries: number;
  readonly sealed: boolean;
  /** Of the contests that were declared: ballots or votes that were counted, and how often each cell was marked, row by row. */
  readonly contests: ReadonlyMap<number, { readonly ballots: number; readonly totals: readonly number[] }>;
}

interface Waiting {
  readonly command: string;
  readonly resolve: (answer: Readonly<Record<string, unknown>>) => void;
  readonly reject: (problem: Error) => void;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`no object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value;
}

function count(value: unknown): number {
  if (typeof value !== "number") throw new Error(`no number: ${JSON.stringify(value)}`);
  return value;
}

function isCard(value: unknown): value is [number, string] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "number" && typeof value[1] === "string";
}

/** Lines of the process that are no answer end up in the terminal. */
export class RealSitting {
  /** Where the tally server is, `https://host:port`. */
  origin = "";
  /** 64 hexadecimal digits. */
  fingerprint = "";
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly waiting: Waiting[] = [];
  private said = "";
  private isOver = false;

  private constructor(
    readonly folder: string,
    deputies: number,
    profiles: readonly string[],
  ) {
    this.process = spawn(PROGRAM, [folder, String(deputies), ...profiles]);
    this.process.stderr.on("data", (bytes: Buffer) => {
      this.said = `${this.said}${bytes.toString()}`.slice(-8_000);
    });
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      if (line.trim() !== "") this.waiting.shift()?.resolve(record(JSON.parse(line)));
    });
    this.process.on("exit", (code, signal) => {
      this.isOver = true;
      for (const one of this.waiting.splice(0)) one.reject(new Error(`the sitting ended (${code ?? signal ?? ""}) at "${one.command}": ${this.said}`));
    });
  }

  /** Ready when the key is made and tested. Contest 1 chooses at most 3 of 6 items; each profile adds one (see the example's own words). */
  static async start(deputies: number, profiles: readonly string[] = []): Promise<RealSitting> {
    const sitting = new RealSitting(mkdtempSync(join(tmpdir(), "piaojue-sitting-")), deputies, profiles);
    const { ready, fingerprint } = await sitting.answer("ready", () => undefined);
    if (typeof ready !== "string" || typeof fingerprint !== "string") throw new Error("it does not say where it is");
    sitting.origin = ready;
    sitting.fingerprint = fingerprint;
    return sitting;
  }

  /** Sends a command and waits for its answer. */
  do(command: string): Promise<Readonly<Record<string, unknown>>> {
    return this.answer(command, () => this.process.stdin.write(`${command}\n`));
  }

  /** 开启表决. */
  async open(contest: number): Promise<void> {
    await this.do(`open ${contest}`);
  }

  /** 结束, 截止, 宣布, of each of these contests. */
  async declare(...contests: readonly number[]): Promise<void> {
    for (const contest of contests) {
      for (const step of ["end", "close", "declare"]) await this.do(`${step} ${contest}`);
    }
  }

  /** The published log is verified by the verifier, or this fails. */
  async verify(): Promise<Verified> {
    const { entries, sealed, contests } = await this.do("verify");
    const declared = list(contests).map(record);
    return {
      entries: count(entries),
      sealed: sealed === true,
      contests: new Map(declared.map((one) => [count(one["contest"]), { ballots: count(one["ballots"]), totals: list(one["totals"]).map(count) }])),
    };
  }

  /** Deputies check in at terminals, and vote at random in each contest that opens. */
  async seat(from: number, to: number): Promise<void> {
    await this.do(`seat ${from} ${to}`);
  }

  /** Waits until all at terminals have voted; how often each cell was marked there. */
  async voted(contest: number): Promise<readonly number[]> {
    const { totals } = await this.do(`voted ${contest}`);
    return list(totals).map(count);
  }

  /** The short code printed on the card of this deputy. */
  code(number: number): string {
    const cards: unknown = JSON.parse(readFileSync(join(this.folder, "cards.json"), "utf8"));
    const found = Array.isArray(cards) ? cards.filter(isCard).find(([one]) => one === number) : undefined;
    if (found === undefined) throw new Error(`no card ${number}`);
    return found[1];
  }

  /** The certificate of the small authority that `new` made; browsers have it installed. */
  get authority(): string {
    return join(this.folder, "server/tls/ca.crt");
  }

  /** The process below which server and terminals run. */
  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** The end of what the tally server said. */
  serverLog(): string {
    const path = join(this.folder, "server.log");
    return existsSync(path) ? readFileSync(path, "utf8").slice(-4_000) : "";
  }

  /** Everything ends, and the folder goes. */
  async end(): Promise<void> {
    if (!this.isOver) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.stdin.end();
      const timer = setTimeout(() => this.process.kill("SIGKILL"), 20_000);
      await ended;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private answer(command: string, send: () => unknown): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve, reject) => {
      if (this.isOver) {
        reject(new Error(`the sitting is over: ${this.said}`));
        return;
      }
      const timer = setTimeout(() => {
        reject(new Error(`no answer to "${command}": ${this.said} ${this.serverLog()}`));
      }, PATIENCE);
      this.waiting.push({
        command,
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (problem) => {
          clearTimeout(timer);
          reject(problem);
        },
      });
      send();
    });
  }
}
