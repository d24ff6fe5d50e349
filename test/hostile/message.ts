/** The parts that hostile requests are put together from. */
import type { Random } from './random';

/** Where a GET and a POST can go. */
export interface Place {
  readonly fixture: string;
  readonly path: string;
  readonly post: string;
}

export type Maker = (random: Random, place: Place) => Buffer | Buffer[];

interface Head {
  readonly method?: string;
  readonly target: string;
  readonly version?: string;
  readonly headers?: readonly string[];
  readonly host?: readonly string[];
  readonly body?: string | Buffer;
}

const CRLF = '\r\n';
export const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'x-thing',
  'Accept',
  'name',
  '',
];
export const PRINTABLE = 'abcdefghijklmnopqrstuvwxyz0123456789-._~:@!$&()*+,;=';

export function message({
  method = 'GET',
  target,
  version = 'HTTP/1.1',
  headers = [],
  host = ['Host: 127.0.0.1'],
  body = '',
}: Head): Buffer {
  const head = [`${method} ${target} ${version}`, ...host, ...headers, '', ''].join(CRLF);
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

export const sized = (body: string | Buffer) => `Content-Length: ${Buffer.byteLength(body)}`;
