/**
 * Access logs in the template's own format: `$context.…` is replaced, `-` stands for what a request does not have, all
 * else is written as it is, in one line. Names are letters, digits, underscores and points. Values are escaped where
 * the format is JSON, so that a user agent cannot break or forge a line; an API key is shown by its last six characters.
 * (API Gateway developer guide, "Set up CloudWatch logging for REST APIs" and "Variables for access logging".)
 */
import { maskKey } from './mask';

/** Tells a `$context` variable by its name. */
export type ReadContext = (name: string) => unknown;
export type AccessLogFormat = (read: ReadContext) => string;

const variable = /\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;
/** These come escaped, and the first between its quotes. */
const escapedAlready = new Set(['error.messageString', 'error.validationErrorString']);
const absent = '-';

interface Part {
  readonly before: string;
  readonly name: string;
  readonly write: (value: string) => string;
}

export function compileAccessLog(format: string): AccessLogFormat {
  const text = format.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
  const isJson = text.startsWith('{');
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const name = match[1] ?? '';
    const write = isJson && !escapedAlready.has(name) ? escapedForJson : singleLine;
    parts.push({ before: text.slice(end, match.index), name, write });
    end = match.index + match[0].length;
  }
  const tail = `${text.slice(end)}\n`;
  return read => {
    let line = '';
    for (const { before, name, write } of parts) line += before + write(shownValue(name, read(name)));
    return line + tail;
  };
}

function shownValue(name: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return absent;
  if (name === 'identity.apiKey') return maskKey(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Most values have nothing to escape, and looking is cheaper than writing them anew. */
const unsafeInJson = /[^ !#-[\]-~]/;

function escapedForJson(value: string): string {
  return unsafeInJson.test(value) ? JSON.stringify(value).slice(1, -1) : value;
}

function singleLine(value: string): string {
  return value.replaceAll(/[\r\n]+/g, ' ');
}
