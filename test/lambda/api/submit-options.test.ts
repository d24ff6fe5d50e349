import { createApi } from './api';

const key = (value: string) => ({ headers: { 'Idempotency-Key': value } });

describe('an Idempotency-Key', () => {
  test('makes one job of many equal requests, whatever the order of their keys', async () => {
    const { submit, call, world } = createApi();
    const first = await submit({ name: 'x', input: { a: 1, b: 2 } }, key('order-1'));
    const again = await call('POST', '/jobs', {
      body: '{"input":{"b":2,"a":1},"name":"x"}',
      ...key('order-1'),
    });
    expect(first.headers).not.toHaveProperty('Idempotency-Replayed');
    expect(again).toMatchObject({
      status: 201,
      headers: { 'Idempotency-Replayed': 'true' },
      body: { id: first.body.id },
    });
    const many = await Promise.all(Array.from({ length: 100 }, () => submit({ name: 'y' }, key('order-2'))));
    expect(new Set(many.map(answer => answer.body.id)).size).toBe(1);
    expect(many.filter(answer => answer.headers['Idempotency-Replayed'] === undefined)).toHaveLength(1);
    expect(world.store.jobs.size).toBe(2);
  });

  test('refuses another request', async () => {
    const { submit } = createApi();
    await submit({ name: 'x' }, key('k'));
    expect(await submit({ name: 'z' }, key('k'))).toMatchObject({
      status: 422,
      body: { code: 'idempotency_conflict' },
    });
  });

  test('is one of its tenant alone', async () => {
    const { submit } = createApi();
    const mine = await submit({ name: 'x' }, key('k'));
    const theirs = await submit({ name: 'x' }, { ...key('k'), apiKeyId: 'key-of-umbrella' });
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(theirs.headers).not.toHaveProperty('Idempotency-Replayed');
  });

  test.each(['', 'x'.repeat(256), 'schlüssel'])('that is %j is refused', async value => {
    const { submit } = createApi();
    expect(await submit({ name: 'x' }, key(value))).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'Idempotency-Key' }] },
    });
  });
});

describe('Prefer: wait', () => {
  const prefer = (value: string) => ({ headers: { Prefer: value } });

  test('holds the answer until the job has ended', async () => {
    const { submit, world } = createApi();
    const answering = submit({ name: 'x', input: 7 }, prefer('respond-async, wait=10'));
    await world.clock.pass(1_000);
    const [job] = [...world.store.jobs.values()];
    world.jobTypes.set('echo', { ...world.workType, name: 'echo' });
    await world.work(job!);
    await world.clock.pass(1_000);
    const answer = await answering;
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'Preference-Applied': 'wait=10' },
      body: { status: 'succeeded', result: 7 },
    });
    expect(answer.headers).not.toHaveProperty('Retry-After');
  });

  test('gives up after the time, which is 25 seconds at the most', async () => {
    const { submit, world } = createApi();
    const answering = submit({ name: 'x' }, prefer('wait=100'));
    await world.clock.pass(25_000);
    expect(await answering).toMatchObject({
      headers: { 'Preference-Applied': 'wait=25' },
      body: { status: 'queued' },
    });
  });

  test('that is not understood is as if it were not there', async () => {
    const { submit } = createApi();
    expect((await submit({ name: 'x' }, prefer('wait=soon'))).headers).not.toHaveProperty(
      'Preference-Applied',
    );
  });
});

test('a job is read again only when it changed', async () => {
  const { submit, call, world } = createApi();
  const { body: job } = await submit({ name: 'x' });
  const get = (headers = {}) => call('GET', '/jobs/{jobId}', { jobId: job.id, headers });
  const etag = String((await get()).headers['ETag']);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    expect(await get({ 'If-None-Match': known })).toMatchObject({
      status: 304,
      headers: { ETag: etag },
      body: undefined,
    });
  }
  await world.work({ tenant: 'acme', ...job });
  expect(await get({ 'If-None-Match': etag })).toMatchObject({ status: 200 });
});

test('a job is cancelled, and another tenant cannot', async () => {
  const { submit, call } = createApi();
  const { body: job } = await submit({ name: 'x' });
  const cancel = (apiKeyId?: string) =>
    call('POST', '/jobs/{jobId}/cancel', { jobId: job.id, ...(apiKeyId !== undefined && { apiKeyId }) });
  expect(await cancel('key-of-umbrella')).toMatchObject({ status: 404 });
  expect(await cancel()).toMatchObject({
    status: 200,
    body: { status: 'cancelled', message: `job[${job.id}] was cancelled` },
  });
  expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
});

test.each([
  ['http://example.com/hook', 'https'],
  ['https://127.0.0.1/', 'whole internet'],
  ['https://[::ffff:10.0.0.1]/', 'whole internet'],
  ['https://169.254.169.254/latest', 'whole internet'],
  ['https://localhost/', 'whole internet'],
  ['https://user:pw@example.com/', 'user name'],
  ['nonsense', 'not a URL'],
])('a callback to %s is refused', async (callbackUrl, detail) => {
  const { submit } = createApi();
  expect(await submit({ name: 'x', callbackUrl })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'callbackUrl', detail: expect.stringContaining(detail) }] },
  });
});

test.each([0, -1, 1.5, 2_592_001, '60'])('a deadline of %j is refused', async deadlineSeconds => {
  const { submit } = createApi();
  expect(await submit({ name: 'x', deadlineSeconds })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'deadlineSeconds' }] },
  });
});
