/**
 * A back end to try private APIs with: it tells what it was asked, and behaves badly on request. `/slow?seconds=5`
 * answers late, `/status/418` with that status, `/large?bytes=1000000` with so many, `/stream?bytes=…` without saying
 * how many, `/redirect` elsewhere, `/close` not at all.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SampleUpstream {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port, of this machine alone unless another address is given. */
export async function startSampleUpstream(host = '127.0.0.1'): Promise<SampleUpstream> {
  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.destroy(error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host}:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A larger body is counted and not sent back: the answer would outgrow what API Gateway passes on. */
const SHOWN_BYTES = 64 * 1024;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sample');
  const body = await bodyOf(request);
  const behaviour = behaviours.find(({ path }) => path.test(url.pathname));
  if (behaviour) return behaviour.answer({ url, response });
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('X-Upstream', 'sample');
  const shown = body.subarray(0, SHOWN_BYTES).toString('utf8');
  response.end(`${JSON.stringify({ ...seen(request), body: shown, bytes: body.length }, null, 2)}\n`);
}

function seen({ method, url, rawHeaders }: IncomingMessage) {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    const value = rawHeaders[index + 1]!;
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { method, path: url, headers };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

interface Asked {
  readonly url: URL;
  readonly response: ServerResponse;
}

/** Found at the end of the path, so that a back end with a base path has them too. */
const behaviours: readonly { readonly path: RegExp; answer(asked: Asked): void }[] = [
  {
    path: /\/slow$/,
    answer: ({ url, response }) => {
      const timer = setTimeout(
        () => response.end('late\n'),
        Number(url.searchParams.get('seconds') ?? 1) * 1000,
      );
      response.once('close', () => clearTimeout(timer));
    },
  },
  {
    path: /\/status\/[1-5]\d\d$/,
    answer: ({ url, response }) => {
      response.statusCode = Number(url.pathname.slice(-3));
      response.end();
    },
  },
  {
    path: /\/large$/,
    answer: ({ url, response }) => {
      response.end(Buffer.alloc(bytesOf(url), 'x'));
    },
  },
  {
    path: /\/stream$/,
    answer: ({ url, response }) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      let left = bytesOf(url);
      const more = () => {
        while (left > 0) {
          const part = chunk.subarray(0, Math.min(left, chunk.length));
          left -= part.length;
          if (!response.write(part)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    },
  },
  {
    path: /\/redirect$/,
    answer: ({ response }) => {
      response.writeHead(302, { Location: 'https://elsewhere.example/' }).end();
    },
  },
  { path: /\/close$/, answer: ({ response }) => void response.destroy() },
];

const MOST_BYTES = 100_000_000;
function bytesOf(url: URL): number {
  const bytes = Number(url.searchParams.get('bytes') ?? 1000);
  return Number.isInteger(bytes) && bytes >= 0 ? Math.min(bytes, MOST_BYTES) : 0;
}
