/** Nothing of one tenant reaches another, and a caller's key is written nowhere. */
import { routes } from '../../contract/routes';
import { canary, type DeployedApi, deployApi } from './deployed-api';

jest.setTimeout(120_000);

let api: DeployedApi;
beforeAll(async () => {
  api = await deployApi(['acme', 'umbrella']);
});
afterAll(() => api?.stop());

const submit = async (input: unknown = {}): Promise<string> => {
  const body = JSON.stringify({ name: 'job of acme', input });
  return String((await api.call('acme', 'POST', '/jobs', { body })).body['id']);
};

const ofOneJob = routes.filter(({ path }) => path.includes('{jobId}'));

test.each(ofOneJob.map(({ method, path }) => [method, path] as const))(
  "%s %s answers the same for another tenant's job as for none, finished or not",
  async (method, path) => {
    const jobId = await submit();
    const nobodys = jobId.replace(/.$/, last => (last === '0' ? '1' : '0'));
    const expected = await api.call('umbrella', method, path, { jobId: nobodys });
    expect(expected.status).toBe(404);
    expect(await api.call('umbrella', method, path, { jobId })).toEqual(expected);
    await api.work('acme', jobId);
    expect(await api.call('umbrella', method, path, { jobId })).toEqual(expected);
    expect((await api.call('acme', 'GET', '/jobs/{jobId}', { jobId })).body['status']).toBe('succeeded');
  },
);

test("a listing and a cursor show only the caller's own jobs", async () => {
  for (let job = 0; job < 3; job++) await submit();
  const { body } = await api.call('acme', 'GET', '/jobs', { query: { limit: '1' } });
  expect((await api.call('umbrella', 'GET', '/jobs')).body).toEqual({ jobs: [] });
  const foreign = await api.call('umbrella', 'GET', '/jobs', {
    query: { cursor: String(body['nextCursor']) },
  });
  expect(JSON.stringify(foreign.body)).not.toContain('job of acme');
});

test('owner and state cannot be set from outside: such fields are refused by name', async () => {
  for (const field of ['tenant', 'status', 'id', 'createdAt', 'claims', 'token', 'result', 'pk']) {
    const body = JSON.stringify({ name: 'x', [field]: 'umbrella' });
    const answer = await api.call('acme', 'POST', '/jobs', { body, headers: { 'X-Tenant': 'umbrella' } });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  }
});

test("a caller's key is in no log line, answer or error, whatever goes wrong", async () => {
  const answers: unknown[] = [];
  const jobId = await submit();
  for (const { method, path } of routes) {
    for (const body of [undefined, '{"name":', JSON.stringify({ name: 'x', type: 'nothing' }), '[]']) {
      answers.push(await api.call('acme', method, path, { jobId, ...(body !== undefined && { body }) }));
    }
  }
  await api.work('acme', jobId);
  await api.stopDatabase();
  const failed = await api.call('acme', 'GET', '/jobs/{jobId}', { jobId });
  expect(failed.status).toBeGreaterThanOrEqual(500);
  await api.work('acme', jobId);
  expect(api.written.join('')).toContain('ERROR');
  expect(JSON.stringify([answers, failed])).not.toContain(canary);
  expect(api.written.join('')).not.toContain(canary);
});
