export interface WaitingCalls {
  readonly calls: number;
  /** How long the oldest of them has waited. */
  readonly waitedMilliseconds: number;
  /** Calls that were begun a millisecond, of late. */
  readonly pace: number;
  /** What starting an environment takes. */
  readonly startMilliseconds: number;
  /** Of the machine's processors, of late, from 0 to 1. */
  readonly idleShare: number;
}

/** On a machine without this much to spare another environment slows down those that are warm, … */
const leastIdleShare = 0.1;
/** … so calls that are begun within this time at the pace of the moment are left to them. */
const soonMilliseconds = 1_000;

/**
 * Whether a function with calls that wait is to get another environment. For shorter waits, which busy warm environments
 * end by themselves, starting one would only take their processor.
 */
export function isWorthAnother({
  calls,
  waitedMilliseconds,
  pace,
  startMilliseconds,
  idleShare,
}: WaitingCalls): boolean {
  if (waitedMilliseconds < startMilliseconds) return false;
  return idleShare >= leastIdleShare || calls > pace * soonMilliseconds;
}
