/** What callers are told of an environment that ended, in Lambda's words. */

export function errorDocument(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}

export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  // V8 aborts when the heap is full and the watchdog kills when all memory is; Lambda reports both as a kill.
  if (signal !== null || code === 134) return 'Runtime exited with error: signal: killed';
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`;
}

export function describeTimeout(seconds: number): string {
  return `Task timed out after ${seconds.toFixed(2)} seconds`;
}
