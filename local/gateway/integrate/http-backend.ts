/**
 * Calls an HTTP backend over a kept-alive connection and reads its whole answer, undecoded. Names that do not resolve
 * are an error of configuration (500); a connection that is refused, breaks or fails its TLS handshake is a 504.
 * (API Gateway developer guide, "HTTP integrations"; execution log texts.)
 */
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { integrationFailure } from '../gateway-response/refusals';
import { pairHeaders, type RawHeaders } from '../listen/raw-headers';
import { encodeHeaderValue } from '../respond/answer-headers';
import type { HttpTarget } from './http-target';
import type { IntegrationRefusal } from './integration';
import { withTimeout } from './timeout';

export interface BackendRequest extends HttpTarget {
  readonly method: string;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

export interface BackendResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

/** What API Gateway takes from a backend at most. */
const maximumAnswerBytes = 10_485_760;
const agents = {
  'http:': new http.Agent({ keepAlive: true, timeout: 60_000 }),
  'https:': new https.Agent({ keepAlive: true, timeout: 60_000 }),
};

export function callBackend(
  request: BackendRequest,
  timeoutMilliseconds: number,
): Promise<BackendResponse | IntegrationRefusal> {
  const abort = new AbortController();
  return withTimeout(send(request, abort.signal), timeoutMilliseconds, () => abort.abort());
}

/** @param again the second attempt, which is the last and takes a connection of its own */
function send(
  request: BackendRequest,
  signal: AbortSignal,
  again = false,
): Promise<BackendResponse | IntegrationRefusal> {
  const { origin, host } = request;
  const secure = origin.protocol === 'https:';
  const options: RequestOptions & { servername?: string } = {
    agent: again ? false : secure ? agents['https:'] : agents['http:'],
    host: origin.hostname.replace(/^\[|\]$/g, ''),
    port: origin.port || (secure ? 443 : 80),
    method: request.method,
    path: request.path,
    headers: flatHeaders(request),
    signal,
    ...(secure ? { servername: host.replace(/:\d+$/, '') } : {}),
  };
  return new Promise(resolve => {
    const failed = (error: NodeJS.ErrnoException) => resolve(networkFailure(host, error));
    const outgoing = (secure ? https : http).request(options, incoming => {
      readAnswer(incoming).then(resolve, failed);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The backend closed an idle connection in the moment in which it was taken up again: that is no failure yet.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted)
        send(request, signal, true).then(resolve);
      else failed(error);
    });
    outgoing.end(request.body);
  });
}

function flatHeaders({ headers, host, body, method }: BackendRequest): string[] {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const own: (readonly [string, string])[] = names.has('host') ? [] : [['Host', host]];
  if (body.length > 0 || !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method)) {
    own.push(['Content-Length', String(body.length)]);
  }
  return [...own, ...headers].flatMap(([name, value]) => [name, encodeHeaderValue(value)]);
}

async function readAnswer(incoming: IncomingMessage): Promise<BackendResponse | IntegrationRefusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumAnswerBytes) {
      incoming.destroy();
      return {
        ...integrationFailure(
          `Execution failed due to an internal error: The backend's answer is larger than ${maximumAnswerBytes} bytes.`,
        ),
        traced: true,
      };
    }
    chunks.push(chunk);
  }
  return {
    status: incoming.statusCode ?? 502,
    headers: pairHeaders(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

const unresolved = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_INVALID_URL',
  'ERR_INVALID_PROTOCOL',
  'ERR_INVALID_CHAR',
]);

function networkFailure(host: string, error: NodeJS.ErrnoException): IntegrationRefusal {
  if (unresolved.has(error.code ?? '')) {
    return integrationFailure('Execution failed due to configuration error: Invalid endpoint address');
  }
  return {
    ...integrationFailure(
      `Execution failed due to a network error communicating with endpoint ${host} (${error.message})`,
      504,
    ),
    message: 'Network error communicating with endpoint',
    traced: true,
  };
}
