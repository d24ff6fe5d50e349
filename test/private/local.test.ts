/** The private API as the local run serves it from its template: on the internet and through the VPC endpoint. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config as demo } from '../../config/private-demo';
import { resolveStage } from '../../lib/config';
import { type LocalRun, startLocal } from '../../local/start';
import { privateApp } from '../lib/private/synthesize';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bytes: number;
}

const [orders, legacy] = demo.private!.api!.backends;
const down = { name: 'down', prefix: '/down', at: { addresses: ['10.20.0.9'] } };
const unbound = { name: 'unbound', prefix: '/unbound', at: { addresses: ['10.20.0.10'] } };
const impatient = { ...orders!, timeout: 300 };

let folder: string;
let run: LocalRun;
let inside: string;
let internet: string;
const accessLog: string[] = [];

/** An address of this machine on which nothing listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'private-'));
  const config = {
    api: {
      ...demo.private!.api!,
      jobs: false,
      backends: [impatient, legacy!, { ...down, local: await closedPort() }, unbound],
    },
    providers: demo.private!.providers,
  };
  const logs = { accessFields: { requestId: '$context.requestId', endpoint: '$context.identity.vpceId' } };
  const app = privateApp(config, { stage: resolveStage('test', { logs }), outdir: join(folder, 'assembly') });
  app.synth();
  run = await startLocal({
    assembly: join(folder, 'assembly'),
    port: 0,
    logDirectory: join(folder, 'logs'),
    accessLog: line => accessLog.push(line),
  });
  inside = run.apis[0]!.url;
  internet = run.apis[0]!.internetUrl!;
}, 120_000);

afterAll(async () => {
  await run?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function seen(path: string, init?: RequestInit): Promise<Seen> {
  const answer = await fetch(`${inside}${path}`, init);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Seen;
}

describe('on the internet', () => {
  test.each(['GET', 'POST', 'DELETE'])('%s is refused in the words of the resource policy', async method => {
    const answer = await fetch(`${internet}/orders/1`, { method });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    const arn = `arn:aws:execute-api:us-east-1:********0000:${run.apis[0]!.apiId}/test/${method}/orders/1`;
    expect(Object.values((await answer.json()) as object)).toEqual([
      `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn} with an explicit deny`,
    ]);
  });
});

describe('through the VPC endpoint', () => {
  test('the call is served, and known by its endpoint', async () => {
    await seen('/orders/1');
    const [endpointId] = run.model.apis[0]!.vpcEndpointIds;
    expect(endpointId).toMatch(/^vpce-[0-9a-f]{17}$/);
    expect(accessLog.some(line => line.includes(`"endpoint":"${endpointId}"`))).toBe(true);
  });

  test.each([
    ['/orders', '/'],
    ['/orders/1', '/1'],
    ['/orders/a/b/c', '/a/b/c'],
    ['/orders/a%20b/%C3%A9', '/a%20b/%C3%A9'],
    ['/orders/1?x=1&x=2&y=%26', '/1?x=1&x=2&y=%26'],
    ['/legacy', '/app/'],
    ['/legacy/deep/path', '/app/deep/path'],
  ])('%s arrives as %s', async (path, expected) => {
    expect((await seen(path)).path).toBe(expected);
  });

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s keeps its method, headers and body',
    async method => {
      const body = method === 'GET' ? undefined : 'hé';
      const request = { method, body, headers: { 'X-Custom': 'kept', 'Content-Type': 'text/plain' } };
      const found = await seen('/orders/1', request);
      expect(found).toMatchObject({
        method,
        body: body ?? '',
        headers: { 'x-custom': 'kept', 'content-type': 'text/plain' },
      });
    },
  );

  test('the back end is asked for under its own name, not under that of the route', async () => {
    expect((await seen('/legacy/1')).headers['host']).toBe('legacy.corp.example:8080');
    expect((await seen('/orders/1')).headers['host']).toMatch(/\.elb\.us-east-1\.amazonaws\.com$/);
  });

  test('bytes that are no text pass unchanged', async () => {
    const body = Buffer.from([0, 255, 254, 128, 10, 13]);
    const found = await seen('/orders/1', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-thing' },
    });
    expect(found.bytes).toBe(body.length);
  });

  test('the status of the back end is the status of the answer', async () => {
    expect((await fetch(`${inside}/orders/status/418`)).status).toBe(418);
    const moved = await fetch(`${inside}/orders/redirect`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
  });

  test('a path of no prefix is unknown', async () => {
    const answer = await fetch(`${inside}/other`);
    expect([answer.status, await answer.json()]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  test('a preflight is answered without the back end', async () => {
    const answer = await fetch(`${inside}/orders/1`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.example' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('x-upstream')).toBeNull();
  });
});

describe('a back end that does not answer', () => {
  test('in time is given up', async () => {
    const answer = await fetch(`${inside}/orders/slow?seconds=60`);
    expect([answer.status, await answer.json()]).toEqual([504, { message: 'Endpoint request timed out' }]);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test.each([
    ['that is down', '/down/1'],
    ['that no upstream is bound to', '/unbound/1'],
    ['that breaks off', '/orders/close'],
  ])('%s is a network error', async (_, path) => {
    const answer = await fetch(`${inside}${path}`);
    expect([answer.status, await answer.json()]).toEqual([
      504,
      { message: 'Network error communicating with endpoint' },
    ]);
  });
});

describe('a large body', () => {
  const tenMegabytes = 10 * 1024 * 1024;

  test('passes up to 10 MB on the way in', async () => {
    const body = Buffer.alloc(tenMegabytes, 'x');
    expect((await seen('/legacy/1', { method: 'POST', body })).bytes).toBe(tenMegabytes);
  });

  test('is refused beyond', async () => {
    const answer = await fetch(`${inside}/legacy/1`, {
      method: 'POST',
      body: Buffer.alloc(tenMegabytes + 1),
    });
    expect(answer.status).toBe(413);
  });

  test.each([
    ['with its length', 'large'],
    ['in chunks', 'stream'],
  ])('passes up to 10 MB on the way out, %s', async (_, kind) => {
    const answer = await fetch(`${inside}/legacy/${kind}?bytes=${tenMegabytes}`);
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, tenMegabytes]);
  });

  test.each(['large', 'stream'])('is an error beyond, not a cut answer (%s)', async kind => {
    const answer = await fetch(`${inside}/legacy/${kind}?bytes=${tenMegabytes + 1}`);
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal server error' }]);
  });
});

test('what is not served locally is said', () => {
  const reasons = run.unsupported.map(({ logicalId, reason }) => `${logicalId}: ${reason}`);
  expect(reasons).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^unboundLink.*upstream/),
      expect.stringMatching(/^ordersCurrentSchedule/),
    ]),
  );
});
