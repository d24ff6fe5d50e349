/**
 * Access logs in the template's own format: `$context.…` is replaced, `-` stands for what a request does not have, all
 * else is written as it is, in one line. Names are letters, digits, underscores and points. Values are escaped where
 * the format is JSON, so that a user agent cannot break or forge a line; an API key is shown by its last six characters.
 * (API Gateway developer guide, "Set up CloudWatch logging for REST APIs" and "Variables for access logging".)
 */
import type { ContextVariables } from '../exchange';
import { maskKey } from './mask';

export type AccessLogFormat = (context: ContextVariables) => string;

const variable = /\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;
/** These come escaped, and the first between its quotes. */
const escapedAlready = new Set(['error.messageString', 'error.validationErrorString']);
const absent = '-';

export function compileAccessLog(format: string): AccessLogFormat {
  const text = format.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
  const isJson = text.startsWith('{');
  const parts: ((context: ContextVariables) => string)[] = [];
  let end = 0;
  for (const match of text.matchAll(variable)) {
    const literal = text.slice(end, match.index);
    const name = match[1] ?? '';
    const written = isJson && !escapedAlready.has(name) ? escapedForJson : singleLine;
    parts.push(
      () => literal,
      context => written(shownValue(name, context)),
    );
    end = match.index + match[0].length;
  }
  const tail = `${text.slice(end)}\n`;
  return context => parts.map(part => part(context)).join('') + tail;
}

function shownValue(name: string, context: ContextVariables): string {
  const value = Object.hasOwn(context, name) ? context[name] : undefined;
  if (value === undefined || value === null || value === '') return absent;
  if (name === 'identity.apiKey') return maskKey(String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function escapedForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function singleLine(value: string): string {
  return value.replaceAll(/[\r\n]+/g, ' ');
}
