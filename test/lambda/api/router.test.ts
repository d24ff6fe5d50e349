import { failOnce } from '../core/fakes';
import { createApi } from './api';

test('a caller without a tenant is refused', async () => {
  const { call } = createApi();
  for (const apiKeyId of ['', 'unknown', 'toString']) {
    expect(await call('GET', '/jobs', { apiKeyId })).toMatchObject({
      status: 403,
      body: { code: 'unknown_tenant', message: 'Forbidden' },
    });
  }
});

test('a key that the table names has the tenant of the table, until its grace time ends', async () => {
  const { call, owners, world } = createApi();
  owners.set('made-later', { tenant: 'acme', disableAt: world.clock.now() + 5_000 });
  expect(await call('GET', '/jobs', { apiKeyId: 'made-later' })).toMatchObject({ status: 200 });
  await world.clock.pass(5_000);
  expect(await call('GET', '/jobs', { apiKeyId: 'made-later' })).toMatchObject({ status: 403 });
});

test('what is sent in body or headers does not make a tenant', async () => {
  const { submit, world } = createApi();
  await submit({ name: 'x' }, { headers: { 'x-tenant': 'umbrella', 'x-api-key': 'key-of-umbrella' } });
  expect([...world.store.jobs.values()].map(job => job.tenant)).toEqual(['acme']);
});

test('a route that the API does not have is a problem, not a crash', async () => {
  const { call } = createApi();
  expect(await call('PATCH', '/jobs')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('an unforeseen error is told to the log, and to the caller only that it happened', async () => {
  const { submit, world, failures } = createApi();
  world.store.beforeWrite = () => {
    throw new Error('secret detail');
  };
  const answer = await submit({ name: 'x' });
  expect(answer).toMatchObject({
    status: 500,
    body: { code: 'internal_error', message: 'Internal server error' },
  });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(failures).toMatchObject([{ error: { message: 'secret detail' } }]);
});

test('a store that stays away is said to be away, and when to try again', async () => {
  const { submit, world } = createApi();
  world.store.beforeWrite = () => failOnce()();
  const answering = submit({ name: 'x' });
  await world.clock.pass(60_000);
  expect(await answering).toMatchObject({
    status: 503,
    headers: { 'Retry-After': '2' },
    body: { code: 'unavailable' },
  });
});
