/**
 * The process of one execution environment: loads the handler, then serves one invocation after another.
 * A process rather than a thread, because V8 aborts the whole process when a single allocation outgrows the heap.
 */
import { Socket } from 'node:net';
import { Channel } from './channel';
import { createContext } from './context';
import { describeError, RuntimeError } from './errors';
import { FunctionLog } from './function-log';
import { type Handler, loadHandler } from './load-handler';
import {
  type EnvironmentSettings,
  type FailureReason,
  fieldsTo,
  type Kind,
  patienceMilliseconds,
} from './protocol';
import { runHandler } from './run-handler';
import { startWatchdog } from './watchdog';

const started = performance.now();
const largestResponse = 6_291_556;
const settings: EnvironmentSettings = JSON.parse(process.argv[2] ?? '{}');
const log = new FunctionLog();
let initMilliseconds: number | undefined;
let current: string | undefined;
let begun = 0;
/** Calls that came while another one runs. */
const ahead: (readonly string[])[] = [];
let watching = false;

/** Kind, request id, reason, answer. */
type Answer = readonly [kind: Kind, requestId: string, reason: FailureReason | '', payload: string];

let channel: Channel;

function tell(answer: Answer, written?: () => void): void {
  channel.send(answer, written);
}

/** One invocation at a time. */
function take(handler: Handler, call: readonly string[]): void {
  if (current === undefined) {
    void serve(handler, call);
    return;
  }
  ahead.push(call);
  if (!watching) watchPatience();
}

/** Calls that came ahead are given back when the one before them turns out to be long. */
function watchPatience(): void {
  const left = patienceMilliseconds - (performance.now() - begun);
  if (left <= 0) for (const [requestId = ''] of ahead.splice(0)) tell(['returned', requestId, '', '']);
  watching = ahead.length > 0;
  if (watching) setTimeout(watchPatience, left);
}

async function serve(
  handler: Handler,
  [requestId = '', trace, payload = '']: readonly string[],
): Promise<void> {
  begun = performance.now();
  current = requestId;
  log.requestId = requestId;
  if (!trace) delete process.env['_X_AMZN_TRACE_ID'];
  else process.env['_X_AMZN_TRACE_ID'] = trace;
  log.start();
  let answer: Answer;
  try {
    const result = await runHandler(
      handler,
      JSON.parse(payload),
      createContext(settings, requestId, Date.now() + settings.timeoutSeconds * 1000),
    );
    answer = answerWith(requestId, result);
  } catch (thrown) {
    const error = describeError(thrown);
    log.line('ERROR', `Invoke Error \t${JSON.stringify(error)}`);
    answer = ['failed', requestId, 'thrown', JSON.stringify(error)];
  }
  log.end(performance.now() - begun, settings.memoryMegabytes, initMilliseconds);
  initMilliseconds = undefined;
  current = undefined;
  tell(answer);
  const next = ahead.shift();
  if (next) void serve(handler, next);
}

function answerWith(requestId: string, result: unknown): Answer {
  let payload: string;
  try {
    payload = JSON.stringify(result) ?? 'null';
  } catch {
    throw new RuntimeError('Runtime.MarshalError', 'Unable to stringify response body');
  }
  // Most answers are far below the limit in characters; only near it are the bytes counted.
  if (payload.length * 3 > largestResponse && Buffer.byteLength(payload) > largestResponse) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`;
    const error = { errorType: 'Function.ResponseSizeTooLarge', errorMessage };
    return ['failed', requestId, 'response-too-large', JSON.stringify(error)];
  }
  return ['answered', requestId, '', payload];
}

/** What nobody caught ends the environment, as on Lambda; the invocation under way gets the error. */
function endUncaught(error: object, code: number): void {
  const payload = JSON.stringify(error);
  log.line('ERROR', `Uncaught Exception \t${payload}`);
  if (current === undefined) process.exit(code);
  tell(['failed', current, 'exit', payload], () => process.exit(code));
}

async function main(): Promise<void> {
  log.captureConsole();
  // Ctrl-C reaches the whole process group; the run ends its environments itself, after their invocations.
  process.on('SIGINT', () => undefined);
  process.on('uncaughtException', error => endUncaught(describeError(error), 129));
  process.on('unhandledRejection', reason =>
    endUncaught(
      {
        ...describeError(reason),
        errorType: 'Runtime.UnhandledPromiseRejection',
        errorMessage: reason instanceof Error ? reason.toString() : String(reason),
      },
      128,
    ),
  );
  const loading = loadHandler(settings.directory, settings.handler);
  const pipe = new Socket({ fd: 3, readable: true, writable: true });
  // The run is gone.
  pipe.on('close', () => process.exit());
  pipe.on('error', () => process.exit());
  channel = new Channel(
    pipe,
    fields => {
      loading.then(
        handler => take(handler, fields),
        () => undefined,
      );
    },
    fieldsTo,
  );
  startWatchdog(settings.memoryMegabytes);
  try {
    await loading;
    initMilliseconds = performance.now() - started;
    tell(['ready', '', '', '']);
  } catch (thrown) {
    const error = describeError(thrown);
    log.line('ERROR', `Uncaught Exception \t${JSON.stringify(error)}`);
    tell(['broken', '', '', JSON.stringify(error)], () => process.exit(1));
  }
}

void main();
