/**
 * Log groups as files: `<api>-<stage>.access.log` and `API-Gateway-Execution-Logs_<api id>-<stage>.log`, appended to.
 * Access log lines go to the console as well.
 */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import type { LogSink } from './log/sink';

export interface LogFiles extends LogSink {
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

export function logFiles(
  directory: string | undefined,
  console: (line: string) => void,
  report: (line: string) => void,
): LogFiles {
  const streams = new Map<string, WriteStream>();
  const append = (name: string, line: string) => {
    if (directory === undefined) return;
    let stream = streams.get(name);
    if (!stream) {
      mkdirSync(directory, { recursive: true });
      stream = createWriteStream(join(directory, name), { flags: 'a' });
      // A log that cannot be written must not stop what it tells of.
      stream.on('error', error => report(`The log ${name} could not be written: ${error.message}`));
      streams.set(name, stream);
    }
    stream.write(line);
  };
  return {
    access(apiId, stage, line) {
      append(`${apiId}-${stage}.access.log`, line);
      console(line.replace(/\n$/, ''));
    },
    execution: (apiId, stage, line) => append(`API-Gateway-Execution-Logs_${apiId}-${stage}.log`, line),
    async close() {
      await Promise.all(
        [...streams.values()].map(stream => new Promise<void>(resolve => stream.end(() => resolve()))),
      );
    },
  };
}
