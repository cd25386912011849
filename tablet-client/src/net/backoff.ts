// When to try again.

/** Milliseconds. */
export const FIRST_WAIT = 500;
/** Milliseconds. */
export const LONGEST_WAIT = 8_000;

/** The waits between attempts: between half and one and a half of 0.5, 1, 2, 4, 8, 8 … seconds. */
export class Backoff {
  private next = FIRST_WAIT;

  reset(): void {
    this.next = FIRST_WAIT;
  }

  nextWait(): number {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const wait = this.next * (0.5 + random / 2 ** 32);
    this.next = Math.min(LONGEST_WAIT, 2 * this.next);
    return wait;
  }
}

/** Resolves after so many milliseconds, or at once when `signal` ends what waits. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted === true) done();
    else signal?.addEventListener("abort", done);
  });
}
