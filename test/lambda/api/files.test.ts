import { FileResult } from '../../../lambda/core/job/job-type';
import { createApi } from './api';

const BOUNDARY = 'x-boundary';

interface Part {
  readonly name: string;
  readonly value: string | Buffer;
  readonly fileName?: string;
  readonly type?: string;
}

function form(...parts: readonly Part[]) {
  const body = parts.flatMap(({ name, value, fileName, type }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    fileName === undefined ? '' : `; filename="${fileName}"`,
    type === undefined ? '\r\n\r\n' : `\r\nContent-Type: ${type}\r\n\r\n`,
    value,
    '\r\n',
  ]);
  return {
    body: Buffer.concat([...body, `--${BOUNDARY}--\r\n`].map(part => Buffer.from(part))),
    headers: {
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
  };
}

const csvFile: Part = { name: 'file', value: 'a,b\n1,2\n3,4\n', fileName: 'größe.csv', type: 'text/csv' };

describe('a job submitted as a form', () => {
  test('has the fields of the form and works on its file', async () => {
    const { call, world } = createApi();
    const answer = await call(
      'POST',
      '/jobs',
      form(
        { name: 'name', value: 'figures' },
        { name: 'type', value: 'csv-summary' },
        { name: 'input', value: '{"delimiter":","}' },
        { name: 'deadlineSeconds', value: '60' },
        csvFile,
      ),
    );
    expect(answer).toMatchObject({
      status: 201,
      body: { name: 'figures', type: 'csv-summary', deadlineAt: expect.any(String) },
    });
    let seen: unknown;
    world.jobTypes.set('csv-summary', {
      ...world.workType,
      inputSchema: { properties: { upload: {} } },
      run: async ({ file }) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of file?.read() ?? []) chunks.push(chunk);
        seen = {
          name: file?.name,
          type: file?.contentType,
          bytes: file?.bytes,
          text: Buffer.concat(chunks).toString(),
        };
      },
    });
    await world.work({ tenant: 'acme', ...answer.body });
    expect(seen).toEqual({ name: 'größe.csv', type: 'text/csv', bytes: 12, text: csvFile.value });
  });

  test('is the same request when it is repeated under one Idempotency-Key', async () => {
    const { call } = createApi();
    const sent = form({ name: 'name', value: 'x' }, { name: 'type', value: 'csv-summary' }, csvFile);
    const submit = () =>
      call('POST', '/jobs', { ...sent, headers: { ...sent.headers, 'Idempotency-Key': 'k' } });
    const [first, again] = [await submit(), await submit()];
    expect(again).toMatchObject({
      status: 201,
      headers: { 'Idempotency-Replayed': 'true' },
      body: { id: first.body.id },
    });
  });

  test.each([
    [
      'a file without a name',
      [
        { name: 'name', value: 'x' },
        { ...csvFile, fileName: '' },
      ],
      'file',
      'no file name',
    ],
    [
      'a file with an endless name',
      [
        { name: 'name', value: 'x' },
        { ...csvFile, fileName: 'x'.repeat(201) },
      ],
      'file',
      '201 characters',
    ],
    ['two files', [{ name: 'name', value: 'x' }, csvFile, csvFile], 'file', 'comes 2 times'],
    [
      'a field twice',
      [
        { name: 'name', value: 'x' },
        { name: 'name', value: 'y' },
      ],
      'name',
      'comes twice',
    ],
    [
      'an unknown field',
      [
        { name: 'name', value: 'x' },
        { name: 'tenant', value: 'y' },
      ],
      'tenant',
      'not a known field',
    ],
    [
      'a file for a type that takes none',
      [{ name: 'name', value: 'x' }, csvFile],
      'file',
      'take one: csv-summary',
    ],
    ['no name', [csvFile], 'name', 'is required'],
  ] as const)('with %s is refused', async (_what, parts, field, detail) => {
    const { call } = createApi();
    expect(await call('POST', '/jobs', form(...parts))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ field, detail: expect.stringContaining(detail) }] },
    });
  });

  test('that is cut off is malformed', async () => {
    const { call } = createApi();
    const { body, headers } = form({ name: 'name', value: 'x' }, csvFile);
    expect(await call('POST', '/jobs', { body: body.subarray(0, -20), headers })).toMatchObject({
      status: 400,
      body: { code: 'malformed_request' },
    });
  });
});

describe('an upload', () => {
  const wanted = { bytes: 10, sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', fileName: 'a.csv' };

  test('has a place of its own that expires', async () => {
    const { call, world } = createApi();
    const { status, body } = await call('POST', '/uploads', { body: JSON.stringify(wanted) });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      method: 'PUT',
      url: `https://blobs.test/acme/uploads/${body.uploadId}?for=3600`,
      expiresAt: new Date(world.clock.now() + 3_600_000).toISOString(),
    });
  });

  test.each([
    ['too large', { ...wanted, bytes: 5_368_709_121 }, 'bytes'],
    ['without a digest', { bytes: 1 }, 'sha256'],
    ['with a digest that is none', { ...wanted, sha256: 'abc' }, 'sha256'],
  ])('that is %s is refused', async (_what, body, field) => {
    const { call } = createApi();
    expect(await call('POST', '/uploads', { body: JSON.stringify(body) })).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test('can be named by its owner alone, once the file is there', async () => {
    const { call, submit, world } = createApi();
    const { body } = await call('POST', '/uploads', { body: JSON.stringify(wanted) });
    const job = { name: 'x', type: 'csv-summary', input: { upload: body.uploadId } };
    const refused = { status: 400, body: { errors: [{ field: 'input.upload' }] } };
    expect(await submit(job)).toMatchObject(refused);
    await world.blobs.put(`acme/uploads/${body.uploadId}`, 'a\n1\n', { contentType: 'text/csv' });
    expect(await submit(job, { apiKeyId: 'key-of-umbrella' })).toMatchObject(refused);
    expect(await submit({ ...job, input: { upload: `../acme/uploads/${body.uploadId}` } })).toMatchObject(
      refused,
    );
    expect(await submit(job)).toMatchObject({ status: 201 });
  });
});

describe('a result', () => {
  async function resultOf(result: unknown) {
    const { submit, call, world } = createApi();
    const { body: job } = await submit({ name: 'x' });
    world.jobTypes.set('echo', { ...world.workType, run: async () => result });
    await world.work({ tenant: 'acme', ...job });
    return {
      job,
      call: () => call('GET', '/jobs/{jobId}/result', { jobId: job.id }),
      read: () => call('GET', '/jobs/{jobId}', { jobId: job.id }),
    };
  }

  test('that is a file is sent for download under its name', async () => {
    const { call } = await resultOf(new FileResult('übersicht "1".json', 'application/json', '{"a":1}'));
    expect(await call()).toMatchObject({
      status: 200,
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': `attachment; filename="_bersicht _1_.json"; filename*=UTF-8''%C3%BCbersicht%20%221%22.json`,
      },
      body: { a: 1 },
    });
  });

  test('that is too large for an answer is linked', async () => {
    const { call, read } = await resultOf('x'.repeat(4_000_001));
    expect(await call()).toMatchObject({
      status: 303,
      headers: { Location: expect.stringMatching(/^https:\/\/blobs\.test\/acme\//) },
    });
    expect((await read()).body).toMatchObject({ resultUrl: expect.stringMatching(/\/result$/) });
  });

  test('that is large, but not too large, is answered', async () => {
    const { call } = await resultOf('x'.repeat(500_000));
    expect((await call()).body).toHaveLength(500_000);
  });
});

test('the use of a plan is read by those who call with its key', async () => {
  const { call } = createApi();
  expect(await call('GET', '/usage')).toMatchObject({ status: 200, body: { plan: { name: 'free' } } });
  expect(await call('GET', '/usage', { apiKeyId: 'key-of-umbrella' })).toMatchObject({ status: 404 });
});

test('callback secrets are kept by no cache', async () => {
  const { call } = createApi();
  expect(await call('POST', '/callback-secrets')).toMatchObject({
    status: 201,
    headers: { 'Cache-Control': 'no-store' },
    body: { secrets: [{ secret: 'whsec_c2VjcmV0' }] },
  });
});
