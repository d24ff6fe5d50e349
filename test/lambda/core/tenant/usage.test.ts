import { periodOf, type QuotaPeriod } from '../../../../lambda/core/tenant/usage';

test.each<[string, QuotaPeriod, string]>([
  ['2026-11-21', 'DAY', '2026-11-21'],
  ['2026-11-21', 'WEEK', '2026-11-15'],
  ['2026-11-22', 'WEEK', '2026-11-22'],
  ['2026-12-02', 'WEEK', '2026-11-29'],
  ['2026-11-21', 'MONTH', '2026-11-01'],
  ['2026-01-01', 'MONTH', '2026-01-01'],
])('on %s, a %s began on %s', (day, period, first) => {
  expect(periodOf(Date.parse(`${day}T12:00:00Z`), period)).toEqual({ first, last: day });
});
