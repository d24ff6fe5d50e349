import { createHash } from 'node:crypto';
import { Client, LocalServer, type Ready } from './local-server';

jest.setTimeout(120_000);

const server = new LocalServer();
const csv = 'city,people\nBasel,178000\nBern,134000\n';
let ready: Ready;
let client: Client;

beforeAll(async () => {
  ready = await server.start();
  client = Client.of(ready, 'pro');
});
afterAll(() => server.remove());

test('an upload is put by its link alone, as the file that was announced, and used by its owner alone', async () => {
  const sha256 = createHash('sha256').update(csv).digest('base64');
  const { body } = await client.post('/uploads', { bytes: csv.length, sha256, fileName: 'cities.csv' });
  const upload = body as unknown as { uploadId: string; url: string; headers: Record<string, string> };
  const put = (text: string) =>
    fetch(upload.url, { method: 'PUT', headers: upload.headers, body: text }).then(answer => answer.status);
  const job = { name: 'cities', type: 'csv-summary', input: { upload: upload.uploadId } };

  expect((await client.post('/jobs', job)).status).toBe(400);
  expect(await put(csv.replace('Bern', 'Genf'))).toBe(400);
  expect(await put(csv)).toBe(200);
  expect((await Client.of(ready, 'free').post('/jobs', job)).status).toBe(400);
  expect(await client.finished(await client.submit(job))).toMatchObject({ result: { rows: 2 } });
});

test('a form with a file is a job, and waits for its end when asked to', async () => {
  const form = new FormData();
  form.set('name', 'cities');
  form.set('type', 'csv-summary');
  form.set('file', new Blob([csv], { type: 'text/csv' }), 'cities.csv');
  const key = ready.keys.find(({ tenant }) => tenant === 'pro')?.value ?? '';
  const headers = { 'x-api-key': key, prefer: 'wait=20' };
  const answer = await fetch(`${ready.url}/jobs`, { method: 'POST', headers, body: form });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('preference-applied')).toBe('wait=20');
  expect(await answer.json()).toMatchObject({ status: 'succeeded', result: { rows: 2 } });
});

test('a result that fits no answer is fetched by a link that needs no key', async () => {
  const input = 'x'.repeat(4_200_000);
  const id = await client.submit({ name: 'large', input });
  const job = (await client.finished(id)) as unknown as { resultUrl: string };
  const key = ready.keys.find(({ tenant }) => tenant === 'pro')?.value ?? '';
  const answer = await fetch(job.resultUrl, { headers: { 'x-api-key': key }, redirect: 'manual' });
  expect(answer.status).toBe(303);
  const linked = await fetch(answer.headers.get('location') ?? '');
  expect(linked.headers.get('content-type')).toBe('application/json');
  expect(await linked.json()).toBe(input);
});
