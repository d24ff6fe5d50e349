import * as fc from 'fast-check';
import { parseSchedule } from '../../../local/services/schedule-expression';

const at = (text: string) => Date.parse(text);
const next = (expression: string, after: string, timeZone = 'UTC', startedAt = after) => {
  const time = parseSchedule(expression, timeZone, at(startedAt)).after(at(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

test.each<[string, string, string, string | undefined]>([
  ['rate(5 minutes)', '2026-01-01T00:00:00Z', 'UTC', '2026-01-01T00:05:00.000Z'],
  ['rate(1 day)', '2026-01-01T10:00:00Z', 'UTC', '2026-01-02T10:00:00.000Z'],
  ['cron(0 12 * * ? *)', '2026-01-01T12:00:00Z', 'UTC', '2026-01-02T12:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-01-01T12:01:00Z', 'UTC', '2026-01-01T12:15:00.000Z'],
  ['cron(0 9 ? * MON-FRI *)', '2026-01-02T12:00:00Z', 'UTC', '2026-01-05T09:00:00.000Z'],
  ['cron(0 9 L * ? *)', '2026-02-01T00:00:00Z', 'UTC', '2026-02-28T09:00:00.000Z'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-01T00:00:00Z', 'UTC', '2026-01-05T09:00:00.000Z'],
  ['cron(0 9 * * ? *)', '2026-01-15T12:00:00Z', 'Europe/Berlin', '2026-01-16T08:00:00.000Z'],
  ['cron(0 9 * * ? *)', '2026-07-15T12:00:00Z', 'Europe/Berlin', '2026-07-16T07:00:00.000Z'],
  ['cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z', 'UTC', undefined],
  ['at(2026-05-01T08:30:00)', '2026-01-01T00:00:00Z', 'America/New_York', '2026-05-01T12:30:00.000Z'],
  ['at(2025-05-01T08:30:00)', '2026-01-01T00:00:00Z', 'UTC', undefined],
])('%s after %s in %s fires at %s', (expression, after, timeZone, expected) => {
  expect(next(expression, after, timeZone)).toBe(expected);
});

test.each([
  ['every day', /none of rate\(…\), cron\(…\) and at\(…\)/],
  ['rate(0 minutes)', /a number, and minutes, hours or days/],
  ['rate(5 weeks)', /minutes, hours or days/],
  ['cron(0 9 * * ?)', /has 5 fields; it needs 6/],
  ['cron(0 9 * * * *)', /must have \? in one of day-of-month and day-of-week/],
  ['at(tomorrow)', /is not like 2030-01-31T12:00:00/],
])('%s is refused with what is allowed', (expression, message) => {
  expect(() => parseSchedule(expression, 'UTC', 0)).toThrow(message);
});

test('a rate fires a whole number of periods after its start, and always later than asked', () => {
  const period = 7 * 60_000;
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), (startedAt, passed) => {
      const time = parseSchedule('rate(7 minutes)', 'UTC', startedAt).after(startedAt + passed);
      expect(time).toBeGreaterThan(startedAt + passed);
      expect(time).toBeLessThanOrEqual(startedAt + passed + period);
      expect(((time ?? 0) - startedAt) % period).toBe(0);
    }),
    { numRuns: 1000 },
  );
});
