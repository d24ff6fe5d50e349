/** Prints each step of a start with the time it took, on standard error. */
export class Steps {
  constructor(private readonly visible: boolean) {}

  async run<Result>(name: string, step: Promise<Result>): Promise<Result> {
    const started = performance.now();
    const result = await step;
    if (this.visible) console.error(`  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  }
}
