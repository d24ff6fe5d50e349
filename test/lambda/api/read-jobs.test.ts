import { validators } from '#generated/validators';
import { createApi } from './api';

test('a job is read as it goes: waiting, then done with its result', async () => {
  const { submit, call, world } = createApi();
  const { body: job } = await submit({ name: 'x', input: { a: [1] } });
  const get = () => call('GET', '/jobs/{jobId}', { jobId: job.id });
  expect(await get()).toMatchObject({
    status: 200,
    headers: { 'Retry-After': '1' },
    body: { status: 'queued' },
  });
  world.jobTypes.set('echo', { ...world.workType, name: 'echo' });
  await world.work({ tenant: 'acme', ...job });
  const done = await get();
  expect(done.body).toMatchObject({
    status: 'succeeded',
    message: `job[${job.id}] is done`,
    result: { a: [1] },
  });
  expect(done.headers).not.toHaveProperty('Retry-After');
  expect(validators.Job(done.body) || validators.Job.errors).toBe(true);
  const result = await call('GET', '/jobs/{jobId}/result', { jobId: job.id });
  expect(result).toMatchObject({ status: 200, body: { a: [1] } });
});

test('a result is not there before the job has ended, nor when it failed', async () => {
  const { submit, call, world } = createApi();
  const { body: job } = await submit({ name: 'x' });
  const result = () => call('GET', '/jobs/{jobId}/result', { jobId: job.id });
  expect(await result()).toMatchObject({
    status: 409,
    headers: { 'Retry-After': '1' },
    body: { code: 'not_finished' },
  });
  await world.work({ tenant: 'acme', ...job });
  expect(await result()).toMatchObject({ status: 409, body: { code: 'no_result' } });
});

test.each([
  ['/jobs/{jobId}', 'GET'],
  ['/jobs/{jobId}/result', 'GET'],
])('on %s another tenant gets the very answer for a job that is not there', async (resource, method) => {
  const { submit, call } = createApi();
  const { body: job } = await submit({ name: 'x' });
  const foreign = await call(method, resource, { jobId: job.id, apiKeyId: 'key-of-umbrella' });
  const absent = await call(method, resource, { jobId: 'nothing' });
  expect(foreign).toEqual(absent);
  expect(foreign.status).toBe(404);
});

test('a job whose time to keep is over is gone, though the store still has it', async () => {
  const { submit, call, world } = createApi();
  const { body: job } = await submit({ name: 'x' });
  await world.work({ tenant: 'acme', ...job });
  await world.clock.pass(world.policy.retentionMs);
  expect(await call('GET', '/jobs/{jobId}', { jobId: job.id })).toMatchObject({ status: 404 });
  expect((await call('GET', '/jobs')).body).toEqual({ jobs: [] });
});

test('a tenant lists its own jobs, newest first, page by page', async () => {
  const { submit, call, world } = createApi();
  for (let count = 1; count <= 5; count++) {
    await submit({ name: `job ${count}` });
    await world.clock.pass(1);
  }
  await submit({ name: 'foreign' }, { apiKeyId: 'key-of-umbrella' });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await call('GET', '/jobs', { query: { limit: '2', ...(cursor && { cursor }) } });
    expect(validators.JobList(body) || validators.JobList.errors).toBe(true);
    names.push(...body.jobs.map((job: { name: string }) => job.name));
    cursor = body.nextCursor;
  } while (cursor);
  expect(names).toEqual(['job 5', 'job 4', 'job 3', 'job 2', 'job 1']);
});

test.each([
  ['limit=0', { limit: '0' }, 'limit'],
  ['limit=-3', { limit: '-3' }, 'limit'],
  ['limit=ten', { limit: 'ten' }, 'limit'],
  ['limit=1.5', { limit: '1.5' }, 'limit'],
  ['an empty limit', { limit: '' }, 'limit'],
  ['an unknown state', { status: 'done' }, 'status'],
  ['an unknown parameter', { state: 'failed' }, 'state'],
  ['garbage for a cursor', { cursor: 'garbage' }, 'cursor'],
  ['an empty cursor', { cursor: '' }, 'cursor'],
])('a listing with %s is refused', async (_what, query, field) => {
  const { call } = createApi();
  const answer = await call('GET', '/jobs', { query });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ field }] } });
});

test('a limit above the maximum is taken as the maximum', async () => {
  const { submit, call } = createApi();
  for (let count = 0; count < 101; count++) await submit({ name: 'x' });
  const { body } = await call('GET', '/jobs', { query: { limit: '1000' } });
  expect(body.jobs).toHaveLength(100);
});

test('a cursor of another tenant or another filter is refused', async () => {
  const { submit, call } = createApi();
  await submit({ name: 'x' });
  await submit({ name: 'y' });
  const { body } = await call('GET', '/jobs', { query: { limit: '1' } });
  const query = { cursor: body.nextCursor };
  expect(await call('GET', '/jobs', { query, apiKeyId: 'key-of-umbrella' })).toMatchObject({ status: 400 });
  expect(await call('GET', '/jobs', { query: { ...query, status: 'queued' } })).toMatchObject({
    status: 400,
  });
  expect(await call('GET', '/jobs', { query })).toMatchObject({ status: 200 });
});

test.each(['x'.repeat(3_000), '%00', 'a/b', '..', '#', 'acme#x'])(
  'a path with %j is that of no job',
  async jobId => {
    const { call } = createApi();
    expect(await call('GET', '/jobs/{jobId}', { jobId })).toMatchObject({ status: 404 });
  },
);
