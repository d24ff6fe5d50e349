/**
 * Writes the function's log as Lambda's text format has it. Standard output and error are the function's log file;
 * lines are written synchronously, so that a process which dies loses none.
 */
import { writeSync } from 'node:fs';
import { format } from 'node:util';

const levels = {
  log: 'INFO',
  info: 'INFO',
  debug: 'DEBUG',
  trace: 'TRACE',
  warn: 'WARN',
  error: 'ERROR',
} as const;

export class FunctionLog {
  /** The invocation to which console output belongs. */
  requestId = 'undefined';
  /** The START line, held back until something follows it: one write an invocation is half the cost. */
  private held = '';
  private megabytes = 0;
  private askedAt = Number.NEGATIVE_INFINITY;

  captureConsole(): void {
    for (const [method, level] of Object.entries(levels))
      Reflect.set(console, method, (...values: unknown[]) => this.line(level, format(...values)));
  }

  line(level: string, message: string): void {
    this.write(`${new Date().toISOString()}\t${this.requestId}\t${level}\t${message}\n`);
  }

  start(): void {
    this.held = `START RequestId: ${this.requestId} Version: $LATEST\n`;
  }

  end(milliseconds: number, memoryMegabytes: number, initMilliseconds: number | undefined): void {
    const duration = `Duration: ${milliseconds.toFixed(2)} ms\tBilled Duration: ${Math.ceil(milliseconds)} ms`;
    const used = this.memoryUsed();
    const init = initMilliseconds === undefined ? '' : `\tInit Duration: ${initMilliseconds.toFixed(2)} ms`;
    this.write(
      `END RequestId: ${this.requestId}\nREPORT RequestId: ${this.requestId}\t${duration}\t` +
        `Memory Size: ${memoryMegabytes} MB\tMax Memory Used: ${used} MB${init}\n`,
    );
  }

  /** Megabytes at most so far; asked anew every tenth of a second, because asking costs more than a short handler. */
  private memoryUsed(): number {
    const now = performance.now();
    if (now > this.askedAt + 100) {
      this.askedAt = now;
      this.megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    }
    return this.megabytes;
  }

  private write(text: string): void {
    const whole = this.held + text;
    this.held = '';
    try {
      writeSync(1, whole);
    } catch {
      // A full disk must not fail the function: its log is not its work.
    }
  }
}
