import { clauseMutations, forgottenSteps, historiesFor, nameOf, stepMutations } from './mutations';
import { brokenPromises, noticeable, runSeeds } from './verdict';
import type { WorldOptions } from './world';

/** Harsher than the ordinary simulation: workers often stand still before the write that ends an attempt. */
const harsh = { jobs: 100, momentousPauses: 0.1 };
const SEEDS = 50;
const CONTROL_SEEDS = 10;
const MINUTES = 60_000;
const lines: string[] = [];
const mutations = [...clauseMutations, ...stepMutations];
const nameOfHistory = ({ emphasis, calm }: Pick<WorldOptions, 'emphasis' | 'calm'>) =>
  calm ? `${emphasis} without accidents` : `${emphasis}`;
const histories = [
  ...new Map(mutations.map(historiesFor).map(options => [nameOfHistory(options), options])).values(),
];

afterAll(() => {
  process.stdout.write(
    `mutations (what is taken out: what broke, in how many histories)\n${lines.join('\n')}\n`,
  );
});

test('every step of the lifecycle is known to the simulation', () => {
  expect(forgottenSteps).toEqual([]);
});

test.each(histories.map(options => [nameOfHistory(options), options] as const))(
  'with everything in place the same histories are in order: %s',
  async (_, options) => {
    expect(brokenPromises(await runSeeds(CONTROL_SEEDS, { ...harsh, ...options }), noticeable)).toEqual([]);
  },
  5 * MINUTES,
);

test.each(mutations.map(mutation => [nameOf(mutation), mutation] as const))(
  '%s: the simulation notices',
  async (name, mutation) => {
    const options = { ...harsh, mutation, ...historiesFor(mutation) };
    const totals = await runSeeds(SEEDS, options, noticeable);
    const broken = brokenPromises(totals, noticeable);
    lines.push(`  ${name}: ${broken.join(', ') || 'NOTHING'} (${totals.seeds})`);
    expect(broken).not.toEqual([]);
  },
  5 * MINUTES,
);
