/** The server behind HTTP integrations: answers what it got in the form that its path asks for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Bytes that are no UTF-8, the same in base64, and text that is no base64. */
const BLOBS: Readonly<Record<string, Buffer | string>> = {
  raw: Buffer.from('89504e470d0a1a0a', 'hex'),
  encoded: 'iVBORw0KGgo=',
  text: 'this is a text',
};

type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse, rest: string) => void;

const ANSWERS: Readonly<Record<string, Answer>> = {
  /** Everything about the request, as JSON. */
  echo: (request, body, response, rest) => {
    const url = new URL(request.url ?? '/', 'http://upstream.example');
    const query: Record<string, string[]> = {};
    for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
    const { method, headers } = request;
    const text = body.toString();
    const received = {
      method,
      path: url.pathname,
      rest,
      query,
      headers,
      body: text,
      json: text.length < 10_000 ? jsonOf(text) : null,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(received));
  },
  /** The body and nothing else. */
  raw: (_, body, response) => response.setHeader('content-type', 'application/json').end(body),
  hex: (_, body, response) => response.setHeader('content-type', 'text/plain').end(body.toString('hex')),
  /** A blob as text or as an image. */
  blob: (_, __, response, rest) => {
    const [kind = '', type] = rest.split('/');
    response.setHeader('content-type', type === 'binary' ? 'image/png' : 'text/plain').end(BLOBS[kind]);
  },
  status: (_, __, response, rest) => {
    response.statusCode = Number(rest);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ upstream: Number(rest) }));
  },
  headers: (_, __, response) => {
    response.setHeader('x-upstream', 'from upstream');
    response.setHeader('x-twice', ['one', 'two']);
    response.setHeader('www-authenticate', 'Basic');
    response.setHeader('server', 'upstream');
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('content-type', 'application/json').end('{"name": "of the body"}');
  },
  /** Never answers; the connection ends with the caller's patience. */
  slow: () => undefined,
  'hang-up': request => request.socket.destroy(),
};

export interface HttpUpstream {
  readonly url: string;
  close(): Promise<void>;
}

export function startHttpUpstream(): Promise<HttpUpstream> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, kind = '', ...rest] = (request.url ?? '/').split('?')[0]?.split('/') ?? [];
    const answer = ANSWERS[kind];
    if (!answer) response.writeHead(404).end();
    else answer(request, Buffer.concat(chunks), response, rest.join('/'));
  });
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => {
          server.closeAllConnections();
          return new Promise(closed => server.close(() => closed()));
        },
      }),
    ),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
