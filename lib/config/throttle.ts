import { entries, fields, number, type Range, type Rule, refuse, required } from './check';
import { type RouteName, routeNameCheck } from './routes';

export interface ThrottleConfig {
  /** Requests a second, on average, as the token bucket refills. */
  readonly rate: number;
  /** Requests at once: what the token bucket holds. At least the rate, or the rate could never be reached. */
  readonly burst: number;
}

export interface StageThrottleConfig extends ThrottleConfig {
  /**
   * Limits of single routes for all callers together, in place of the stage's.
   * @default - none
   */
  readonly routes?: Readonly<Partial<Record<RouteName, ThrottleConfig>>>;
}

/** API Gateway's account limits by default; higher ones are granted by support. */
const rate: Range = { minimum: 0, maximum: 100_000, fractions: true, unit: 'requests a second' };
const burst: Range = { minimum: 0, maximum: 100_000, unit: 'requests at once' };

const burstHoldsRate: Rule<ThrottleConfig> = (throttle, path, report) => {
  if (throttle.burst >= throttle.rate) return;
  refuse(
    report,
    `${path}.burst`,
    'is below the rate',
    throttle.burst,
    `a whole number from ${Math.ceil(throttle.rate)} (the rate) to ${burst.maximum}`,
    'raise burst to the rate or lower the rate',
  );
};

const bucket = { rate: required(number(rate)), burst: required(number(burst)) };

export const throttleCheck = fields<ThrottleConfig>(bucket, burstHoldsRate);
export const routeThrottlesCheck = entries(routeNameCheck, throttleCheck);
export const stageThrottleCheck = fields<StageThrottleConfig>(
  { ...bucket, routes: routeThrottlesCheck },
  burstHoldsRate,
);
