import { hasPlace } from '../../../local/services/batch-places';

const batches = { running: 3, waiting: [], batchSize: 10, maximumRunning: 10, startable: 2 };

test('batches run side by side up to the maximum', () => {
  expect(hasPlace(batches)).toBe(true);
  expect(hasPlace({ ...batches, running: 10 })).toBe(false);
});

test('while a batch that could be larger waits for an environment, messages stay in the queue', () => {
  expect(hasPlace({ ...batches, waiting: [9] })).toBe(false);
});

test('behind a full batch another one may wait, so that environments start side by side', () => {
  expect(hasPlace({ ...batches, waiting: [10] })).toBe(true);
  expect(hasPlace({ ...batches, waiting: [10, 10] })).toBe(false);
});
