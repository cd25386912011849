// Whether a device may cast: not long ago it saw that witnesses still vouch for this one history (protocol.md §11.4). Only its own
// clock counts, the one that never goes back.

import { compareAge } from "../trust/trust.js";
import type { Cosigned } from "../trust/checkpoint.js";

/** Milliseconds. */
const QUORUM_DEVICE_AGE = 60_000;

export class Freshness {
  private newest: Cosigned | undefined;
  private newestAt: number | undefined;
  private readonly over = new Set<number>();

  /** `seenBefore`: what was believed before a restart is no news. */
  constructor(
    private readonly isAskedFor: boolean,
    seenBefore: Cosigned | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.newest = seenBefore;
  }

  /** The newest quorum that is known; counts only if it is newer than all before. */
  see(quorum: Cosigned | undefined): void {
    if (quorum === undefined || (this.newest !== undefined && compareAge(quorum, this.newest) <= 0)) return;
    this.newest = quorum;
    this.newestAt = this.now();
  }

  /** A contest takes no more ballots: what waits goes out all the same, to learn its answer. */
  end(contest: number): void {
    this.over.add(contest);
  }

  mayCast(contest: number): boolean {
    return !this.isAskedFor || this.over.has(contest) || (this.newestAt !== undefined && this.now() - this.newestAt <= QUORUM_DEVICE_AGE);
  }
}
