import { simulate } from './simulate';
import { brokenPromises, promised, runSeeds, type Totals } from './verdict';

/** `10x10000` in the environment: so many seeds of so many jobs instead of those of an ordinary test run. */
const [seeds = 300, jobs = 200] = (process.env['JOBGATE_SIMULATION'] ?? '')
  .split('x')
  .filter(Boolean)
  .map(Number);
const MINUTES = 60_000;

test(
  `${seeds} histories of ${jobs} jobs keep every promise though calls fail, workers die and clocks differ`,
  async () => {
    const totals = await runSeeds(seeds, { jobs });
    report(totals);
    expect(brokenPromises(totals, promised)).toEqual([]);
    expect(totals.accepted).toBeGreaterThan(0.9 * seeds * jobs);
    // Few messages a job, though a fifth of all calls fail; a backlog twice as long may cost each job one re-send more.
    expect(totals.sent / totals.accepted).toBeLessThan(3 + Math.max(Math.log2(jobs / 200), 0));
  },
  60 * MINUTES,
);

test('one seed is one history', async () => {
  const once = await simulate({ seed: 4711, jobs: 60 });
  expect(await simulate({ seed: 4711, jobs: 60 })).toEqual(once);
  expect(await simulate({ seed: 4712, jobs: 60 })).not.toEqual(once);
});

test(
  'the simulation does what it says: jobs are taken over, sent again, run by two at once, and listings are read',
  async () => {
    const totals = await runSeeds(10, { jobs: 100, momentousPauses: 0.1 });
    expect(totals.overlapping).toBeGreaterThan(0);
    expect(totals.sent).toBeGreaterThan(totals.accepted);
    expect(totals.walks).toBeGreaterThan(20);
  },
  MINUTES,
);

test('the job of a worker that died runs again within three minutes', async () => {
  const dying = { work: { kind: 'accident', milliseconds: 20_000 } } as const;
  const outcome = await simulate({ seed: 1, jobs: 60, calm: true, orders: () => dying });
  expect(outcome).toMatchObject({ accepted: 60, stuck: 0, wronglyFailed: 0 });
  expect(outcome.recovered).toBeGreaterThanOrEqual(40);
  expect(outcome.slowestRecoveryMs).toBeLessThanOrEqual(3 * MINUTES);
  process.stdout.write(`figure: slowest recovery of a dead worker's job ${outcome.slowestRecoveryMs} ms\n`);
});

function report(totals: Totals): void {
  const { accepted, sent, lost, doubled, stuck, overlapping, wronglyFailed, ...more } = totals;
  const counts = { accepted, lost, doubled, stuck, overlapping, wronglyFailed, ...more };
  const words = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  process.stdout.write(
    `figure: simulation ${words.join(', ')}, ${(sent / accepted).toFixed(2)} sends a job\n`,
  );
}
