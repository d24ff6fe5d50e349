/**
 * A token bucket: `burst` tokens at most, `rate` new ones a second, full at first. API Gateway throttles with it
 * (developer guide, "Throttle requests to your REST APIs"). Without a rate nothing is limited; without a burst the
 * bucket holds one second's tokens.
 */
import type { Throttle } from '../../template/rest-api-model';

export class TokenBucket {
  readonly rate: number;
  readonly burst: number;
  #tokens: number;
  #filledAt: number;

  constructor(throttle: Throttle, now: number) {
    this.rate = throttle.rateLimit ?? Number.POSITIVE_INFINITY;
    this.burst = throttle.burstLimit ?? Math.ceil(this.rate);
    this.#tokens = this.burst;
    this.#filledAt = now;
  }

  /** Whether a request may pass at this time; takes nothing. */
  has(now: number): boolean {
    if (this.rate === Number.POSITIVE_INFINITY) return true;
    this.#fill(now);
    // A token that filled up in fractions must count as whole.
    return this.#tokens >= 1 - 1e-9;
  }

  take(): void {
    if (this.rate !== Number.POSITIVE_INFINITY) this.#tokens -= 1;
  }

  #fill(now: number): void {
    // A clock that was set back adds nothing and takes nothing.
    if (now > this.#filledAt) {
      this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.rate);
    }
    this.#filledAt = now;
  }
}
