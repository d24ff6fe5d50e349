/**
 * What each key used of each plan, by day, as GetUsage reports it; kept for 90 days. The store gets a snapshot soon
 * after a change and not at every request, so that a killed process loses a tenth of a second of counting at most.
 */
import type { Clock } from '../exchange';
import { isoDate, periodEnd, periodStart, type Quota } from './quota';

export interface UsageStore {
  load(): UsageSnapshot | undefined;
  save(snapshot: UsageSnapshot): void;
}

/** `{plan: {key: …}}`, as JSON can hold it. */
export type UsageSnapshot = Readonly<Record<string, Readonly<Record<string, KeyUsage>>>>;

export interface KeyUsage {
  /** Epoch milliseconds of the first counted request. */
  readonly since: number;
  /** Requests by date (`2026-11-21`). */
  readonly days: Readonly<Record<string, number>>;
}

interface Counter {
  readonly since: number;
  readonly days: Map<string, number>;
  /** The sum of the running period, so that a request costs no addition over days. */
  period?: { readonly start: number; readonly end: number; used: number };
}

const writeDelayMilliseconds = 100;
const keptDays = 90;

export class Usage {
  readonly #counters = new Map<string, Map<string, Counter>>();
  readonly #clock: Clock;
  readonly #store: UsageStore | undefined;
  #pending: NodeJS.Timeout | undefined;
  #today = { start: 0, end: 0, text: '' };

  constructor(clock: Clock, store?: UsageStore) {
    this.#clock = clock;
    this.#store = store;
    for (const [planId, keys] of Object.entries(store?.load() ?? {})) {
      const counters = Object.entries(keys).map(
        ([keyId, { since, days }]) => [keyId, { since, days: new Map(Object.entries(days)) }] as const,
      );
      this.#counters.set(planId, new Map(counters));
    }
  }

  /** Requests counted in the running period, and whether the key's first request fell into it. */
  used(planId: string, keyId: string, period: Quota['period']): { count: number; first: boolean } {
    const now = this.#clock.now();
    const counter = this.#counters.get(planId)?.get(keyId);
    if (!counter) return { count: 0, first: true };
    if (!counter.period || now < counter.period.start || now >= counter.period.end) {
      counter.period = { start: periodStart(period, now), end: periodEnd(period, now), used: 0 };
      const from = isoDate(counter.period.start);
      for (const [date, count] of counter.days) if (date >= from) counter.period.used += count;
    }
    return { count: counter.period.used, first: counter.since >= counter.period.start };
  }

  count(planId: string, keyId: string): void {
    const now = this.#clock.now();
    const counter = this.#counter(planId, keyId, now);
    const date = this.#dateOf(now);
    if (!counter.days.has(date)) this.#forget(counter, now);
    counter.days.set(date, (counter.days.get(date) ?? 0) + 1);
    if (counter.period) counter.period.used += 1;
    this.#saveSoon();
  }

  days(planId: string, keyId: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counters.get(planId)?.get(keyId)?.days ?? []);
  }

  snapshot(): UsageSnapshot {
    return Object.fromEntries(
      [...this.#counters].map(([planId, keys]) => [
        planId,
        Object.fromEntries(
          [...keys].map(([keyId, { since, days }]) => [keyId, { since, days: Object.fromEntries(days) }]),
        ),
      ]),
    );
  }

  flush(): void {
    if (this.#pending === undefined) return;
    clearTimeout(this.#pending);
    this.#pending = undefined;
    this.#store?.save(this.snapshot());
  }

  /** Worked out once a day and not once a request. */
  #dateOf(now: number): string {
    if (now < this.#today.start || now >= this.#today.end) {
      this.#today = { start: periodStart('DAY', now), end: periodEnd('DAY', now), text: isoDate(now) };
    }
    return this.#today.text;
  }

  #counter(planId: string, keyId: string, now: number): Counter {
    const keys = this.#counters.get(planId) ?? new Map<string, Counter>();
    this.#counters.set(planId, keys);
    const counter = keys.get(keyId) ?? { since: now, days: new Map<string, number>() };
    keys.set(keyId, counter);
    return counter;
  }

  #forget(counter: Counter, now: number): void {
    const oldest = isoDate(now - keptDays * 86_400_000);
    for (const date of counter.days.keys()) if (date < oldest) counter.days.delete(date);
  }

  #saveSoon(): void {
    if (!this.#store || this.#pending !== undefined) return;
    this.#pending = setTimeout(() => this.flush(), writeDelayMilliseconds);
    this.#pending.unref();
  }
}
