/**
 * One execution environment seen from outside: a process that serves one invocation at a time, is killed when the
 * function's timeout passes, and is reported when it ends on its own. While its invocations are short it is sent
 * further calls ahead of time, so that neither side sleeps between two; those it has not begun it gives back.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { scriptFile } from '../scripts';
import { Channel, onOneLine } from './environment/channel';
import {
  type EnvironmentSettings,
  type FailureReason,
  fieldsFrom,
  type Kind,
  patienceMilliseconds,
} from './environment/protocol';
import { describeExit, describeTimeout, errorDocument } from './exit';
import type { Invocation, InvokeOptions } from './invocation';

export interface EnvironmentOptions {
  readonly settings: EnvironmentSettings;
  readonly variables: Readonly<Record<string, string>>;
  /** Descriptor of the function's log file, which becomes the process's output. */
  readonly logFile: number;
  /** The module is loaded and waits for its first invocation. */
  readonly onReady: () => void;
  /** An invocation ended, and the environment takes more. */
  readonly onAnswer: () => void;
  /** The environment did not begin this call, and will not. */
  readonly onReturn: (call: Call) => void;
  readonly onEnd: () => void;
}

/** An event on its way to an environment. */
export interface Call {
  readonly payload: string;
  readonly traceHeader: string | undefined;
  /** When it came, on the clock of `performance.now`. */
  readonly since: number;
  readonly onWaiting: InvokeOptions['onWaiting'];
  readonly settle: (invocation: Invocation) => void;
}

interface Sent {
  readonly requestId: string;
  readonly call: Call;
}

/** Calls that one environment has at most: as many short ones as take less than the start of another would. */
const deepest = 8;

/** Seconds that loading the module may take; Lambda then counts further loading against the timeout. */
const initSeconds = 10;

export class EnvironmentProcess {
  /** Why the module did not load, once the process has ended for that reason. */
  loadError: string | undefined;
  private readonly process: ChildProcess;
  private readonly channel: Channel;
  private readonly exited: Promise<void>;
  /** The first one runs (or none, once the process ends); the others wait for it in the process. */
  private readonly sent: Sent[] = [];
  private running = false;
  private begunAt = 0;
  private timer: NodeJS.Timeout | undefined;
  /** The latest invocation was short enough for another call to wait for the next one like it. */
  private quick = false;
  private ready = false;
  private ending = false;
  private readonly initTimer: NodeJS.Timeout;

  constructor(private readonly options: EnvironmentOptions) {
    const { settings, variables, logFile } = options;
    const heap = `--max-old-space-size=${settings.memoryMegabytes}`;
    this.process = spawn(process.execPath, [heap, scriptFile('environment'), JSON.stringify(settings)], {
      cwd: settings.directory,
      env: variables,
      stdio: ['ignore', logFile, logFile, 'pipe'],
    });
    const pipe = this.process.stdio[3] as Duplex;
    // A process that ends while it is written to shows itself by its exit.
    pipe.on('error', () => undefined);
    this.channel = new Channel(pipe, fields => this.receive(fields), fieldsFrom);
    this.initTimer = setTimeout(() => this.initTimedOut(), (initSeconds + settings.timeoutSeconds) * 1000);
    this.exited = new Promise(resolve => {
      // Not `exit`, which may come before the last answers have been read.
      this.process.once('close', (code, signal) => resolve(this.ended(code, signal)));
      this.process.once('error', error => resolve(this.ended(1, null, error.message)));
    });
  }

  get isStarting(): boolean {
    return !this.ready && !this.ending;
  }

  get isIdle(): boolean {
    return this.ready && !this.ending && this.sent.length === 0;
  }

  /** How many calls it would take besides those it has. */
  get room(): number {
    if (!this.ready || this.ending) return 0;
    return (this.quick ? deepest : 1) - this.sent.length;
  }

  invoke(call: Call): void {
    const requestId = randomUUID();
    this.sent.push({ requestId, call });
    if (this.sent.length === 1) this.begin();
    this.channel.sendSoon([requestId, call.traceHeader ?? '', onOneLine(call.payload)]);
  }

  kill(): void {
    this.ending = true;
    this.process.kill('SIGKILL');
  }

  /** Kills the process and waits until it is gone. */
  end(): Promise<void> {
    this.kill();
    return this.exited;
  }

  private receive([kind, requestId = '', reason, payload = '']: readonly string[]): void {
    switch (kind as Kind) {
      case 'ready':
        this.ready = true;
        clearTimeout(this.initTimer);
        this.options.onReady();
        return;
      case 'broken':
        this.loadError = payload;
        return;
      case 'answered':
        this.finish({ kind: 'answered', requestId, payload });
        return;
      case 'returned':
        this.takeBack(requestId);
        return;
      case 'failed':
        // After an uncaught error the process is about to exit, so it takes no further invocation.
        if (reason === 'exit') this.ending = true;
        this.finish({ kind: 'failed', requestId, reason: reason as FailureReason, payload });
    }
  }

  /** The first of the calls runs from now on. */
  private begin(): void {
    this.running = true;
    this.begunAt = performance.now();
    this.timer = setTimeout(() => this.timeOut(), this.options.settings.timeoutSeconds * 1000);
  }

  private finish(invocation: Invocation): void {
    const first = this.running ? this.sent.shift() : undefined;
    if (!first) return;
    this.running = false;
    clearTimeout(this.timer);
    this.quick = performance.now() - this.begunAt < patienceMilliseconds;
    if (this.sent.length > 0 && !this.ending) this.begin();
    first.call.settle(invocation);
    if (!this.ending) this.options.onAnswer();
  }

  private takeBack(requestId: string): void {
    const position = this.sent.findIndex(one => one.requestId === requestId);
    if (position < 0) return;
    this.quick = false;
    for (const { call } of this.sent.splice(position, 1)) this.options.onReturn(call);
  }

  private timeOut(): void {
    const requestId = this.sent[0]?.requestId ?? '';
    this.kill();
    const message = describeTimeout(this.options.settings.timeoutSeconds);
    writeSync(this.options.logFile, `${new Date().toISOString()} ${requestId} ${message}\n\n`);
    const payload = errorDocument('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`);
    this.finish({ kind: 'failed', requestId, reason: 'timeout', payload });
  }

  private initTimedOut(): void {
    const message = describeTimeout(initSeconds + this.options.settings.timeoutSeconds);
    this.loadError = errorDocument('Sandbox.Timedout', `Error: ${message} while its module loaded`);
    this.kill();
  }

  private ended(code: number | null, signal: NodeJS.Signals | null, cause?: string): void {
    this.ending = true;
    clearTimeout(this.initTimer);
    const requestId = this.sent[0]?.requestId ?? '';
    const message = cause ?? `RequestId: ${requestId} Error: ${describeExit(code, signal)}`;
    const payload = errorDocument('Runtime.ExitError', message);
    if (!this.ready) this.loadError ??= payload;
    this.finish({ kind: 'failed', requestId, reason: 'exit', payload });
    for (const { call } of this.sent.splice(0)) this.options.onReturn(call);
    this.options.onEnd();
  }
}
