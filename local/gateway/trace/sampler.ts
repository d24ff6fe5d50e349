/**
 * X-Ray's default rule: the first request of each second, and five in a hundred of the others.
 * (X-Ray developer guide, "Configure sampling rules".)
 */
import type { Clock } from '../exchange';

export type Sampler = () => boolean;

export interface SamplingRule {
  readonly reservoirPerSecond: number;
  readonly fixedRate: number;
}

const defaultRule: SamplingRule = { reservoirPerSecond: 1, fixedRate: 0.05 };

export function createSampler(clock: Clock, random: () => number = Math.random, rule = defaultRule): Sampler {
  let second = Number.NEGATIVE_INFINITY;
  let left = 0;
  return () => {
    const current = Math.floor(clock.now() / 1000);
    if (current !== second) {
      second = current;
      left = rule.reservoirPerSecond;
    }
    if (left > 0) {
      left -= 1;
      return true;
    }
    return random() < rule.fixedRate;
  };
}
