import type { Clock } from '../../lambda/core/ports';

/** So many times faster than real time, so that leases run out in seconds. */
const SPEED = 6;
const epoch = Date.UTC(2026, 0, 1);

/** The same fast clock in every process of a test. */
export const fastClock: Clock = {
  now: () => Math.round(epoch + (Date.now() - epoch) * SPEED),
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.max(milliseconds / SPEED, 0));
    return () => clearTimeout(timer);
  },
};
