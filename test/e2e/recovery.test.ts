/**
 * What takes minutes, because leases and re-sends have their real times; run in CI, or by hand with
 * JOBGATE_SLOW_TESTS=1.
 */
import { join } from 'node:path';
import { changedAssembly } from './assembly';
import { Client, LocalServer } from './local-server';

jest.setTimeout(900_000);
const slow = process.env['JOBGATE_SLOW_TESTS'] ? describe : describe.skip;

slow('a server that was killed', () => {
  const server = new LocalServer();
  afterAll(() => server.remove());

  test('finishes each of 200 queued and running jobs once when it is started again', async () => {
    const before = Client.of(await server.start(), 'pro');
    const ids: string[] = [];
    for (let round = 0; round < 10; round++) {
      const jobs = Array.from({ length: 20 }, (_, index) =>
        before.submit({ name: `job ${round}-${index}`, type: 'sleep', input: { seconds: 1 } }),
      );
      ids.push(...(await Promise.all(jobs)));
    }
    const seen = (await before.get('/jobs?status=succeeded&limit=100')).body.jobs;
    await server.kill('SIGKILL');
    const after = Client.of(await server.start(), 'pro');
    const finished = [];
    for (const id of ids) finished.push(await after.finished(id, 1000));
    expect(finished.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    expect(finished).toHaveLength(200);
    // A second commit of a job would move the time of its end.
    for (const { id, finishedAt } of seen)
      expect(finished.find(job => job.id === id)?.finishedAt).toBe(finishedAt);
    const listed = new Set<string>();
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page = await after.get(`/jobs?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      for (const { id } of page.body.jobs) {
        expect(listed.has(id)).toBe(false);
        listed.add(id);
      }
      cursor = page.body.nextCursor;
    }
    expect([...listed].sort()).toEqual([...ids].sort());
  });
});

slow('poison jobs', () => {
  const server = new LocalServer();
  afterAll(() => server.remove());

  test('end failed with a clear error, whatever they do, while their neighbours finish', async () => {
    await server.start();
    await server.kill('SIGINT');
    const assembly = changedAssembly(
      join(server.directory, '.local', 'assembly', 'dev'),
      join(server.directory, 'changed'),
      ({ Type, Properties }, logicalId) => {
        if (Type === 'AWS::Lambda::Function' && logicalId.startsWith('Worker'))
          Object.assign(Properties, { Timeout: 12, MemorySize: 256 });
        if (Type === 'AWS::SQS::Queue') Properties['VisibilityTimeout'] = 30;
      },
    );
    const client = Client.of(await server.start('--assembly', assembly), 'pro');
    const poison = await Promise.all(
      ['throw', 'hang', 'block', 'memory', 'exit'].map(async mode => [
        mode,
        await client.submit({ name: mode, type: 'fail', input: { mode } }),
      ]),
    );
    const neighbours = await Promise.all(
      Array.from({ length: 20 }, (_, index) => client.submit({ name: `neighbour ${index}` })),
    );
    for (const id of neighbours) expect((await client.finished(id, 1000)).status).toBe('succeeded');
    for (const [mode, id = ''] of poison) {
      const job = await client.finished(id, 1000);
      expect([mode, job.status]).toEqual([mode, 'failed']);
      expect(job.attempts).toBeGreaterThan(1);
      expect(job.error.message.length).toBeGreaterThan(10);
    }
  });
});
