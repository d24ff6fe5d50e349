/** A stream of random numbers that a seed decides wholly (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to but not 1. */
  readonly roll = (): number => {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  chance(probability: number): boolean {
    return this.roll() < probability;
  }

  between(low: number, high: number): number {
    return low + this.roll() * (high - low);
  }

  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  pick<Entry>(entries: readonly Entry[]): Entry {
    return entries[Math.floor(this.roll() * entries.length)]!;
  }
}
