import { type Counts, noCounts } from './counts';
import { type Outcome, type SimulationOptions, simulate } from './simulate';

/** What must never happen, not once. */
const never = [
  'lost',
  'doubled',
  'stuck',
  'untold',
  'retold',
  'stale',
  'stolen',
  'unbounded',
  'reclaimed',
  'unwanted',
  'wronglyEnded',
  'unreadable',
  'mislisted',
  'turnedAway',
  'buried',
  'abandoned',
] as const;

/**
 * What a network may cause now and then, as a share of the accepted jobs (of the messages, where claims are counted):
 * a write that arrives long after its caller gave up, or several accidents in a row on one job.
 */
export const promised = {
  wronglyFailed: 0.0005,
  miscounted: 0.001,
  hurried: 0.003,
  untimely: 0.001,
  unresolved: 0.01,
  uncancelled: 0.001,
  misreported: 0.001,
  late: 0,
  resent: 0,
};

/** The same where workers stand still far more often than machines do: beyond this something is missing. */
export const noticeable: typeof promised = {
  wronglyFailed: 0.01,
  miscounted: 0.02,
  hurried: 0.02,
  untimely: 0.005,
  unresolved: 0.05,
  uncancelled: 0.01,
  misreported: 0.01,
  late: 0.04,
  resent: 1,
};

/** Below this many cases a share says nothing. */
const CASES_THAT_COUNT = 5;

export interface Totals extends Counts {
  seeds: number;
  accepted: number;
  sent: number;
  walks: number;
}

const noTotals = (): Totals => ({ ...noCounts(), seeds: 0, accepted: 0, sent: 0, walks: 0 });

export function addTo(totals: Totals, outcome: Outcome): void {
  totals.seeds += 1;
  for (const name of Object.keys(totals) as (keyof Totals)[]) {
    if (name !== 'seeds') totals[name] += outcome[name];
  }
}

/** The promises that these runs broke, with how often. */
export function brokenPromises(totals: Totals, rarely: typeof promised): string[] {
  const often = (Object.entries(rarely) as [keyof typeof rarely, number][]).filter(
    ([name, share]) =>
      totals[name] >= CASES_THAT_COUNT &&
      totals[name] > share * (name === 'unresolved' ? totals.sent : totals.accepted),
  );
  return [...never.filter(name => totals[name] > 0), ...often.map(([name]) => name)].map(
    name => `${name} ${totals[name]}`,
  );
}

/** Runs seeds until a promise is broken or all of them are over. */
export async function runSeeds(
  seeds: number,
  options: Omit<SimulationOptions, 'seed'>,
  /** Whether to stop at the first history after which these shares are passed. */
  stopBeyond?: typeof promised,
): Promise<Totals> {
  const totals = noTotals();
  // A fifth of all calls fail, and nobody reads where: writing down stacks would take a tenth of the time.
  Error.stackTraceLimit = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    addTo(totals, await simulate({ ...options, seed }));
    if (stopBeyond && brokenPromises(totals, stopBeyond).length > 0) break;
  }
  return totals;
}
