/** `npm start -- --stage private-demo`, as a user runs it. */
import { readFileSync } from 'node:fs';
import { Client, LocalServer, type Ready } from '../e2e/local-server';

interface PrivateReady extends Ready {
  readonly apis: readonly { readonly name: string; readonly url: string; readonly internetUrl: string }[];
}

jest.setTimeout(180_000);
const server = new LocalServer();
let ready: PrivateReady;

beforeAll(async () => {
  await server.start('--stage', 'private-demo');
  ready = JSON.parse(readFileSync(server.readyFile, 'utf8'));
}, 180_000);
afterAll(() => server.remove());

const api = (name: string) => {
  const found = ready.apis.find(candidate => candidate.name === name);
  if (!found) throw new Error(`ready.json has no API ${name}.`);
  return found;
};
const refusal =
  /^User: anonymous is not authorized to perform: execute-api:Invoke on resource: .* with an explicit deny$/;

test('the API of the back ends answers through its endpoint and refuses the internet', async () => {
  const { url, internetUrl } = api('jobgate-private-demo-private');
  const served = await fetch(`${url}/orders/1`);
  expect([served.status, await served.json()]).toEqual([200, expect.objectContaining({ path: '/1' })]);
  const refused = await fetch(`${internetUrl}/orders/1`);
  expect(refused.status).toBe(403);
  expect(Object.values((await refused.json()) as object)).toEqual([expect.stringMatching(refusal)]);
});

test('the job API does the same, and a job reaches a back end', async () => {
  const { url, internetUrl } = api('jobgate-private-demo');
  const refused = await Client.of({ ...ready, url: internetUrl }, 'inside').get('/jobs');
  expect(refused).toMatchObject({
    status: 403,
    body: { code: 'access_denied', message: expect.stringMatching(refusal) },
  });

  const client = Client.of({ ...ready, url }, 'inside');
  const input = { backend: 'legacy', method: 'POST', path: '/sync', body: { since: '2026-11-01' } };
  const id = await client.submit({ name: 'sync', type: 'http', input });
  expect((await client.finished(id)).status).toBe('succeeded');
  const { body: result } = await client.get(`/jobs/${id}/result`);
  expect(result.status).toBe(200);
  expect(JSON.parse(String((result as unknown as { body: unknown }).body))).toMatchObject({
    method: 'POST',
    path: '/app/sync',
    body: '{"since":"2026-11-01"}',
    headers: { host: 'legacy.corp.example:8080', 'idempotency-key': id },
  });
});
