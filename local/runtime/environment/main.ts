/**
 * The process of one execution environment: loads the handler, then serves one invocation after another over IPC.
 * A process rather than a thread, because V8 aborts the whole process when a single allocation outgrows the heap.
 */
import { createContext } from './context';
import { describeError, RuntimeError } from './errors';
import { FunctionLog } from './function-log';
import { type Handler, loadHandler } from './load-handler';
import type { EnvironmentSettings, FromEnvironment, ToEnvironment } from './protocol';
import { runHandler } from './run-handler';
import { startWatchdog } from './watchdog';

const started = performance.now();
const largestResponse = 6_291_556;
const settings: EnvironmentSettings = JSON.parse(process.argv[2] ?? '{}');
const log = new FunctionLog();
let initMilliseconds: number | undefined;
let current: string | undefined;

function tell(message: FromEnvironment, then?: () => void): void {
  process.send?.(message, undefined, {}, then ?? (() => undefined));
}

async function serve(
  handler: Handler,
  [, requestId, payload, deadline, trace]: ToEnvironment,
): Promise<void> {
  const begun = performance.now();
  current = requestId;
  log.requestId = requestId;
  if (trace === null) delete process.env['_X_AMZN_TRACE_ID'];
  else process.env['_X_AMZN_TRACE_ID'] = trace;
  log.start();
  let answer: FromEnvironment;
  try {
    const result = await runHandler(
      handler,
      JSON.parse(payload),
      createContext(settings, requestId, deadline),
    );
    answer = answerWith(requestId, result);
  } catch (thrown) {
    const error = describeError(thrown);
    log.line('ERROR', `Invoke Error \t${JSON.stringify(error)}`);
    answer = ['failed', requestId, JSON.stringify(error), 'thrown'];
  }
  log.end(performance.now() - begun, settings.memoryMegabytes, initMilliseconds);
  initMilliseconds = undefined;
  current = undefined;
  tell(answer);
}

function answerWith(requestId: string, result: unknown): FromEnvironment {
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
    return ['failed', requestId, JSON.stringify(error), 'response-too-large'];
  }
  return ['answered', requestId, payload];
}

/** What nobody caught ends the environment, as on Lambda; the invocation under way gets the error. */
function endUncaught(error: object, code: number): void {
  const payload = JSON.stringify(error);
  log.line('ERROR', `Uncaught Exception \t${payload}`);
  if (current === undefined) process.exit(code);
  tell(['failed', current, payload, 'exit'], () => process.exit(code));
}

async function main(): Promise<void> {
  log.captureConsole();
  // Ctrl-C reaches the whole process group; the run ends its environments itself, after their invocations.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit());
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
  process.on('message', (message: ToEnvironment) => {
    loading.then(
      handler => serve(handler, message),
      () => undefined,
    );
  });
  startWatchdog(settings.memoryMegabytes);
  try {
    await loading;
    initMilliseconds = performance.now() - started;
    tell(['ready']);
  } catch (thrown) {
    const error = describeError(thrown);
    log.line('ERROR', `Uncaught Exception \t${JSON.stringify(error)}`);
    tell(['broken', JSON.stringify(error)], () => process.exit(1));
  }
}

void main();
