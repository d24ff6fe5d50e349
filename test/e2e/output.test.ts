/** What becomes of a run whose output nobody reads. */
import { Client, LocalServer, script } from './local-server';

jest.setTimeout(120_000);

/** Whose lines are more than the pipe and the buffer of its reader hold. */
const requests = 400;

const server = new LocalServer(false);
afterEach(() => server.kill('SIGKILL'));
afterAll(() => server.remove());

test.each(['is not read', 'has been closed'])('a run goes on when its output %s', async how => {
  const onePipe = 'exec "$0" "$@" 2>&1';
  const ready = await server.launch('sh', ['-c', onePipe, process.execPath, script, 'start', '--port', '0']);
  if (how === 'has been closed') server.closeOutput();
  const client = Client.of(ready, 'pro');
  const statuses = new Set<number>();
  for (let count = 0; count < requests; count++) statuses.add((await client.get('/health')).status);
  expect([...statuses]).toEqual([200]);
  expect(await server.kill('SIGTERM')).toBe(0);
});
