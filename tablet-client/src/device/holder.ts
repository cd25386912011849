// The state of one deputy's device: changed in one place, durable before anyone goes on.

import type { ContestState, DeviceState, VoteState } from "./state.js";
import type { Store } from "./store.js";

export class Holder {
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private current: DeviceState,
    /** The newest notes that are believed, to be kept with every change. */
    private readonly notes: () => readonly string[],
  ) {}

  get state(): DeviceState {
    return this.current;
  }

  contest(number: number): ContestState | undefined {
    return this.current.contests.find((contest) => contest.number === number);
  }

  votes(number: number): readonly VoteState[] {
    return this.current.votes.filter((vote) => vote.number === number);
  }

  /** Resolves when all changes so far are durable; what was changed and is not must not be acted on. */
  durable(): Promise<void> {
    return this.saving;
  }

  /** Durable when it resolves. After an error the change is in memory alone, and the caller must not act on it. */
  async change(change: (state: DeviceState) => DeviceState): Promise<void> {
    const notes = this.notes();
    const next = change(this.current);
    this.current = notes.length > 0 ? { ...next, notes } : next;
    const { current, saving } = this;
    // In order: a later state never gives way to an earlier one.
    this.saving = saving.catch(() => undefined).then(() => this.store.save(current));
    await this.saving;
  }

  async changeContest(number: number, change: (contest: ContestState) => ContestState): Promise<void> {
    await this.change((state) => ({
      ...state,
      contests: state.contests.map((contest) => (contest.number === number ? change(contest) : contest)),
    }));
  }

  async changeVotes(change: (votes: readonly VoteState[]) => readonly VoteState[]): Promise<void> {
    await this.change((state) => ({ ...state, votes: change(state.votes) }));
  }
}
