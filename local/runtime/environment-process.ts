/**
 * One execution environment seen from outside: a process that serves one invocation at a time, is killed when the
 * function's timeout passes, and is reported when it ends on its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { scriptFile } from '../scripts';
import { Channel } from './environment/channel';
import { type EnvironmentSettings, type FailureReason, fieldsFrom, type Kind } from './environment/protocol';
import type { Invocation } from './invocation';

export interface EnvironmentOptions {
  readonly settings: EnvironmentSettings;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Descriptor of the function's log file, which becomes the process's output. */
  readonly logFile: number;
  /** The module is loaded and waits for its first invocation. */
  readonly onReady: () => void;
  /** The environment waits for its next invocation. */
  readonly onIdle: () => void;
  readonly onEnd: () => void;
}

interface Running {
  readonly requestId: string;
  readonly settle: (invocation: Invocation) => void;
  timer: NodeJS.Timeout;
}

/** Seconds that loading the module may take; Lambda then counts further loading against the timeout. */
const initSeconds = 10;

export class EnvironmentProcess {
  /** Why the module did not load, once the process has ended for that reason. */
  loadError: string | undefined;
  private readonly process: ChildProcess;
  private readonly channel: Channel;
  private readonly exited: Promise<void>;
  private running: Running | undefined;
  private ready = false;
  private ending = false;
  private readonly initTimer: NodeJS.Timeout;

  constructor(private readonly options: EnvironmentOptions) {
    const { settings, variables, logFile, timeoutSeconds } = options;
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
    this.initTimer = setTimeout(() => this.initTimedOut(), (initSeconds + timeoutSeconds) * 1000);
    this.exited = new Promise(resolve => {
      this.process.once('exit', (code, signal) => resolve(this.ended(code, signal)));
      this.process.once('error', error => resolve(this.ended(1, null, error.message)));
    });
  }

  get isStarting(): boolean {
    return !this.ready && !this.ending;
  }

  invoke(requestId: string, payload: string, traceHeader: string | undefined): Promise<Invocation> {
    return new Promise(settle => {
      const milliseconds = this.options.timeoutSeconds * 1000;
      this.running = { requestId, settle, timer: setTimeout(() => this.timeOut(), milliseconds) };
      const deadline = String(Date.now() + milliseconds);
      this.channel.send([requestId, deadline, traceHeader ?? '', onOneLine(payload)]);
    });
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
      case 'failed':
        // After an uncaught error the process is about to exit, so it takes no further invocation.
        if (reason === 'exit') this.ending = true;
        this.finish({ kind: 'failed', requestId, reason: reason as FailureReason, payload });
    }
  }

  private finish(invocation: Invocation): void {
    const { running } = this;
    if (!running) return;
    this.running = undefined;
    clearTimeout(running.timer);
    running.settle(invocation);
    if (!this.ending) this.options.onIdle();
  }

  private timeOut(): void {
    const requestId = this.running?.requestId ?? '';
    this.kill();
    const message = `Task timed out after ${this.options.timeoutSeconds.toFixed(2)} seconds`;
    writeSync(this.options.logFile, `${new Date().toISOString()} ${requestId} ${message}\n\n`);
    const payload = errorDocument('Sandbox.Timedout', `RequestId: ${requestId} Error: ${message}`);
    this.finish({ kind: 'failed', requestId, reason: 'timeout', payload });
  }

  private initTimedOut(): void {
    const seconds = (initSeconds + this.options.timeoutSeconds).toFixed(2);
    this.loadError = errorDocument(
      'Sandbox.Timedout',
      `Error: Task timed out after ${seconds} seconds while its module loaded`,
    );
    this.kill();
  }

  private ended(code: number | null, signal: NodeJS.Signals | null, cause?: string): void {
    this.ending = true;
    clearTimeout(this.initTimer);
    const requestId = this.running?.requestId ?? '';
    const message = cause ?? `RequestId: ${requestId} Error: ${describeExit(code, signal)}`;
    const payload = errorDocument('Runtime.ExitError', message);
    if (!this.ready) this.loadError ??= payload;
    this.finish({ kind: 'failed', requestId, reason: 'exit', payload });
    this.options.onEnd();
  }
}

/** JSON may hold line ends between its values, which the channel may not. */
function onOneLine(json: string): string {
  return json.includes('\n') || json.includes('\r') ? JSON.stringify(JSON.parse(json)) : json;
}

function errorDocument(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  // V8 aborts when the heap is full and the watchdog kills when all memory is; Lambda reports both as a kill.
  if (signal !== null || code === 134) return 'Runtime exited with error: signal: killed';
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
}
