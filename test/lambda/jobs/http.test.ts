import { PermanentFailure } from '../../../lambda/core/job/job-type';
import http from '../../../lambda/jobs/http';
import { readBackends } from '../../../lambda/jobs/http/backends';
import { type SampleUpstream, startSampleUpstream } from '../../../local/upstreams/sample';
import { runningJob } from './running-job';

type Input = Parameters<typeof http.run>[0]['input'];
const before = process.env['PRIVATE_BACKENDS'];
let sample: SampleUpstream;

beforeAll(async () => {
  sample = await startSampleUpstream();
  process.env['PRIVATE_BACKENDS'] = JSON.stringify({
    plain: { url: `${sample.url}` },
    named: { url: 'https://crm.example:8443/app', connectTo: sample.url },
    down: { url: 'http://127.0.0.1:1' },
  });
});
afterAll(async () => {
  if (before === undefined) delete process.env['PRIVATE_BACKENDS'];
  else process.env['PRIVATE_BACKENDS'] = before;
  await sample.close();
});

const call = (input: Input, overrides = {}) =>
  http.run(runningJob(input, overrides).job) as Promise<{
    status: number;
    body: string;
    headers: Record<string, string>;
    isBase64Encoded?: true;
  }>;
const seen = async (input: Input) =>
  JSON.parse((await call(input)).body) as {
    path: string;
    method: string;
    body: string;
    headers: Record<string, string>;
  };

test('the answer of the back end is the result', async () => {
  const answer = await call({ backend: 'plain' });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'x-upstream': 'sample', 'content-type': 'application/json' },
  });
});

test('method, path, headers and body are the job’s own', async () => {
  const found = await seen({
    backend: 'plain',
    method: 'POST',
    path: '/a%20b?x=1',
    headers: { 'X-Custom': 'yes' },
    body: { a: 1 },
  });
  expect(found).toMatchObject({
    method: 'POST',
    path: '/a%20b?x=1',
    body: '{"a":1}',
    headers: { 'x-custom': 'yes', 'content-type': 'application/json' },
  });
});

test('a back end is asked for under its own name, wherever the connection goes', async () => {
  const found = await seen({ backend: 'named', path: '/x', headers: { Host: 'evil.example' } });
  expect(found).toMatchObject({ path: '/app/x', headers: { host: 'crm.example:8443' } });
});

test('the job id is the idempotency key, unless the job brings one', async () => {
  expect((await seen({ backend: 'plain' })).headers['idempotency-key']).toBe('job');
  expect(
    (await seen({ backend: 'plain', headers: { 'Idempotency-Key': 'mine' } })).headers['idempotency-key'],
  ).toBe('mine');
});

test.each([302, 404, 418])('%i is a result', async status => {
  expect((await call({ backend: 'plain', path: `/status/${status}` })).status).toBe(status);
});

test.each([500, 503])('%i fails the attempt', async status => {
  await expect(call({ backend: 'plain', path: `/status/${status}` })).rejects.toThrow(`answered ${status}`);
});

test('no connection fails the attempt, an unknown back end fails for good', async () => {
  await expect(call({ backend: 'down' })).rejects.not.toBeInstanceOf(PermanentFailure);
  const unknown = call({ backend: 'ordres' });
  await expect(unknown).rejects.toBeInstanceOf(PermanentFailure);
  await expect(unknown).rejects.toThrow('Known: plain, named, down.');
});

test('a late answer is given up when the job is stopped', async () => {
  const stop = new AbortController();
  const waiting = call({ backend: 'plain', path: '/slow?seconds=60' }, { signal: stop.signal });
  stop.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});

test('an answer beyond 5 MB fails instead of filling the memory', async () => {
  await expect(call({ backend: 'plain', path: '/stream?bytes=5000001' })).rejects.toThrow(
    'more than 5000000 bytes',
  );
});

test('a stage without private back ends has none', () => {
  expect(readBackends(undefined).size).toBe(0);
});

test.each([
  '{',
  '{"crm":"http://crm.example"}',
  '{"crm":{}}',
  '{"crm":{"url":"crm"}}',
  '{"crm":{"url":"http://crm.example","connectTo":7}}',
])('back ends are refused when they are %s', json => {
  expect(() => readBackends(json)).toThrow('PRIVATE_BACKENDS');
});
