/**
 * HTTP/1.1 over a bare socket: sends the bytes it is given and keeps header names, order and duplicates of the answer,
 * all of which a client library would tidy.
 */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface RawResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
}

const TIMEOUT_MILLISECONDS = 40_000;

export function serialize({ method, target, headers, body }: RawRequest): Buffer {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body ?? Buffer.alloc(0)]);
}

export function open(origin: URL): Socket {
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80));
  return origin.protocol === 'https:'
    ? connectTls({ host: origin.hostname, port, servername: origin.hostname })
    : connect({ host: origin.hostname, port });
}

/**
 * Sends one request and reads its answer.
 * @param origin scheme, host and port
 */
export function exchange(origin: URL, request: RawRequest): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = open(origin);
    const chunks: Buffer[] = [];
    const finish = (ended: boolean) => {
      const response = parseResponse(Buffer.concat(chunks), { head: request.method === 'HEAD', ended });
      if (!response)
        return ended && reject(new Error(`the connection ended within a response: ${Buffer.concat(chunks)}`));
      socket.destroy();
      resolve(response);
    };
    socket.setTimeout(TIMEOUT_MILLISECONDS, () =>
      socket.destroy(new Error(`no answer to ${request.method} ${request.target}`)),
    );
    socket.on('error', reject);
    socket.on('data', chunk => {
      chunks.push(chunk);
      finish(false);
    });
    socket.on('end', () => finish(true));
    socket.write(serialize(request));
  });
}

/** The response at the beginning of what arrived, or undefined while some of it is missing. */
function parseResponse(
  bytes: Buffer,
  { head, ended }: { head: boolean; ended: boolean },
): RawResponse | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers = lines.map(
    line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  const rest = bytes.subarray(headEnd + 4);
  if (status === 100) return parseResponse(rest, { head, ended });
  const body = head || status === 204 || status === 304 ? Buffer.alloc(0) : bodyOf(rest, headers, ended);
  return body && { status, headers, body };
}

function bodyOf(rest: Buffer, headers: RawResponse['headers'], ended: boolean): Buffer | undefined {
  const value = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (value('transfer-encoding')?.toLowerCase() === 'chunked') return dechunk(rest);
  const length = value('content-length');
  if (length === undefined) return ended ? rest : undefined;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
}

function dechunk(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (size === 0) return Buffer.concat(chunks);
    if (bytes.length < lineEnd + 2 + size + 2) return undefined;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
