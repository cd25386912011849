/** What the published log says of votes: read and checked as the observer's page does it, over the server's own address. */

import { readFileSync } from "node:fs";
import { get } from "node:https";
import { fromHex } from "../../src/base/bytes.js";
import type { Entry } from "../../src/base/entry/entry.js";
import { Follower } from "../../src/follow/follower.js";
import { SourceError, type Source } from "../../src/follow/source.js";
import { Book, readAsked } from "../../src/log/book.js";
import { bundlePath } from "../../src/net/tiles.js";
import type { RealSitting } from "./server.js";

class Published implements Source {
  constructor(private readonly sitting: RealSitting) {}

  checkpoint(): Promise<Uint8Array> {
    return this.file("checkpoint");
  }

  bundle(number: number, width: number): Promise<Uint8Array> {
    return this.file(bundlePath(number, width));
  }

  private file(path: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const asked = get(`${this.sitting.origin}/${path}`, { ca: readFileSync(this.sitting.authority) }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => {
          if (response.statusCode === 200) resolve(new Uint8Array(Buffer.concat(pieces)));
          else reject(new SourceError("missing", path));
        });
      });
      asked.on("error", () => {
        reject(new SourceError("unreachable", path));
      });
    });
  }
}

/** Also who voted by name. */
class Votes extends Book {
  readonly named: { readonly contest: number; readonly deputy: number }[] = [];
  readonly ended = new Set<number>();

  override take(entry: Entry, index: number): void {
    super.take(entry, index);
    const { body } = entry;
    if (body.kind === "vote_cast") this.named.push({ contest: this.contest(body.contest).contest.definition.contest, deputy: body.deputy });
    if (body.kind === "contest_ended") this.ended.add(this.contest(body.contest).contest.definition.contest);
  }
}

/** The votes of the log as it is published now. */
export class Truth {
  private constructor(private readonly votes: Votes) {}

  static async read(sitting: RealSitting): Promise<Truth> {
    const fingerprint = fromHex(sitting.fingerprint);
    if (fingerprint === undefined) throw new Error("no fingerprint");
    const look = await new Follower(fingerprint, new Published(sitting), () => new Votes(), () => Promise.resolve()).look();
    if (look.is === "older") throw new Error("an older log");
    return new Truth(look.fold);
  }

  /** Contest in whose box the ballot with this code (64 hex digits) lay. */
  contestOf(code: string): number | undefined {
    return this.votes.find(readAsked(code), Number.MAX_SAFE_INTEGER).find(({ is }) => is === "cast")?.contest;
  }

  /** How many of these ballots are in the log. */
  count(codes: Iterable<string>): number {
    return [...codes].filter((code) => this.contestOf(code) !== undefined).length;
  }

  /** Named votes of a deputy in a contest. */
  named(contest: number, deputy: number): number {
    return this.votes.named.filter((one) => one.contest === contest && one.deputy === deputy).length;
  }

  hasEnded(contest: number): boolean {
    return this.votes.ended.has(contest);
  }
}
