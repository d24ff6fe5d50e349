/**
 * One process: a clock that is off by up to two seconds, and calls to services that fail in every way a network
 * allows. It may die at any call and may be paused (a frozen machine) past everything it believes to hold.
 */
import { type Clock, Unavailable } from '../../lambda/core/ports';
import type { Dice } from './random';
import type { VirtualTime } from './virtual-time';

/** Probability of each fault at every single call. */
export interface FaultRates {
  /** A plain error that is none of a network's: wrong rights, a service's bug. */
  readonly refused: number;
  readonly throttled: number;
  readonly timedOutBefore: number;
  readonly appliedThenTimedOut: number;
  /** The caller has given up when the service carries the call out. */
  readonly appliedLate: number;
}

export interface ProcessOptions {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly rates: FaultRates;
  /** What may pass is told as what may not, so that nothing is tried again. */
  readonly hopeless?: boolean;
  /** Probability of a pause just before a write that ends an attempt. */
  readonly momentousPauses: number;
  /** The process dies at its so-manieth call. */
  readonly dieAtCall?: number;
  /** The process stands still at its so-manieth call for so many milliseconds. */
  readonly pause?: { readonly atCall: number; readonly milliseconds: number };
}

const REQUEST_TIMEOUT_MS = 4_000;
const SKEW_MS = 2_000;
const never = new Promise<never>(() => {});

let lastId = 0;

export class Process {
  readonly id = ++lastId;
  readonly skew: number;
  readonly clock: Clock;
  alive = true;
  /** True time. */
  diedAt = Number.POSITIVE_INFINITY;
  onDeath: () => void = () => {};
  private calls = 0;
  private frozenUntil = 0;

  constructor(private readonly options: ProcessOptions) {
    this.skew = Math.round(options.dice.between(-SKEW_MS, SKEW_MS));
    this.clock = { now: () => Math.round(options.time.now + this.skew), after: this.after };
  }

  die(): void {
    if (!this.alive) return;
    this.alive = false;
    this.diedAt = this.options.time.now;
    this.onDeath();
  }

  /**
   * Calls a service. The effect happens in the service, whatever becomes of the process meanwhile.
   * @param momentous whether being paused just before this call is the most dangerous of moments
   */
  call<Answer>(effect: () => Answer, momentous = false): Promise<Answer> {
    if (!this.alive) return never;
    this.calls += 1;
    const { time, dice, pause } = this.options;
    const pausedBefore = momentous && dice.chance(this.options.momentousPauses);
    if (pause?.atCall !== this.calls && !pausedBefore) return this.send(effect);
    this.frozenUntil = time.now + (pause?.milliseconds ?? dice.between(40_000, 200_000));
    return new Promise((resolve, reject) => {
      this.resume(this.frozenUntil, () => this.send(effect).then(resolve, reject));
    });
  }

  private send<Answer>(effect: () => Answer): Promise<Answer> {
    const { time, dice, dieAtCall } = this.options;
    const latency = dice.between(2, 60);
    const arrives = time.now + dice.between(1, latency);
    if (dieAtCall === this.calls) {
      if (dice.chance(0.5)) time.quietly(arrives, effect);
      this.die();
      return never;
    }
    return new Promise<Answer>((resolve, reject) => {
      const fail = (afterMs: number, error: Error) => this.resume(time.now + afterMs, () => reject(error));
      const fault = this.fault();
      switch (fault) {
        case 'refused':
          return fail(latency, new Error('refused'));
        case 'throttled':
          return fail(latency, this.passing('throttled'));
        case 'timedOutBefore':
          return fail(REQUEST_TIMEOUT_MS, this.passing('timed out'));
        case 'appliedThenTimedOut':
        case 'appliedLate': {
          const delay =
            fault === 'appliedLate' ? dice.between(0, 20_000) : -dice.between(0, REQUEST_TIMEOUT_MS);
          time.quietly(time.now + REQUEST_TIMEOUT_MS + delay, effect);
          return fail(REQUEST_TIMEOUT_MS + 1, this.passing('timed out'));
        }
        default: {
          let answer: Answer;
          time.quietly(arrives, () => {
            answer = effect();
          });
          this.resume(time.now + latency, () => resolve(answer));
        }
      }
    });
  }

  /** Goes on with the process's code at a time, unless it is dead by then; later if it is frozen. */
  private resume(at: number, run: () => void): void {
    this.options.time.at(at, () => {
      if (!this.alive) return;
      if (this.frozenUntil > this.options.time.now) this.resume(this.frozenUntil, run);
      else run();
    });
  }

  private readonly after: Clock['after'] = (milliseconds, run) => {
    let cancelled = false;
    this.resume(this.options.time.now + milliseconds, () => {
      if (!cancelled) run();
    });
    return () => {
      cancelled = true;
    };
  };

  private passing(message: string): Error {
    return this.options.hopeless ? new Error(message) : new Unavailable(message);
  }

  private fault(): keyof FaultRates | undefined {
    let roll = this.options.dice.roll();
    for (const [kind, rate] of Object.entries(this.options.rates) as [keyof FaultRates, number][]) {
      if (roll < rate) return kind;
      roll -= rate;
    }
    return undefined;
  }
}
