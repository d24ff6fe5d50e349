import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Gateway } from '../../../../local/gateway/server';
import {
  appModel,
  exchange,
  integrationModel,
  method,
  mockIntegration,
  portOf,
  restApi,
  serve,
} from '../served';

let gateway: Gateway;
let port: number;
const failures: string[] = [];

beforeAll(async () => {
  const api = restApi(
    [
      method('ANY', '/'),
      method('ANY', '/{proxy+}'),
      method('GET', '/mock', { integration: mockIntegration() }),
      method('POST', '/template', {
        integration: mockIntegration({
          requestTemplates: { 'application/json': '{"statusCode": 200, "x": $input.json(\'$.a\')}' },
        }),
      }),
      method('GET', '/slow', { integration: integrationModel({ timeoutMilliseconds: 50 }) }),
    ],
    { minimumCompressionSize: 0 },
  );
  gateway = await serve(appModel([api]), { report: line => failures.push(line) });
  port = portOf(gateway.apis[0]!.url);
});
afterAll(async () => {
  await gateway.close();
  expect(failures).toEqual([]);
});

const host = 'Host: localhost\r\n';
const close = 'Connection: close\r\n';

async function status(...parts: readonly (string | Buffer)[]): Promise<number> {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(await exchange(port, ...parts))?.[1]);
}

async function isServing(): Promise<void> {
  expect(await status(`GET /dev/mock HTTP/1.1\r\n${host}${close}\r\n`)).toBe(200);
}

describe('requests that are not as they should be', () => {
  test.each([
    ['a broken escape in the query', 'GET /dev/x?a=%zz HTTP/1.1', 400],
    ['half an escape at the end of the query', 'GET /dev/x?a=% HTTP/1.1', 400],
    ['a bare pipe in the query', 'GET /dev/x?a=b|c HTTP/1.1', 400],
    ['braces in the query', 'GET /dev/x?a={b} HTTP/1.1', 400],
    ['bytes beyond ASCII in the target', 'GET /dev/\xff HTTP/1.1', 400],
    ['a method that HTTP does not know', 'BREW /dev/x HTTP/1.1', 400],
    ['no HTTP at all', 'hello', 400],
    ['an HTTP version of the future', 'GET / HTTP/9.9', 400],
    ['a broken escape in the path, which is passed on as it is', 'GET /dev/%zz HTTP/1.1', 200],
    ['dots in the path, which are passed on as they are', 'GET /dev/../../etc/passwd HTTP/1.1', 200],
    ['a target with scheme and host', 'GET http://localhost/dev/mock HTTP/1.1', 200],
    ['a target that is an asterisk', 'OPTIONS * HTTP/1.1', 403],
    ['a method that ANY does not stand for', 'PROPFIND /dev/x HTTP/1.1', 403],
  ])('%s', async (_, line, expected) => {
    expect(await status(Buffer.from(`${line}\r\n${host}${close}\r\n`, 'latin1'))).toBe(expected);
    await isServing();
  });

  test('a request line and headers beyond 10,240 bytes are refused, each with its own status', async () => {
    const long = 'a'.repeat(10_300);
    expect(await status(`GET /dev/${long} HTTP/1.1\r\n${host}${close}\r\n`)).toBe(414);
    expect(await status(`GET /dev/x HTTP/1.1\r\n${host}${close}X-Long: ${long}\r\n\r\n`)).toBe(431);
    expect(await status(`GET /dev/x HTTP/1.1\r\n${host}${close}X-Long: ${'a'.repeat(100_000)}\r\n\r\n`)).toBe(
      431,
    );
    await isServing();
  });

  test('a body beyond 10 MB is refused in plain text, announced or not', async () => {
    const announced = await exchange(port, `POST /dev/x HTTP/1.1\r\n${host}Content-Length: 10485761\r\n\r\n`);
    expect(announced).toMatch(/^HTTP\/1\.1 413 /);
    expect(announced).toMatch(/content-type: text; charset=utf-8/i);
    expect(announced).not.toMatch(/x-amzn/i);
    expect(announced.endsWith('HTTP content length exceeded 10485760 bytes.')).toBe(true);
    const chunk = Buffer.alloc(1_048_576, 'a');
    const answered = await sendChunks(
      `POST /dev/x HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`,
      chunk,
      11,
    );
    expect(answered).toMatch(/^HTTP\/1\.1 413 /);
    await isServing();
  });

  test('a small body that unpacks beyond 10 MB is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const head = `POST /dev/x HTTP/1.1\r\n${host}${close}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    expect(await status(head, bomb)).toBe(413);
  });

  test('bad chunking is a 400, a truncated body is nobody to answer', async () => {
    expect(
      await status(`POST /dev/x HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`),
    ).toBe(400);
    const socket = connect(port, '127.0.0.1');
    await written(socket, `POST /dev/x HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\nabc`);
    socket.destroy();
    await isServing();
  });

  test('Expect: 100-continue is answered, and no other expectation minded', async () => {
    const head = (expectation: string) =>
      `POST /dev/x HTTP/1.1\r\n${host}${close}Expect: ${expectation}\r\nContent-Length: 2\r\n\r\n`;
    expect(await exchange(port, head('100-continue'), '{}')).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /,
    );
    expect(await status(head('something'), '{}')).toBe(200);
  });

  test('pipelined requests are answered in their order', async () => {
    const one = (path: string, last = '') => `GET /dev/${path} HTTP/1.1\r\n${host}${last}\r\n`;
    const answer = await exchange(port, one('first') + one('mock') + one('third', close));
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
    expect(answer.indexOf('"path":"/first"')).toBeLessThan(answer.indexOf('"path":"/third"'));
  });

  test('HEAD has the headers and no body', async () => {
    const answer = await exchange(port, `HEAD /dev/x HTTP/1.1\r\n${host}${close}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.endsWith('\r\n\r\n')).toBe(true);
  });

  test('a client that goes away while its function runs is forgotten', async () => {
    const socket = connect(port, '127.0.0.1');
    await written(socket, `GET /dev/slow HTTP/1.1\r\n${host}\r\n`);
    socket.destroy();
    await isServing();
  });

  test('an upgrade is not taken up, and the request answered', async () => {
    expect(
      await status(`GET /dev/x HTTP/1.1\r\n${host}Connection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    ).toBe(200);
  });
});

describe('random requests', () => {
  const token = fc.string({
    unit: fc.constantFrom(...'abcXYZ019-_.~%/?&=;+:@!$\'()*,|{}[]<>"\\ \t#'),
    maxLength: 40,
  });
  const header = fc.tuple(
    fc.constantFrom(
      'Accept',
      'Accept-Encoding',
      'Authorization',
      'Content-Type',
      'Content-Encoding',
      'Cookie',
      'Expect',
      'Range',
      'TE',
      'Transfer-Encoding',
      'X-Amzn-Trace-Id',
      'X-Api-Key',
      'X-Forwarded-For',
      'X-HTTP-Method-Override',
      'x y',
      '__proto__',
      '',
    ),
    fc.string({ maxLength: 60 }),
  );
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', 'X'),
    stage: fc.constantFrom('/dev/', '/dev', '//dev//', '/', '', '/prod/'),
    target: token,
    headers: fc.array(header, { maxLength: 6 }),
    body: fc.uint8Array({ maxLength: 200 }),
    honest: fc.boolean(),
  });

  test('never stop it, and none is answered with a 5xx but where the answer is the function\u2019s', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ method: verb, stage, target, headers, body, honest }) => {
        const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        const length = honest ? body.length : body.length + 1;
        const head = Buffer.from(
          `${verb} ${stage}${target} HTTP/1.1\r\n${host}${close}${lines}Content-Length: ${length}\r\n\r\n`,
          'latin1',
        );
        expect(await halfClosed(head, Buffer.from(body))).not.toMatch(/^HTTP\/1\.1 5/);
      }),
      { numRuns: 1_000 },
    );
    await isServing();
    // A thousand connections take their time on a machine that others use as well.
  }, 180_000);
});

function written(socket: Socket, text: string): Promise<void> {
  return new Promise(resolve => socket.write(text, () => resolve()));
}

/** Ends its side after what it sent, as a client that has no more to say, so that a promised rest never comes. */
function halfClosed(...parts: readonly Buffer[]): Promise<string> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () =>
      socket.end(Buffer.concat(parts)),
    );
    socket.on('data', chunk => chunks.push(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}

/** A server that has answered need not read the rest, so a broken pipe is no failure here. */
function sendChunks(head: string, chunk: Buffer, count: number): Promise<string> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      for (let sent = 0; sent < count; sent++) {
        socket.write(`${chunk.length.toString(16)}\r\n`);
        socket.write(chunk);
        socket.write('\r\n');
      }
      socket.write('0\r\n\r\n');
    });
    socket.on('data', data => chunks.push(data));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
