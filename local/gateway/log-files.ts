/**
 * Log groups as files: `<api>-<stage>.access.log` and `API-Gateway-Execution-Logs_<api id>-<stage>.log`, appended to.
 * Access log lines go to the console as well.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
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
  const files = new Map<string, LogFile>();
  const append = (name: string, line: string) => {
    if (directory === undefined) return;
    let file = files.get(name);
    if (!file) {
      file = openLog(directory, name, report);
      files.set(name, file);
    }
    file.append(line);
  };
  return {
    access(apiId, stage, line) {
      append(`${apiId}-${stage}.access.log`, line);
      console(line.replace(/\n$/, ''));
    },
    execution: (apiId, stage, line) => append(`API-Gateway-Execution-Logs_${apiId}-${stage}.log`, line),
    async close() {
      await Promise.all([...files.values()].map(file => file.close()));
    },
  };
}

interface LogFile {
  append(line: string): void;
  close(): Promise<void>;
}

/** The lines of one turn of the event loop go out in one write, which costs more than they do. */
function openLog(directory: string, name: string, report: (line: string) => void): LogFile {
  mkdirSync(directory, { recursive: true });
  const stream = createWriteStream(join(directory, name), { flags: 'a' });
  // A log that cannot be written must not stop what it tells of.
  stream.on('error', error => report(`The log ${name} could not be written: ${error.message}`));
  let unwritten = '';
  let closed = false;
  const flush = () => {
    if (unwritten !== '') stream.write(unwritten);
    unwritten = '';
  };
  return {
    append(line) {
      // Requests that are cut off by the end of the run may still end after it.
      if (closed) return;
      if (unwritten === '') setImmediate(flush);
      unwritten += line;
    },
    close() {
      flush();
      closed = true;
      return new Promise(resolve => stream.end(() => resolve()));
    },
  };
}
