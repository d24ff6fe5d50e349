/** Time as the parts of a local run see it, so that a test can pass a month in a millisecond. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs something later; the result cancels it. */
  after(milliseconds: number, run: () => void): () => void;
}

/** The longest wait that Node's timers take. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after: (milliseconds, run) => {
    let timer: NodeJS.Timeout;
    const wait = (remaining: number) => {
      timer =
        remaining > longestTimer
          ? setTimeout(() => wait(remaining - longestTimer), longestTimer)
          : setTimeout(run, Math.max(remaining, 0));
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
};
