import { Scheduler } from '../../../local/services/scheduler';
import type { ScheduleModel } from '../../../local/template/model';
import { FakeClock } from '../fake-clock';

const rule: ScheduleModel = {
  logicalId: 'Rule',
  name: 'every-minute',
  arn: 'arn:aws:events:eu-west-1:123456789012:rule/every-minute',
  source: 'rule',
  expression: 'rate(1 minute)',
  timeZone: 'UTC',
  enabled: true,
  targets: [{ arn: 'arn:target' }],
};
const start = Date.parse('2026-03-01T00:00:00Z');

function run(schedule: Partial<ScheduleModel>) {
  const clock = new FakeClock(start);
  const fired: { arn: string; payload: unknown; at: number }[] = [];
  const reports: string[] = [];
  const scheduler = new Scheduler({
    schedules: [{ ...rule, ...schedule }],
    clock,
    deliver: async (arn, payload) => {
      fired.push({ arn, payload: JSON.parse(payload), at: clock.now() });
    },
    report: message => reports.push(message),
  });
  scheduler.start();
  return { clock, fired, reports, scheduler };
}

test('a rule sends its event at each tick', async () => {
  const { clock, fired } = run({});
  await clock.pass(3 * 60_000);
  expect(fired.map(({ at }) => at - start)).toEqual([60_000, 120_000, 180_000]);
  expect(fired[0]?.payload).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    region: 'eu-west-1',
    time: '2026-03-01T00:01:00Z',
    resources: [rule.arn],
  });
});

test('a rule’s input and its transformer replace the event', async () => {
  const fixed = run({ targets: [{ arn: 'a', input: '{"fixed":1}' }] });
  await fixed.clock.pass(60_000);
  expect(fixed.fired[0]?.payload).toEqual({ fixed: 1 });
  const transformer = {
    paths: { time: '$.time', all: '$.detail' },
    template: '{"at":<time>,"text":"at <time>","d":<all>}',
  };
  const transformed = run({ targets: [{ arn: 'a', transformer }] });
  await transformed.clock.pass(60_000);
  expect(transformed.fired[0]?.payload).toEqual({
    at: '2026-03-01T00:01:00Z',
    text: 'at 2026-03-01T00:01:00Z',
    d: {},
  });
});

test('a Scheduler schedule sends its input alone, with the names it knows replaced', async () => {
  const input = '{"tick":"<aws.scheduler.scheduled-time>","other":"<aws.scheduler.unknown>"}';
  const { clock, fired } = run({
    source: 'scheduler',
    expression: 'cron(30 0 * * ? *)',
    targets: [{ arn: 'a', input }],
  });
  await clock.pass(3_600_000);
  expect(fired.map(({ payload }) => payload)).toEqual([
    { tick: '2026-03-01T00:30:00Z', other: '<aws.scheduler.unknown>' },
  ]);
});

test('a disabled schedule, a stopped one and a wrong one do not fire', async () => {
  const disabled = run({ enabled: false });
  const wrong = run({ expression: 'cron(nonsense)' });
  const stopped = run({});
  stopped.scheduler.stop();
  for (const { clock, fired } of [disabled, wrong, stopped]) {
    await clock.pass(3_600_000);
    expect(fired).toEqual([]);
  }
  expect(wrong.reports).toEqual([expect.stringContaining('every-minute is not fired')]);
});
