/**
 * Time that jumps from event to event. Events run in the order of their times, and everything an event's code awaits
 * and can go on with has gone on before the next one: a run is decided by its seed alone.
 */
interface Happening {
  readonly at: number;
  readonly order: number;
  /** Answers whether code was resumed that may have more to do at this moment. */
  readonly run: () => boolean;
}

export class VirtualTime {
  /** True time, epoch milliseconds; processes see it through their own skewed clocks. */
  now = Date.UTC(2026, 0, 1);
  private readonly heap: Happening[] = [];
  private order = 0;

  /** Resumes code of a process: what it awaits is driven on before the next event. */
  at(time: number, run: () => void): void {
    this.push(time, () => {
      run();
      return true;
    });
  }

  /** Something that only happens in a service: no process code is resumed by it. */
  quietly(time: number, run: () => void): void {
    this.push(time, () => {
      run();
      return false;
    });
  }

  /** Runs until nothing is left to happen, the time is over or there is no reason to go on. */
  async run(until: number, goOn: () => boolean): Promise<void> {
    await everythingAwaited();
    while (this.heap.length > 0 && this.heap[0]!.at <= until && goOn()) {
      const event = this.pop();
      this.now = Math.max(this.now, event.at);
      if (event.run()) await everythingAwaited();
    }
  }

  private push(time: number, run: () => boolean): void {
    const event = { at: Math.max(time, this.now), order: this.order++, run };
    let index = this.heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!earlier(event, this.heap[parent]!)) break;
      this.heap[index] = this.heap[parent]!;
      index = parent;
    }
    this.heap[index] = event;
  }

  private pop(): Happening {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && earlier(this.heap[child + 1]!, this.heap[child]!)) child += 1;
      if (!earlier(this.heap[child]!, last)) break;
      this.heap[index] = this.heap[child]!;
      index = child;
    }
    this.heap[index] = last;
    return first;
  }
}

/** A tick comes when no promise is left to go on with, and costs a fraction of a turn of the event loop. */
const everythingAwaited = (): Promise<void> => new Promise(resolve => process.nextTick(resolve));

const earlier = (one: Happening, other: Happening): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);
