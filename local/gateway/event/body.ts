/**
 * The body of a request as the rest of the pipeline sees it. A gzip or deflate body is unpacked whatever the API's own
 * compression setting; another coding, or bytes that are not what the header says, is a 415. What is unpacked is held
 * to the same 10 MB. (API Gateway developer guide, "Call an API method with a compressed payload".)
 */
import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import type { GatewayRequest, Refusal } from '../exchange';
import { unsupportedMediaType } from '../gateway-response/refusals';
import { headerValue } from '../listen/raw-headers';
import { isBinaryType } from './media-type';

export interface RequestBody {
  readonly bytes: Buffer;
  /** Whether its Content-Type is one of the API's binary media types. */
  readonly binary: boolean;
  /** Content-Encoding was undone, so the header does not hold any more. */
  readonly decompressed: boolean;
  /** As templates, validators and proxy events have it: text, or base64 of a binary one. */
  text(): string;
}

export const maximumBodyBytes = 10_485_760;
const limits = { maxOutputLength: maximumBodyBytes };
const unzip = promisify(gunzip);
const inflateZlib = promisify(inflate);
const inflateBare = promisify(inflateRaw);

/** A promise only when there is something to wait for: plain requests are not to pay for it. */
export function readBody(
  request: GatewayRequest,
  binaryMediaTypes: readonly string[],
): RequestBody | Promise<RequestBody | Refusal> {
  const binary = isBinaryType(headerValue(request.headers, 'content-type'), binaryMediaTypes);
  const coding = headerValue(request.headers, 'content-encoding')?.trim().toLowerCase();
  if (request.body.length === 0 || coding === undefined || coding === '' || coding === 'identity') {
    return requestBody(request.body, binary, false);
  }
  return decompress(request.body, coding).then(
    bytes => requestBody(bytes, binary, true),
    (error: NodeJS.ErrnoException) => undecodable(coding, error),
  );
}

function undecodable(coding: string, error: NodeJS.ErrnoException): Refusal {
  const reason = `The request body could not be decoded as ${coding}: ${error.message}`;
  if (error.code !== 'ERR_BUFFER_TOO_LARGE') return unsupportedMediaType(reason);
  return {
    refusal: 'REQUEST_TOO_LARGE',
    message: 'Request Too Long',
    errorType: 'RequestTooLargeException',
    reason,
  };
}

async function decompress(bytes: Buffer, coding: string): Promise<Buffer> {
  if (coding === 'gzip' || coding === 'x-gzip') return unzip(bytes, limits);
  if (coding !== 'deflate') throw new Error('API Gateway knows gzip, deflate and identity.');
  // "deflate" means zlib (RFC 9110), but many clients send it bare; the low four bits of a zlib header are 8.
  return (bytes[0]! & 0x0f) === 8 ? inflateZlib(bytes, limits) : inflateBare(bytes, limits);
}

function requestBody(bytes: Buffer, binary: boolean, decompressed: boolean): RequestBody {
  let text: string | undefined;
  return {
    bytes,
    binary,
    decompressed,
    text: () => {
      text ??= bytes.toString(binary ? 'base64' : 'utf8');
      return text;
    },
  };
}

/** A body whose type is not one of the API's binary ones is text to API Gateway: other bytes do not survive. */
export function asText(body: Buffer): Buffer {
  return isUtf8(body) ? body : Buffer.from(body.toString('utf8'), 'utf8');
}
