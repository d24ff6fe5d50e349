/** What a run has started, for its end. */
export class Closers {
  private readonly steps: (() => Promise<void> | void)[] = [];

  add(step: () => Promise<void> | void): void {
    this.steps.push(step);
  }

  /** The latest first: what was started later calls what was started before it. */
  async close(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step();
  }
}
