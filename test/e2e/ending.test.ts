/** However a run is ended, it leaves no process, no folder and no .local/ready.json behind. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, LocalServer, script, until } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
const temporary = join(server.directory, 'temporary');
const variables = { TMPDIR: temporary, TEMP: temporary };
const start = () => server.launch(process.execPath, [script, 'start', '--port', '0'], variables);

beforeEach(() => mkdirSync(temporary, { recursive: true }));
afterEach(() => server.kill('SIGKILL'));
afterAll(() => server.remove());

function expectNothingLeft(): void {
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(server.readyFile)).toBe(false);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while it starts', async (signal, code) => {
  server.output = '';
  const ready = start();
  ready.catch(() => undefined);
  await until(
    () => server.output,
    output => output.includes('services started'),
  );
  expect(await server.kill(signal)).toBe(code);
  expectNothingLeft();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s as soon as it is ready, twice', async signal => {
  await start();
  void server.kill(signal);
  expect(await server.kill(signal)).toBe(0);
  expectNothingLeft();
});

test.each(['SIGTERM', 'SIGKILL'] as const)('%s of the shell between npm and it', async signal => {
  const command = '"$0" "$@"; exit';
  const { pid } = await server.launch(
    'sh',
    ['-c', command, process.execPath, script, 'start', '--port', '0'],
    { ...variables, npm_lifecycle_event: 'start' },
  );
  await server.kill(signal);
  await until(
    () => isAlive(pid),
    alive => !alive,
  );
  expectNothingLeft();
});
