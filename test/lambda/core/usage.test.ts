import { periodOf, type QuotaPeriod } from '../../../lambda/core/usage';

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);

test.each<[string, QuotaPeriod, number, string]>([
  ['2026-11-21', 'DAY', 0, '2026-11-21'],
  ['2026-11-21', 'WEEK', 0, '2026-11-15'],
  ['2026-11-22', 'WEEK', 0, '2026-11-22'],
  ['2026-11-21', 'WEEK', 6, '2026-11-21'],
  ['2026-11-20', 'WEEK', 6, '2026-11-14'],
  ['2026-11-21', 'MONTH', 0, '2026-11-01'],
  ['2026-11-05', 'MONTH', 9, '2026-10-10'],
  ['2026-01-05', 'MONTH', 9, '2025-12-10'],
])('on %s, a %s with offset %i began on %s', (day, period, offset, first) => {
  expect(periodOf(at(day), period, offset)).toEqual({ first, last: day });
});
