/** Tokens of an issuer on this machine, and signatures, on a stage that asks for both and for keys. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { Issuer } from '../lambda/authorizer/issuer';
import { type Body, LocalServer, type Ready } from './local-server';
import { Project } from './project';

jest.setTimeout(240_000);

const server = new LocalServer();
let issuer: Issuer;
let token: ReturnType<Issuer['newKey']>;
let ready: Ready;

const stageOf = (issuerUrl: string) => `import type { StageConfig } from '../lib/config';

export const config: StageConfig = {
  plans: [{ name: 'one', keys: [{ name: 'one', tenant: 'one' }] }],
  authorization: {
    mode: 'lambda',
    jwt: { issuer: '${issuerUrl}', audience: ['jobs'], tenantClaim: 'org' },
    validationExpression: '^Bearer [-0-9a-zA-Z._]+$',
    routes: { 'GET /usage': 'iam', 'GET /jobs': 'none' },
  },
  cors: { origins: ['https://a.example.com', 'https://b.example.com'] },
};
`;

beforeAll(async () => {
  issuer = await Issuer.start();
  token = issuer.newKey('first');
  const directory = join(server.directory, 'project');
  mkdirSync(directory);
  const project = new Project(directory);
  project.add('config/tokens.ts', stageOf(issuer.url));
  ready = await server.launch(process.execPath, [
    project.script,
    ...['start', '--stage', 'tokens', '--port', '0', '--quiet'],
  ]);
});
afterAll(async () => {
  await server.remove();
  await issuer?.stop();
});

const claims = (own: object = {}) => ({
  iss: issuer.url,
  aud: ['others', 'jobs'],
  sub: 'ann',
  org: 'acme',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...own,
});
const key = () => ({ 'x-api-key': ready.keys[0]?.value ?? '' });
const bearer = (value: string) => ({ ...key(), Authorization: `Bearer ${value}` });

async function call(path: string, headers: Record<string, string>, job?: object) {
  const init = job && { method: 'POST', body: JSON.stringify(job) };
  const response = await fetch(ready.url + path, {
    ...init,
    headers: { ...headers, ...(job && { 'content-type': 'application/json' }) },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

test('a token lets its tenant in, and nobody else sees what it submitted', async () => {
  const { status, body } = await call('/jobs', bearer(token(claims())), { name: 'mine' });
  expect(status).toBe(201);
  expect((await call(`/jobs/${body.id}`, bearer(token(claims({ sub: 'bob' }))))).status).toBe(200);
  expect((await call(`/jobs/${body.id}`, bearer(token(claims({ org: 'umbrella' }))))).status).toBe(404);
});

test("the run's own token lets in, too", async () => {
  const { tenant, token: own = '' } = ready.tokens?.[0] ?? {};
  const { status, body } = await call('/jobs', bearer(own), { name: 'of the run' });
  expect([status, tenant]).toEqual([201, 'local']);
  expect((await call(`/jobs/${body.id}`, bearer(token(claims({ org: 'local' }))))).status).toBe(200);
});

test.each([
  ['without a token', 401, () => key()],
  ['with a token and no key', 403, () => ({ Authorization: `Bearer ${token(claims())}` })],
  [
    'with a token that the expression does not know',
    401,
    () => ({ ...key(), Authorization: token(claims()) }),
  ],
  ['with a token that has ended', 401, () => bearer(token(claims({ exp: 1 })))],
  ['with a token of another issuer', 401, () => bearer(token(claims({ iss: 'https://elsewhere.example' })))],
  ['with a key that the issuer does not publish', 401, () => bearer(token(claims(), { kid: 'made-up' }))],
  ['without a tenant', 403, () => bearer(token(claims({ org: undefined })))],
])('%s a caller gets %i, which its page may read', async (_case, status, headersOf) => {
  const origin = 'https://b.example.com';
  const answer = await call('/jobs/7', { ...headersOf(), origin });
  expect(answer.body).toMatchObject({ type: 'about:blank', status, requestId: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
});

test('a route with a mode of its own takes a signature, or the key alone, and no token', async () => {
  const { host, hostname, port, pathname } = new URL(`${ready.url}/usage`);
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'us-east-1',
    credentials: ready.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'GET',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: pathname,
    headers: { host, ...key() },
  });
  expect((await call('/usage', headers)).body).toMatchObject({ plan: { name: 'one' } });
  expect((await call('/usage', key())).status).toBe(403);
  expect((await call('/usage', bearer(token(claims())))).status).toBe(400);
  // The jobs of the key's own tenant, of which there are none.
  expect((await call('/jobs', key())).body).toEqual({ jobs: [] });
});
