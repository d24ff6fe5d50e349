/**
 * What API Gateway does to the headers of an integration's answer: names that belong to the connection or to API
 * Gateway itself are sent on as x-amzn-Remapped-<name>, Transfer-Encoding is dropped, and a Content-Type is always
 * there, application/json unless the integration says otherwise.
 * (API Gateway developer guide, "Amazon API Gateway important notes", table of header restrictions; recordings.)
 */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { RawHeaders } from '../listen/raw-headers';

const remapped = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
  'x-amz-apigw-id',
  'x-amzn-requestid',
]);
const dropped = new Set(['transfer-encoding']);

export function remapHeaders(headers: RawHeaders): RawHeaders {
  return headers.flatMap(header => {
    const name = header[0].toLowerCase();
    if (dropped.has(name)) return [];
    return [remapped.has(name) ? ([`x-amzn-Remapped-${header[0]}`, header[1]] as const) : header];
  });
}

/** Adds the default Content-Type; of several that differ in case only, the last stands. */
export function withContentType(headers: RawHeaders, fallback = 'application/json'): RawHeaders {
  const types = headers.filter(([name]) => name.toLowerCase() === 'content-type');
  if (types.length === 1) return headers;
  const last = types.at(-1) ?? (['Content-Type', fallback] as const);
  return [last, ...headers.filter(([name]) => name.toLowerCase() !== 'content-type')];
}

/** Whether HTTP allows these headers; Node throws at the moment of sending where it does not. */
export function areSendable(headers: RawHeaders): boolean {
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, encodeHeaderValue(value));
    }
    return true;
  } catch {
    return false;
  }
}

/** Header values leave as UTF-8 bytes; Node writes strings as Latin-1. */
export function encodeHeaderValue(value: string): string {
  return /[\u0080-\uffff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
