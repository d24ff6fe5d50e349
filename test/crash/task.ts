/** What a job of the crash test does. */
export interface Task {
  readonly milliseconds: number;
  /** Attempts that fail before one succeeds. */
  readonly failures: number;
  readonly resultBytes: number;
}

export const policy = { maximumFailures: 5, retentionMs: 86_400_000, publishes: false };
