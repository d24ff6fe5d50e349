/** Writes each log of each stage to a file of its own, opened with its first line. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LogSink } from './sink';

export interface FileLogSink extends LogSink {
  /** Resolves when every line is written. */
  close(): Promise<void>;
}

export function fileLogSink(directory: string): FileLogSink {
  const files = new Map<string, WriteStream>();
  const append = (name: string, line: string) => {
    let file = files.get(name);
    if (!file) {
      mkdirSync(directory, { recursive: true });
      file = createWriteStream(join(directory, `${name}.log`), { flags: 'a' });
      // A full disk must not end the run; the console still has the access log.
      file.on('error', () => undefined);
      files.set(name, file);
    }
    file.write(line);
  };
  return {
    access: (apiId, stage, line) => append(`access-${apiId}-${stage}`, line),
    execution: (apiId, stage, line) => append(`API-Gateway-Execution-Logs_${apiId}-${stage}`, line),
    async close() {
      const open = [...files.values()];
      files.clear();
      await Promise.allSettled(open.map(file => finished(file.end())));
    },
  };
}
