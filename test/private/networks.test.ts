/** Provider, API and consumer on networks of their own, with no route to each other but the links between them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { ProbeReport } from '../../lambda/core/private/probe';
import { bundleHandlers } from '../../lib/handlers/bundle';
import { projectRoot } from '../../lib/handlers/project';
import { privateApp } from '../lib/private/synthesize';
import { type Link, Networks, whyNot } from './networks/namespaces';

const toConsumer: Link = { between: ['consumer', 'api'], addresses: ['10.99.2.2', '10.99.2.1'] };
const toProvider: Link = { between: ['api', 'provider'], addresses: ['10.99.1.1', '10.99.1.2'] };
const nowhere = 'http://10.99.3.2:8080';

const reason = whyNot();
const here = reason === undefined ? describe : describe.skip;
if (reason !== undefined)
  console.warn(`Skipped: three networks without a route between them, because ${reason}.`);

interface Address {
  readonly url: string;
}

/** Bundles a script into the project, where it finds its packages. */
function script(name: string): string {
  const outfile = join(projectRoot, 'build', `networks-${name}.js`);
  buildSync({
    entryPoints: [join(__dirname, 'networks', `${name}.ts`)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    logLevel: 'error',
  });
  return outfile;
}

here('three networks', () => {
  let folder: string;
  let networks: Networks;
  let backEnd: string;
  let api: string;
  let probe: string;

  const from = (network: string, url: string) =>
    networks.run<{ status?: number; body?: string; cause?: string }>(
      network,
      `fetch(${JSON.stringify(url)}, { signal: AbortSignal.timeout(20000) })
        .then(async answer => ({ status: answer.status, body: await answer.text() }))
        .catch(error => ({ cause: error.cause?.code ?? error.name }))
        .then(found => console.log(JSON.stringify(found)))`,
    );

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'networks-'));
    probe = join(bundleHandlers(), 'private-probe.js');
    networks = new Networks(['consumer', 'api', 'provider'], [toConsumer, toProvider]);
    backEnd = (await networks.start<Address>('provider', script('provider'), toProvider.addresses[1])).url;

    const backend = (name: string, local: string) => {
      const { hostname } = new URL(local);
      return { name, prefix: `/${name}`, at: { addresses: [hostname] }, timeout: 2000, local };
    };
    const backends = [backend('orders', backEnd), backend('wrong', nowhere)];
    const assembly = join(folder, 'assembly');
    privateApp({ api: { vpc: { cidr: '10.2.0.0/16' }, backends } }, { outdir: assembly }).synth();
    const logs = join(folder, 'logs');
    api = (await networks.start<Address>('api', script('api'), assembly, logs, toConsumer.addresses[1])).url;
  }, 120_000);

  afterAll(async () => {
    await networks?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the consumer reaches the back end through the API', () => {
    const { status, body } = from('consumer', `${api}/orders/1`);
    expect(status).toBe(200);
    expect(JSON.parse(body ?? '')).toMatchObject({ method: 'GET', path: '/1' });
  });

  test('the probe of the consumer finds the same', () => {
    const report = networks.run<ProbeReport>(
      'consumer',
      `require(${JSON.stringify(probe)}).handler({}, { awsRequestId: 'x' }).then(report => console.log(JSON.stringify(report)))`,
      { PROBE_URL: api, PROBE_PATHS: '["/orders/health","/unknown"]' },
    );
    expect(report.findings).toMatchObject([
      { path: '/orders/health', reached: true, status: 200 },
      { path: '/unknown', reached: false, status: 403, hint: expect.stringContaining('no such path') },
    ]);
  });

  test.each([
    ['consumer', 'the back end itself', () => backEnd],
    ['provider', 'the API', () => api],
  ])('the %s has no route to %s', (network, _, url) => {
    expect(from(network, url())).toEqual({ cause: 'ENETUNREACH' });
  });

  test('a VPC link that leads to a network without a route is a network error', () => {
    const { status, body } = from('consumer', `${api}/wrong/1`);
    expect([status, body]).toEqual([504, '{"message": "Network error communicating with endpoint"}']);
  });

  test('without its link to the provider the API answers, and the back end does not', () => {
    networks.cut('api', toProvider.addresses[0]);
    expect(from('consumer', `${api}/orders/1`).status).toBe(504);
  });
});
