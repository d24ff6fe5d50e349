import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedAssembly } from './assembly';
import { Client, LocalServer, until } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
afterAll(() => server.remove());

test('a key beyond its quota is answered 429 Limit Exceeded, also after the server was killed', async () => {
  await server.start();
  await server.kill('SIGINT');
  const assembly = changedAssembly(
    join(server.directory, '.local', 'assembly', 'dev'),
    join(server.directory, 'changed'),
    ({ Type, Properties }) => {
      if (Type === 'AWS::ApiGateway::UsagePlan') Properties['Quota'] = { Limit: 5, Period: 'MONTH' };
    },
  );
  const client = Client.of(await server.start('--assembly', assembly), 'pro');
  const statuses: number[] = [];
  for (let request = 0; request < 6; request++) statuses.push((await client.get('/jobs')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = await client.get('/jobs');
  expect([refused.status, refused.body.message]).toEqual([429, 'Limit Exceeded']);
  const usage = join(server.directory, 'data', 'usage.json');
  await until(
    () => (existsSync(usage) ? readFileSync(usage, 'utf8') : ''),
    text => /\b5\b/.test(text),
  );
  await server.kill('SIGKILL');
  const again = Client.of(await server.start('--assembly', assembly), 'pro');
  expect((await again.get('/jobs')).status).toBe(429);
});
