/** `npm run dev` on an assembly that changes: what is served, what is told, and what .local/ready.json says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedAssembly } from './assembly';
import { Client, LocalServer, type Ready, script, until } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
afterAll(() => server.remove());

const readyNow = (): Ready => JSON.parse(readFileSync(server.readyFile, 'utf8'));

test('a change is served and announced; a broken one leaves the last state that worked', async () => {
  await server.start();
  await server.kill('SIGINT');
  const synthesized = join(server.directory, '.local', 'assembly', 'dev');
  const assembly = join(server.directory, 'watched');
  changedAssembly(synthesized, assembly, () => undefined);
  const ready = await server.launch(process.execPath, [script, 'dev', '--port', '0', '--assembly', assembly]);
  const client = Client.of(ready, 'pro');
  await until(
    () => server.output,
    output => output.includes('watching for changes'),
  );

  changedAssembly(synthesized, assembly, ({ Type, Properties }) => {
    if (Type === 'AWS::ApiGateway::ApiKey' && Properties['Name'] === 'free') Properties['Name'] = 'renamed';
  });
  await until(readyNow, ({ keys }) => keys.some(({ name }) => name === 'renamed'));
  expect((await client.get('/jobs')).status).toBe(200);

  writeFileSync(join(assembly, 'manifest.json'), '{ "half": ');
  await until(
    () => server.output,
    output => output.includes('Not reloaded; the state before the change is served.'),
  );
  expect((await client.get('/jobs')).status).toBe(200);
  expect(await server.kill('SIGTERM')).toBe(0);
});
