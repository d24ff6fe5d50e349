import fc from 'fast-check';
import { allowance, periodEnd, periodStart } from '../../../../local/gateway/meter/quota';

const at = (text: string) => Date.parse(`${text}Z`);

test.each([
  ['DAY', '2026-11-21T23:59:59.999', '2026-11-21T00:00', '2026-11-22T00:00'],
  ['WEEK', '2026-11-21T12:00', '2026-11-15T00:00', '2026-11-22T00:00'],
  ['WEEK', '2026-11-22T00:00', '2026-11-22T00:00', '2026-11-29T00:00'],
  ['MONTH', '2024-02-29T12:00', '2024-02-01T00:00', '2024-03-01T00:00'],
  ['MONTH', '2026-12-31T23:59:59', '2026-12-01T00:00', '2027-01-01T00:00'],
] as const)('the %s of %s is %s to %s in UTC', (period, now, start, end) => {
  expect([periodStart(period, at(now)), periodEnd(period, at(now))]).toEqual([at(start), at(end)]);
});

test('periods follow one another without gap or overlap', () => {
  fc.assert(
    fc.property(fc.constantFrom('DAY', 'WEEK', 'MONTH'), fc.integer({ min: 0, max: 4e12 }), (period, now) => {
      const end = periodEnd(period, now);
      expect(periodStart(period, now)).toBeLessThanOrEqual(now);
      expect(end).toBeGreaterThan(now);
      expect(periodStart(period, end)).toBe(end);
      expect(periodStart(period, end - 1)).toBe(periodStart(period, now));
    }),
    { numRuns: 1000 },
  );
});

test('the offset lessens the first period alone, never below nothing', () => {
  const quota = { limit: 10, period: 'WEEK', offset: 3 } as const;
  expect([
    allowance(quota, true),
    allowance(quota, false),
    allowance({ ...quota, offset: 99 }, true),
  ]).toEqual([7, 10, 0]);
});
