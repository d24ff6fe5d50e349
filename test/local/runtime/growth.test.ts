import { isWorthAnother } from '../../../local/runtime/growth';

const waiting = { calls: 15, waitedMilliseconds: 400, pace: 0.05, startMilliseconds: 300, idleShare: 0.5 };

test('calls that waited as long as a start takes are worth another environment', () => {
  expect(isWorthAnother(waiting)).toBe(true);
  expect(isWorthAnother({ ...waiting, waitedMilliseconds: 299 })).toBe(false);
});

test('on busy processors short calls, which will have begun within a second, are left to those that are warm', () => {
  expect(isWorthAnother({ ...waiting, idleShare: 0.05 })).toBe(false);
  expect(isWorthAnother({ ...waiting, idleShare: 0.05, calls: 51 })).toBe(true);
});

test('calls behind long ones get environments, however busy the processors are', () => {
  expect(isWorthAnother({ ...waiting, idleShare: 0, calls: 1, pace: 0 })).toBe(true);
});
