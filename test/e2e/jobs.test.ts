import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { csvWithFigures } from './csv-file';
import { Client, LocalServer, type Ready } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
let ready: Ready;
let client: Client;

beforeAll(async () => {
  ready = await server.start();
  client = Client.of(ready, 'pro');
});
afterAll(() => server.remove());

describe('the ready file', () => {
  test('names the address, a key for each plan, and the process', () => {
    expect(ready.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dev$/);
    expect(ready.keys.map(({ plan, tenant }) => [plan, tenant])).toEqual([
      ['free', 'free'],
      ['pro', 'pro'],
    ]);
    for (const { id, value } of ready.keys) {
      expect(id).toMatch(/^[a-z0-9]{10}$/);
      expect(value).toMatch(/^[A-Za-z0-9]{20,128}$/);
    }
    expect(() => process.kill(ready.pid, 0)).not.toThrow();
  });

  test('comes with a line to copy on the console', () => {
    expect(server.output).toContain(`${ready.url}/jobs`);
    expect(server.output).toContain(ready.keys[0]?.value);
  });
});

describe('a client', () => {
  test('submits a job, polls it, and reads its result', async () => {
    const submitted = await client.post('/jobs', { name: 'new_job_xyz', input: { hello: 'world' } });
    const { id } = submitted.body;
    expect(submitted.status).toBe(201);
    expect(submitted.headers.get('location')).toMatch(new RegExp(`/jobs/${id}$`));
    expect(submitted.body.message).toBe(`job[${id}] submitted`);
    const finished = await client.finished(id);
    expect(finished).toMatchObject({ status: 'succeeded', message: `job[${id}] is done`, attempts: 1 });
    const result = await client.get(`/jobs/${id}/result`);
    expect([result.status, result.body]).toEqual([200, { hello: 'world' }]);
  });

  test('finds its jobs in its list and no other tenant does', async () => {
    const id = await client.submit({ name: 'listed' });
    const listed = await client.get('/jobs?limit=100');
    expect(listed.body.jobs.map(job => job.id)).toContain(id);
    const other = Client.of(ready, 'free');
    expect((await other.get('/jobs')).body.jobs).toEqual([]);
    const foreign = await other.get(`/jobs/${id}`);
    const unknown = await other.get('/jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  test.each([
    ['without a key', undefined],
    ['with a wrong key', 'wrong-key-that-nobody-made'],
  ])('is forbidden %s', async (_how, key) => {
    const { status, body } = await new Client(ready.url, key).get('/jobs');
    expect([status, body.message]).toEqual([403, 'Forbidden']);
  });

  test('is told what is wrong with a request', async () => {
    const malformed = await client.post('/jobs', '{"name":');
    expect(malformed.status).toBe(400);
    const nameless = await client.post('/jobs', {});
    expect(nameless.status).toBe(400);
    expect(JSON.stringify(nameless.body)).toContain('name');
    const unknownPath = await client.get('/nothing-here');
    expect([unknownPath.status, unknownPath.body.message]).toEqual([403, 'Missing Authentication Token']);
    for (const { body } of [malformed, nameless, unknownPath]) expect(body.requestId).toBeTruthy();
  });

  test('gets the health of the API without a key', async () => {
    const { status, body } = await new Client(ready.url, undefined).get('/health');
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });

  test('has the columns of a CSV of 100,000 rows summed up', async () => {
    const { csv, figures } = csvWithFigures(100_000);
    const id = await client.submit({ name: 'figures', type: 'csv-summary', input: { csv } });
    expect(await client.finished(id)).toMatchObject({ status: 'succeeded' });
    const { body } = await client.get(`/jobs/${id}/result`);
    const columns = (body as unknown as { columns: Record<string, unknown>[] }).columns;
    for (const expected of figures) {
      const column = columns.find(({ name }) => name === expected.name);
      expect(column).toMatchObject({
        count: expected.count,
        missing: expected.missing,
        distinct: expected.distinct,
      });
      if (expected.mean === undefined) continue;
      expect(column?.['min']).toBe(expected.min);
      expect(column?.['max']).toBe(expected.max);
      expect(column?.['mean']).toBeCloseTo(expected.mean, 6);
      expect(column?.['standardDeviation']).toBeCloseTo(expected.standardDeviation ?? 0, 2);
    }
  });
});

test('a poison job fails with a clear error while its neighbours finish', async () => {
  const poison = await client.submit({
    name: 'poison',
    type: 'fail',
    input: { mode: 'permanent', message: 'no such account' },
  });
  const neighbours = await Promise.all(
    Array.from({ length: 10 }, () => client.submit({ name: 'neighbour' })),
  );
  for (const id of neighbours) expect((await client.finished(id)).status).toBe('succeeded');
  const failed = await client.finished(poison);
  expect(failed.status).toBe('failed');
  expect(failed.error.message).toContain('no such account');
});

describe('the free plan', () => {
  test('answers 429 Too Many Requests beyond its rate', async () => {
    const free = Client.of(ready, 'free');
    const answers = await Promise.all(Array.from({ length: 30 }, () => free.get('/jobs')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ body }) => body.message))).toEqual(new Set(['Too Many Requests']));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(9);
  });
});

describe('the command line', () => {
  test('names the port that is taken and what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const second = new LocalServer();
    await expect(second.start('--port', String(port))).rejects.toThrow(
      new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is taken: .* choose another port with --port`),
    );
    holder.close();
    await second.remove();
  });

  test('reports every wrong option at once', async () => {
    const wrong = new LocalServer();
    await expect(wrong.start('--port', 'high', '--stge', 'dev')).rejects.toThrow(
      /--stge is not an option[\s\S]*--port must be a whole number from 0 to 65535; received "high"/,
    );
    await wrong.remove();
  });

  test('says that an assembly is missing', async () => {
    const wrong = new LocalServer();
    writeFileSync(join(wrong.directory, 'empty.json'), '{}');
    await expect(wrong.start('--assembly', wrong.directory)).rejects.toThrow(/holds no manifest\.json/);
    await wrong.remove();
  });
});
