import { inspect } from 'node:util';
import type { Log, LogFields } from '../core/ports';

/**
 * Log lines as JSON, one object a line, for CloudWatch Logs Insights. Callers name what they log: never an event, a
 * header, a key, a token or a body.
 */
export function jsonLog(write: (line: string) => void, context: LogFields): Log {
  const line = (level: string) => (message: string, fields: LogFields) =>
    write(toJson({ time: new Date().toISOString(), level, message, ...context, ...plain(fields) }));
  const [info, warn, error] = [line('INFO'), line('WARN'), line('ERROR')];
  return {
    info: (message, fields = {}) => info(message, fields),
    warn: (message, fields = {}) => warn(message, fields),
    error: (message, fields = {}) => error(message, fields),
  };
}

/** What code throws or logs may be nothing that JSON can hold; a line that says less is better than none. */
function toJson(line: LogFields): string {
  try {
    return JSON.stringify(line);
  } catch {
    const show = (value: unknown) => (typeof value === 'string' ? value : inspect(value, { depth: 2 }));
    const shown = Object.entries(line).map(([name, value]) => [name, show(value)]);
    return JSON.stringify(Object.fromEntries(shown));
  }
}

function plain(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plainError(value)]));
}

function plainError(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message, stack, ...(cause !== undefined && { cause: plainError(cause) }) };
}

/** One write a line: console.log would put the runtime's own words in front. */
export function toStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
