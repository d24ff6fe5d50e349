import { DistinctCounter } from '../../../lambda/jobs/csv/distinct';

test('distinct values are counted exactly within the budget', () => {
  const counter = new DistinctCounter({ left: 100_000 });
  for (let value = 0; value < 300_000; value++) counter.add(`value ${value % 99_999}`);
  expect([counter.count, counter.exact]).toEqual([99_999, true]);
});

test('beyond the budget they are estimated within a few percent, and said to be', () => {
  const counter = new DistinctCounter({ left: 1_000 });
  for (let value = 0; value < 200_000; value++) counter.add(String(value));
  expect(counter.exact).toBe(false);
  expect(Math.abs(counter.count / 200_000 - 1)).toBeLessThan(0.04);
});

test('a column that is estimated gives its budget back to the others', () => {
  const budget = { left: 1_000 };
  const [wide, narrow] = [new DistinctCounter(budget), new DistinctCounter(budget)];
  for (let value = 0; value < 2_000; value++) wide.add(String(value));
  for (let value = 0; value < 900; value++) narrow.add(String(value));
  expect([wide.exact, narrow.exact, narrow.count]).toEqual([false, true, 900]);
});
