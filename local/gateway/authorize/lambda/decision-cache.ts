/** Remembers decisions for a time; of too many, those that were made longest ago go first. */
import type { Clock } from '../../exchange';

const largest = 10_000;

export class DecisionCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #clock: Clock;
  readonly #lifetimeMilliseconds: number;

  constructor(clock: Clock, seconds: number) {
    this.#clock = clock;
    this.#lifetimeMilliseconds = seconds * 1000;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.until > this.#clock.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value): void {
    if (this.#lifetimeMilliseconds <= 0) return;
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#clock.now() + this.#lifetimeMilliseconds });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > largest && oldest !== undefined) this.#entries.delete(oldest);
  }
}
