import fc from 'fast-check';
import { TokenBucket } from '../../../../local/gateway/meter/token-bucket';

/** A bucket simulated millisecond by millisecond in whole thousandths of a token. */
function simulate(rate: number, burst: number, times: readonly number[]): boolean[] {
  let thousandths = burst * 1000;
  let clock = 0;
  return times.map(time => {
    for (; clock < time; clock++) thousandths = Math.min(burst * 1000, thousandths + rate);
    if (thousandths < 1000) return false;
    thousandths -= 1000;
    return true;
  });
}

/** Takes a token when there is one. */
function pass(bucket: TokenBucket, now: number): boolean {
  const passes = bucket.has(now);
  if (passes) bucket.take();
  return passes;
}

const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 40 });

test('agrees with a bucket simulated millisecond by millisecond', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 10 }),
      gaps,
      (rate, burst, waits) => {
        let now = 0;
        const times = waits.map(wait => (now += wait));
        const bucket = new TokenBucket({ rateLimit: rate, burstLimit: burst }, 0);
        const decisions = times.map(time => pass(bucket, time));
        expect(decisions).toEqual(simulate(rate, burst, times));
      },
    ),
    { numRuns: 1000 },
  );
});

test('asking takes nothing', () => {
  const bucket = new TokenBucket({ rateLimit: 1, burstLimit: 1 }, 0);
  expect([bucket.has(0), bucket.has(0), bucket.has(0)]).toEqual([true, true, true]);
});

test('without a burst the bucket holds one second of its rate', () => {
  const bucket = new TokenBucket({ rateLimit: 2.5 }, 0);
  const passed = [1, 2, 3, 4].filter(() => pass(bucket, 0));
  expect(passed).toHaveLength(3);
});

test('without a rate nothing is limited', () => {
  const bucket = new TokenBucket({ burstLimit: 0 }, 0);
  expect(bucket.has(0)).toBe(true);
});

test('a clock that was set back neither fills nor stalls the bucket', () => {
  const bucket = new TokenBucket({ rateLimit: 1, burstLimit: 1 }, 10_000);
  bucket.take();
  expect([bucket.has(5_000), bucket.has(5_999), bucket.has(6_000)]).toEqual([false, false, true]);
});
