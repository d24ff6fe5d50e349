import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCallbacks } from '../../../lambda/notifier/post';

let server: Server;
let answer: RequestListener;
const received: { url: string | undefined; host: string | undefined; body: string }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ url: request.url, host: request.headers.host, body });
      answer(request, response);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  received.length = 0;
  answer = (_request, response) => response.writeHead(204).end();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const url = (host: string, path = '/hook') =>
  `http://${host}:${(server.address() as AddressInfo).port}${path}`;
const local = createCallbacks({ allowLocal: true, resolve: async () => ['127.0.0.1'] });

test('a callback arrives with its body at the address that was resolved, under the name of its URL', async () => {
  expect(await local.post(url('receiver.test'), { 'x-test': '1' }, '{"a":1}')).toEqual({ status: 204 });
  expect(received).toEqual([
    { url: '/hook', host: expect.stringMatching(/^receiver\.test:/), body: '{"a":1}' },
  ]);
});

test('a redirect is answered as it is and not followed', async () => {
  answer = (_request, response) => response.writeHead(302, { location: url('127.0.0.1', '/inside') }).end();
  expect(await local.post(url('127.0.0.1'), {}, '')).toEqual({ status: 302 });
  expect(received.map(request => request.url)).toEqual(['/hook']);
});

test('a receiver that does not answer in time is given up', async () => {
  answer = () => {};
  const impatient = createCallbacks({ allowLocal: true, timeoutMs: 50 });
  expect(await impatient.post(url('127.0.0.1'), {}, '')).toEqual({ error: 'no answer within 0.05 s' });
});

test('an endless answer does not hold the notifier', async () => {
  answer = (_request, response) => {
    response.writeHead(200);
    const more = () => response.write('x'.repeat(65_536), error => error || setImmediate(more));
    more();
  };
  expect(await local.post(url('127.0.0.1'), {}, '')).toEqual({ status: 200 });
});

describe('a deployed notifier', () => {
  const resolving = (...addresses: string[]) =>
    createCallbacks({ allowLocal: false, resolve: async () => addresses, timeoutMs: 200 });

  test.each([
    ['loopback', ['127.0.0.1']],
    ['a private network', ['10.0.0.8']],
    ['link-local metadata', ['169.254.169.254']],
    ['IPv4 inside IPv6', ['::ffff:127.0.0.1']],
    ['one public and one private address', ['93.184.216.34', '192.168.0.1']],
    ['nothing', []],
  ])('refuses a name that means %s, and connects nowhere', async (_what, addresses) => {
    const answered = await resolving(...addresses).post('https://receiver.example/', {}, '');
    expect(answered).toEqual({ error: expect.stringMatching(/not a public one|no address/) });
    expect(received).toEqual([]);
  });

  test('connects to the address that it checked, although the name means another by then', async () => {
    let asked = 0;
    const rebinding = createCallbacks({
      allowLocal: false,
      timeoutMs: 200,
      resolve: async () => (++asked === 1 ? ['192.0.2.1'] : ['127.0.0.1']),
    });
    await rebinding.post('https://receiver.example/', {}, '');
    expect({ asked, received }).toEqual({ asked: 1, received: [] });
  });

  test('refuses http and literal private addresses', async () => {
    const callbacks = resolving('93.184.216.34');
    expect(await callbacks.post(url('receiver.example'), {}, '')).toEqual({
      error: expect.stringContaining('https'),
    });
    expect(await callbacks.post('https://[::1]/', {}, '')).toEqual({
      error: expect.stringContaining('whole internet'),
    });
  });
});
