import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { BackendAddress } from '../../../contract/backend-address';

export interface BackendCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body is not text. */
  readonly isBase64Encoded?: true;
}

/** What a job may keep of an answer: as much as Lambda could answer itself. */
const MOST_BYTES = 5_000_000;

/** Calls a back end; redirects are answers like others. */
export async function callBackend(backend: BackendAddress, call: BackendCall): Promise<BackendAnswer> {
  const { body, contentType } = payloadOf(call.body);
  const response = await send(backend, call, body, contentType);
  const bytes = await bodyOf(response);
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  return {
    status: response.statusCode ?? 0,
    headers,
    ...(isText ? { body: text } : { body: bytes.toString('base64'), isBase64Encoded: true }),
  };
}

function payloadOf(body: unknown): { body?: Buffer; contentType?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string') return { body: Buffer.from(body), contentType: 'text/plain; charset=utf-8' };
  return { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' };
}

function send(
  backend: BackendAddress,
  call: BackendCall,
  body?: Buffer,
  contentType?: string,
): Promise<IncomingMessage> {
  const url = new URL(backend.url);
  const origin = new URL(backend.connectTo ?? backend.url);
  const secure = origin.protocol === 'https:';
  const given = Object.fromEntries(
    Object.entries(call.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return new Promise((resolve, reject) => {
    const request = (secure ? requestSecure : requestPlain)({
      host: origin.hostname,
      port: origin.port || (secure ? 443 : 80),
      servername: url.hostname,
      method: call.method,
      path: `${url.pathname.replace(/\/$/, '')}${call.path}`,
      headers: {
        ...(contentType && { 'content-type': contentType }),
        ...given,
        ...(body && { 'content-length': body.length }),
        host: url.host,
      },
      signal: call.signal,
    });
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    parts.push(part);
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`The back end answered more than ${MOST_BYTES} bytes.`);
  }
  return Buffer.concat(parts);
}
