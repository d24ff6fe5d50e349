/**
 * Ends a run in order at Ctrl-C, SIGTERM or a closed terminal; asked again, at once. npm hands a SIGTERM only to the
 * shell between it and this process, and a SIGKILL to nobody: then the run notices that they are gone.
 */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';

/** A terminal signals the whole group and npm passes its own on: the same request, twice within a moment. */
const sameRequestMilliseconds = 1000;
const lookMilliseconds = 250;

/** @param close what there is to close; undefined while the run starts, which just ends */
export function endOnSignals(close: () => Promise<void> | undefined): void {
  let asked: number | undefined;
  const end = (code: number) => {
    if (asked !== undefined && performance.now() - asked < sameRequestMilliseconds) return;
    if (asked !== undefined) process.exit(code);
    asked = performance.now();
    const closing = close();
    if (!closing) process.exit(code);
    closing.then(
      () => process.exit(0),
      error => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(128 + constants.signals[signal]));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const shell = process.ppid;
  const npm = parentOfShell(shell);
  const look = setInterval(() => {
    const now = parentOfShell(shell);
    if (process.ppid === shell && (now === npm || now === undefined)) return;
    clearInterval(look);
    end(1);
  }, lookMilliseconds);
  look.unref();
}

/** Undefined when that process is no shell with a command, or the system does not tell (other than Linux). */
function parentOfShell(pid: number): string | undefined {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1] !== '-c') return undefined;
    return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
