import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { exchange, serialize } from './raw-http';

describe('HTTP over a bare socket', () => {
  let server: Server | undefined;

  /** A server that answers one text, cut into pieces, whatever it is sent. */
  async function answering(...pieces: string[]): Promise<URL> {
    const listening = createServer(socket => {
      socket.on('error', () => undefined);
      socket.once('data', async () => {
        for (const piece of pieces)
          await new Promise<void>(sent => socket.write(piece, 'latin1', () => sent()));
        socket.end();
      });
    }).listen(0, '127.0.0.1');
    server = listening;
    await once(listening, 'listening');
    return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  }

  afterEach(() => server?.close());

  const request = { method: 'GET', target: '/', headers: [] };

  test('sends a target and headers as they are', () => {
    const headers = [
      ['tEsT', 'a'],
      ['tEsT', 'b'],
    ] as const;
    expect(serialize({ method: 'M', target: '//x|%zz', headers, body: Buffer.from('!') }).toString()).toBe(
      'M //x|%zz HTTP/1.1\r\ntEsT: a\r\ntEsT: b\r\n\r\n!',
    );
  });

  test('keeps the case, order and repetition of headers', async () => {
    const url = await answering(
      'HTTP/1.1 201 Created\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Length: 0\r\n\r\n',
    );
    const { status, headers } = await exchange(url, request);
    expect(status).toBe(201);
    expect(headers.slice(0, 3)).toEqual([
      ['X-B', '1'],
      ['x-a', '2'],
      ['X-B', '3'],
    ]);
  });

  test.each([
    ['a length', ['HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc', 'def']],
    [
      'chunks',
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', '3\r\ndef\r\n0\r\n\r\n'],
    ],
    ['the end of the connection', ['HTTP/1.1 200 OK\r\n\r\nabc', 'def']],
    [
      'a continue before',
      ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef'],
    ],
  ])('reads a body by %s', async (_, pieces) => {
    expect((await exchange(await answering(...pieces), request)).body.toString()).toBe('abcdef');
  });

  test('expects no body of HEAD', async () => {
    const url = await answering('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n');
    expect((await exchange(url, { ...request, method: 'HEAD' })).body).toHaveLength(0);
  });

  test('fails when the connection ends within an answer', async () => {
    const url = await answering('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc');
    await expect(exchange(url, request)).rejects.toThrow('ended within a response');
  });
});
