import { idleShare, processorTimes } from '../../../local/runtime/processors';

test('the idle share is that of the time which passed in between', () => {
  expect(idleShare({ idle: 100, all: 400 }, { idle: 150, all: 600 })).toBe(0.25);
  expect(idleShare({ idle: 100, all: 400 }, { idle: 100, all: 600 })).toBe(0);
});

test('without time in between nothing says that the machine is busy', () => {
  expect(idleShare({ idle: 100, all: 400 }, { idle: 100, all: 400 })).toBe(1);
});

test('the times of this machine go on and idle is a part of them', () => {
  const before = processorTimes();
  expect(before.idle).toBeLessThanOrEqual(before.all);
  expect(processorTimes().all).toBeGreaterThanOrEqual(before.all);
});
