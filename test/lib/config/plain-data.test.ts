import fc from 'fast-check';
import { resolveStage } from '../../../lib/config';
import { plainData } from '../../../lib/config/plain-data';

const circle: Record<string, unknown> = { name: 'n' };
circle['itself'] = circle;
const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce(inner => ({ in: inner }), 5);
const schedule = (input: unknown) => ({
  schedules: [{ name: 'n', expression: 'rate(1 day)', tenant: 'acme', job: { name: 'x', input } }],
});

function messageOf(config: unknown): string {
  try {
    resolveStage('x', config);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no problem';
}

it('copies data as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 10 }), data => {
      const problems: unknown[] = [];
      expect(plainData(data, problem => problems.push(problem))).toEqual(data);
      expect(problems).toEqual([]);
    }),
  );
});

it.each<[string, unknown, string]>([
  [
    'a getter that throws',
    {
      get plans() {
        throw new Error('the file is gone');
      },
    },
    'plans cannot be read.\n    received: "the file is gone"',
  ],
  [
    'such a getter inside',
    {
      plans: [
        {
          get name() {
            throw 5;
          },
        },
      ],
    },
    'plans[0].name cannot be read.\n    received: 5',
  ],
  ['an object that contains itself', schedule(circle), 'schedules[0].job.input.itself contains itself.'],
  ['an unknown field that contains itself', { circle }, 'circle.itself contains itself.'],
  ['what is nested without end', schedule(nested(100_000)), 'is nested too deeply.'],
  ['a map', new Map(), 'the config is not an object.\n    received: Map(0) {}'],
  ['an instance of a class', { waf: new (class Waf {})() }, 'waf is not an object.\n    received: Waf {}'],
  ['an error', new TypeError('no'), 'the config is not an object.\n    received: TypeError: no'],
  ['a big integer where JSON belongs', schedule({ n: [5n] }), 'schedules[0].job.input.n[0] is no JSON.'],
  ['a date where JSON belongs', schedule(new Date(0)), 'schedules[0].job.input is no JSON.'],
  ['what a list leaves out', schedule([undefined]), 'schedules[0].job.input[0] is no JSON.'],
])('tells %s in words', (_name, config, problem) => {
  const message = messageOf(config);
  expect(message).toContain(problem);
  expect(message).not.toMatch(/\n\s+at /);
});

it('leaves out what is written as undefined, also in JSON', () => {
  const stage = resolveStage('x', schedule({ a: undefined, b: 1 }));
  expect(stage.schedules[0]!.job.input).toEqual({ b: 1 });
});

it('shows the beginning of what is too long to read', () => {
  const message = messageOf({ region: 'x'.repeat(5000) });
  expect(message).toContain(`received: "${'x'.repeat(200)}" and 4800 characters more\n`);
});

it('goes on beside what cannot be read', () => {
  const config = {
    get plans() {
      throw new Error('no');
    },
    region: 5,
  };
  expect(messageOf(config)).toMatch(/has 2 problems:\n {2}plans cannot be read.*\n {2}region is malformed/s);
});
