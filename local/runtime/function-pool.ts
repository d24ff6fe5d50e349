/**
 * The environments of one function: warm ones are used again, the one used last first; a busy one whose invocations are
 * short takes a few calls ahead; more are started when calls wait; idle ones end after a while. With reserved concurrency
 * a call too many is refused, without it waits.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { EnvironmentSettings } from './environment/protocol';
import { type Call, EnvironmentProcess } from './environment-process';
import { isWorthAnother } from './growth';
import type { Invocation, InvokeOptions } from './invocation';
import { idleShare, processorTimes } from './processors';

export interface PoolOptions {
  readonly settings: Omit<EnvironmentSettings, 'logStreamName'>;
  readonly variables: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  readonly logPath: string;
  readonly idleMilliseconds: number;
  readonly maximumEnvironments: number;
}

/** How long a start is thought to take before one was seen. */
const firstGuessMilliseconds = 100;

export class FunctionPool {
  private readonly environments = new Set<EnvironmentProcess>();
  private readonly idle: { environment: EnvironmentProcess; since: number }[] = [];
  private readonly waiting: Call[] = [];
  private readonly logFile: number;
  private readonly reaper: NodeJS.Timeout;
  private growing: NodeJS.Timeout | undefined;
  private active = 0;
  /** Calls that waited and were begun. */
  private begun = 0;
  /** What the latest start took. */
  private startMilliseconds = firstGuessMilliseconds;
  private closed = false;
  private drained: (() => void) | undefined;

  constructor(private readonly options: PoolOptions) {
    this.logFile = openSync(options.logPath, 'a');
    this.reaper = setInterval(() => this.endIdle(), options.idleMilliseconds / 2);
    this.reaper.unref();
  }

  invoke(payload: string, { traceHeader, onWaiting }: InvokeOptions = {}): Promise<Invocation> {
    const { reservedConcurrency } = this.options;
    if (this.closed) return Promise.resolve(stopped);
    if (reservedConcurrency !== undefined && this.active >= reservedConcurrency)
      return Promise.resolve({ kind: 'throttled' });
    this.active++;
    return new Promise(resolve => {
      const settle = (invocation: Invocation) => {
        this.active--;
        resolve(invocation);
        if (this.active === 0) this.drained?.();
      };
      this.dispatch({ payload, traceHeader, since: performance.now(), onWaiting, settle });
    });
  }

  /** Starts an environment ahead of the first call. */
  warm(): void {
    if (this.environments.size === 0) this.start();
  }

  /** Waits for the calls under way, but no longer than given, and ends every environment. */
  async close(graceMilliseconds: number): Promise<void> {
    this.closed = true;
    clearInterval(this.reaper);
    clearTimeout(this.growing);
    for (const call of this.waiting.splice(0)) call.settle(stopped);
    if (this.active > 0)
      await new Promise<void>(resolve => {
        this.drained = resolve;
        setTimeout(resolve, graceMilliseconds).unref();
      });
    await Promise.all([...this.environments].map(environment => environment.end()));
    closeSync(this.logFile);
  }

  private dispatch(call: Call): void {
    const environment = this.idle.pop()?.environment ?? this.withMostRoom();
    if (environment) environment.invoke(call);
    else this.enqueue(call);
  }

  private withMostRoom(): EnvironmentProcess | undefined {
    let most: EnvironmentProcess | undefined;
    for (const environment of this.environments) {
      if (environment.room > (most?.room ?? 0)) most = environment;
    }
    return most;
  }

  /** The oldest call first: one that was given back has waited already. */
  private enqueue(call: Call): void {
    const later = this.waiting.findIndex(({ since }) => since > call.since);
    this.waiting.splice(later < 0 ? this.waiting.length : later, 0, call);
    call.onWaiting?.(true);
    if (this.environments.size === 0) this.start();
    else this.growWhenCallsWait();
  }

  private growWhenCallsWait(): void {
    if (this.growing || this.closed) return;
    const [since, begun, times] = [performance.now(), this.begun, processorTimes()];
    this.growing = setTimeout(() => {
      this.growing = undefined;
      const oldest = this.waiting[0];
      if (!oldest) return;
      const now = performance.now();
      const queue = {
        calls: this.waiting.length,
        waitedMilliseconds: now - oldest.since,
        pace: (this.begun - begun) / (now - since),
        startMilliseconds: this.startMilliseconds,
        idleShare: idleShare(times, processorTimes()),
      };
      if (isWorthAnother(queue)) this.grow();
      this.growWhenCallsWait();
    }, this.startMilliseconds);
  }

  /** As many new environments as calls wait for, but no more at once than the machine can start side by side. */
  private grow(): void {
    const starting = [...this.environments].filter(({ isStarting }) => isStarting).length;
    const room = Math.min(
      this.options.maximumEnvironments - this.environments.size,
      availableParallelism() - starting,
      this.waiting.length - starting,
    );
    for (let count = 0; count < room; count++) this.start();
  }

  private start(): void {
    const begun = performance.now();
    const environment = new EnvironmentProcess({
      settings: { ...this.options.settings, logStreamName: logStreamName() },
      variables: this.options.variables,
      logFile: this.logFile,
      onReady: () => {
        this.startMilliseconds = performance.now() - begun;
        this.serveNext(environment);
      },
      onAnswer: () => this.serveNext(environment),
      onReturn: call => (this.closed ? call.settle(stopped) : this.dispatch(call)),
      onEnd: () => this.replace(environment),
    });
    this.environments.add(environment);
  }

  private serveNext(environment: EnvironmentProcess): void {
    for (let room = environment.room; room > 0; room--) {
      const call = this.waiting.shift();
      if (!call) break;
      this.begun++;
      call.onWaiting?.(false);
      environment.invoke(call);
    }
    if (environment.isIdle) this.idle.push({ environment, since: performance.now() });
  }

  private replace(environment: EnvironmentProcess): void {
    this.environments.delete(environment);
    const position = this.idle.findIndex(entry => entry.environment === environment);
    if (position >= 0) this.idle.splice(position, 1);
    if (this.closed || this.waiting.length === 0) return;
    // A function whose module does not load must answer every call with that error instead of starting forever.
    const failure = environment.loadError;
    if (failure === undefined) this.start();
    else
      this.waiting
        .shift()
        ?.settle({ kind: 'failed', requestId: randomUUID(), reason: 'thrown', payload: failure });
    if (this.environments.size === 0 && this.waiting.length > 0) this.start();
  }

  private endIdle(): void {
    const limit = performance.now() - this.options.idleMilliseconds;
    while (this.idle[0] && this.idle[0].since < limit) this.idle.shift()?.environment.kill();
  }
}

const stopped: Invocation = {
  kind: 'failed',
  requestId: '',
  reason: 'exit',
  payload: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'The local run is ending' }),
};

/** As Lambda names streams: date, version, and a random part. */
function logStreamName(): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}
