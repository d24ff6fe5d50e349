import { validators } from '#generated/validators';
import { createApi } from './api';

test('a job is accepted with its place, when to ask again, and a sentence about it', async () => {
  const { submit } = createApi();
  const { status, headers, body } = await submit({ name: 'new_job_xyz' });
  expect(status).toBe(201);
  expect(headers).toMatchObject({
    Location: `https://api.example.com/dev/jobs/${body.id}`,
    'Retry-After': '1',
  });
  expect(body).toMatchObject({
    name: 'new_job_xyz',
    type: 'echo',
    status: 'queued',
    message: `job[${body.id}] submitted`,
  });
  expect(validators.Job(body) || validators.Job.errors).toBe(true);
});

test('behind a base path, the place of the job has it', async () => {
  const { submit } = createApi();
  const { headers, body } = await submit({ name: 'x' }, { base: '/v1/api' });
  expect(headers['Location']).toBe(`https://api.example.com/v1/api/jobs/${body.id}`);
});

test.each([
  ['no name', {}, [{ field: 'name', detail: 'is required' }]],
  ['an empty name', { name: '' }, [{ field: 'name', detail: expect.stringContaining('1 char') }]],
  ['a name that is no text', { name: 7 }, [{ field: 'name', detail: 'must be string; received 7' }]],
  [
    'unknown fields, all of them named',
    { name: 'x', tenant: 'other', status: 'succeeded' },
    [
      { field: 'tenant', detail: expect.stringContaining('not a known field') },
      { field: 'status', detail: expect.stringContaining('not a known field') },
    ],
  ],
  ['no object', ['x'], [{ field: 'body', detail: 'must be object; received an array of 1' }]],
  [
    'an unknown type, and says which there are',
    { name: 'x', type: 'nope' },
    [{ field: 'type', detail: expect.stringMatching(/^is "nope"; known are csv-summary, echo, /) }],
  ],
  [
    'an input that its type does not take',
    { name: 'x', type: 'sleep', input: { seconds: -1, minutes: 2 } },
    expect.arrayContaining([
      { field: 'input.minutes', detail: expect.stringContaining('not a known field') },
      { field: 'input.seconds', detail: 'must be >= 0; received -1' },
    ]),
  ],
  [
    'an input with none of what its type needs one of',
    { name: 'x', type: 'csv-summary', input: {} },
    [{ field: 'input', detail: 'needs csv or upload' }],
  ],
  [
    'an input that is wrong in an alternative and elsewhere',
    { name: 'x', type: 'csv-summary', input: { delimiter: ';;' } },
    expect.arrayContaining([
      { field: 'input.delimiter', detail: expect.stringContaining('1 char') },
      { field: 'input', detail: 'needs csv or upload' },
    ]),
  ],
  [
    'no input for a type that needs one',
    { name: 'x', type: 'sleep' },
    [{ field: 'input', detail: expect.any(String) }],
  ],
])('a body with %s is refused', async (_what, sent, errors) => {
  const { submit, world } = createApi();
  const { status, body } = await submit(sent);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'invalid_request', errors });
  expect(world.store.jobs.size).toBe(0);
});

test.each([
  ['empty', '', 'empty'],
  ['cut off', '{"name":"x"', 'not JSON'],
  ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe]), 'not UTF-8'],
  ['nested very deeply', '['.repeat(100_000), 'nested more than 64 levels'],
  ['with a key that comes twice', '{"name":"x","input":{"a":1,"\\u0061":2}}', 'key "a" comes twice'],
])('a body that is %s is malformed', async (_what, body, detail) => {
  const { call } = createApi();
  const answer = await call('POST', '/jobs', { body });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'malformed_request', message: 'Invalid request body' },
  });
  expect(answer.body.detail).toContain(detail);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1'])(
  'a body of type %s is not supported',
  async type => {
    const { submit } = createApi();
    expect(await submit({ name: 'x' }, { headers: { 'content-type': type } })).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media_type', message: 'Unsupported Media Type' },
    });
  },
);

test.each(['application/json; charset=UTF-8', 'application/vnd.acme+json'])(
  'a body of type %s is read',
  async type => {
    const { submit } = createApi();
    expect(await submit({ name: 'x' }, { headers: { 'content-type': type } })).toMatchObject({ status: 201 });
  },
);
