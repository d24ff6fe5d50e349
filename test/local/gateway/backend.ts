/** An HTTP server that tells what it received, or answers what a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Backend {
  readonly url: string;
  close(): Promise<void>;
}

export interface Received {
  readonly method: string;
  readonly target: string;
  /** Names in lower case; of several values the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export async function startBackend(
  answer: (received: Received, response: ServerResponse) => void,
): Promise<Backend> {
  const server = createServer((request, response) => {
    void read(request).then(received => answer(received, response));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with the request as JSON. */
export function tell(received: Received, response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ ...received, body: received.body.toString('latin1') }));
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const pairs = request.rawHeaders.flatMap((name, at, all) =>
    at % 2 === 0 ? [[name.toLowerCase(), all[at + 1]!] as const] : [],
  );
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: Object.fromEntries(pairs),
    body: Buffer.concat(chunks),
  };
}
