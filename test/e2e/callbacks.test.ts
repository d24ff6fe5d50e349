import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Client, LocalServer } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
const received: { body: string; headers: IncomingHttpHeaders }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    received.push({ body, headers: request.headers });
    response.writeHead(204).end();
    arrived();
  });
});
let arrived: () => void = () => undefined;
let callbackUrl: string;

beforeAll(async () => {
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/done`;
});
afterAll(async () => {
  await server.remove();
  receiver.close();
});

test('a finished job calls back a local server with a signature that its secret verifies', async () => {
  const client = Client.of(await server.start('--allow-local-callbacks'), 'pro');
  const { body: secrets } = await client.get('/callback-secrets');
  const [secret] = (secrets as unknown as { secrets: { secret: string }[] }).secrets;
  const arrival = new Promise<void>(resolve => {
    arrived = resolve;
  });
  const id = await client.submit({ name: 'called back', callbackUrl });
  await arrival;
  const [call] = received;
  const headers = Object.fromEntries(
    Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const payload = new Webhook(secret?.secret ?? '').verify(call?.body ?? '', headers);
  expect(JSON.stringify(payload)).toContain(id);
  await server.kill('SIGINT');
});

test('without the flag an address of this machine is refused', async () => {
  const client = Client.of(await server.start(), 'pro');
  const refused = await client.post('/jobs', { name: 'called back', callbackUrl });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).toContain('callbackUrl');
});
