/** Batches of one event source, and how many it may have. */
export interface Batches {
  /** Batches that were given to the function and are not done. */
  readonly running: number;
  /** How many messages those of them have that still wait for an environment. */
  readonly waiting: readonly number[];
  readonly batchSize: number;
  readonly maximumRunning: number;
  /** Environments that the machine starts side by side. */
  readonly startable: number;
}

/**
 * Whether to receive another batch. While a small one waits for an environment, what comes meanwhile makes one larger
 * batch rather than more small ones; and more need not wait than environments can start.
 */
export function hasPlace({ running, waiting, batchSize, maximumRunning, startable }: Batches): boolean {
  return (
    running < maximumRunning && waiting.length < startable && waiting.every(messages => messages >= batchSize)
  );
}
