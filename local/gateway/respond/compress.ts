/**
 * Compression of answers: only when the API has a minimum size and the body reaches it, the client names gzip or
 * deflate in Accept-Encoding (a missing header or an asterisk is not enough), and the integration has not encoded the
 * body itself. (API Gateway developer guide, "Receive an API response with a compressed payload".)
 */
import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import type { RawHeaders } from '../listen/raw-headers';

const codings: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Buffer>(gzip),
  deflate: promisify<Buffer, Buffer>(deflate),
};

/** Undefined when the body goes out as it is. */
export function chooseCoding(
  acceptEncoding: string | undefined,
  headers: RawHeaders,
  size: number,
  minimumSize: number | undefined,
): string | undefined {
  if (minimumSize === undefined || size < minimumSize || size === 0 || acceptEncoding === undefined)
    return undefined;
  if (headers.some(([name]) => name.toLowerCase() === 'content-encoding')) return undefined;
  let chosen: { readonly coding: string; readonly quality: number } | undefined;
  for (const part of acceptEncoding.split(',')) {
    const [coding = '', ...parameters] = part.split(';').map(text => text.trim().toLowerCase());
    const quality = Number(parameters.find(text => text.startsWith('q='))?.slice(2) ?? 1);
    if (Object.hasOwn(codings, coding) && quality > (chosen?.quality ?? 0)) chosen = { coding, quality };
  }
  return chosen?.coding;
}

export function compress(body: Buffer, coding: string): Promise<Buffer> {
  return codings[coding]!(body);
}
