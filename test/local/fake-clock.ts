/** A clock that passes time only when a test says so, and lets what became due run in its order. */
import type { Clock } from '../../local/clock';

export class FakeClock implements Clock {
  private due: { at: number; run: () => void }[] = [];

  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): () => void {
    const entry = { at: this.time + Math.max(milliseconds, 0), run };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter(other => other !== entry);
    };
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settled();
    for (;;) {
      const next = this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.due = this.due.filter(entry => entry !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
      await settled();
    }
    this.time = end;
  }
}

/** Lets promises that are ready go on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));
