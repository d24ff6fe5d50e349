import { tokenVerifier } from '../../../lambda/authorizer/token-verifier';
import { systemClock } from '../../../local/clock';
import type { FunctionModel } from '../../../local/template/model';
import { TokenIssuer } from '../../../local/tokens/token-issuer';
import { Issuer } from '../../lambda/authorizer/issuer';
import { functionModel } from '../runtime/functions';

const variable = 'TOKENS';
let real: Issuer;
let issuer: TokenIssuer;
let reports: string[];

beforeEach(async () => {
  real = await Issuer.start();
  reports = [];
  issuer = new TokenIssuer({ clock: systemClock, report: message => reports.push(message) });
});
afterEach(async () => {
  await issuer.close();
  await real.stop();
});

const accepted = (own: object = {}) => ({
  issuer: real.url,
  audience: ['jobs', 'others'],
  jwksUrl: `${real.url}/keys`,
  algorithm: 'RS256',
  tenantClaim: 'org',
  clockToleranceSeconds: 30,
  identitySources: ['method.request.header.Authorization'],
  ...own,
});
const authorizer = (own: object = {}): FunctionModel =>
  functionModel('authorizer', '', {
    acceptedTokensVariable: variable,
    environment: { [variable]: JSON.stringify(accepted(own)), OTHER: 'kept' },
  });

/** The authorizer's own verifier, as the bound function would start it, and the run's token for it. */
async function bound(own: object = {}, usageKey?: string) {
  const [fn] = await issuer.bind([authorizer(own)]);
  if (!fn) throw new Error('no function');
  const settings = JSON.parse(fn.environment[variable] ?? '');
  const [issued] = issuer.tokens([fn], usageKey);
  return { fn, settings, verify: tokenVerifier(settings), issued };
}

test.each(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
  'a run has a token of %s that the authorizer accepts',
  async algorithm => {
    const { verify, issued, fn, settings } = await bound({ algorithm });
    expect(await verify(issued?.token ?? '')).toMatchObject({ org: 'local', iss: real.url });
    expect(issued).toMatchObject({ functionArn: fn.arn, issuer: real.url, tenant: 'local' });
    expect(fn.environment['OTHER']).toBe('kept');
    expect({ ...settings, jwksUrl: '' }).toEqual(accepted({ algorithm, jwksUrl: '' }));
  },
);

test("tokens of the issuer count beside the run's own, and nobody else's", async () => {
  const signed = real.newKey('first');
  const stranger = await Issuer.start();
  const forged = stranger.newKey('first');
  const { verify } = await bound();
  const claims = { iss: real.url, aud: 'jobs', org: 'acme', exp: Math.floor(Date.now() / 1000) + 60 };
  expect(await verify(signed(claims))).toMatchObject({ org: 'acme' });
  expect(await verify(forged(claims))).toBeUndefined();
  expect(reports).toEqual([]);
  await stranger.stop();
});

test('an issuer that cannot be asked is told once, and the run goes on with its own token', async () => {
  real.status = 500;
  for (const _ of [1, 2]) {
    const { verify, issued } = await bound();
    expect(await verify(issued?.token ?? '')).toMatchObject({ org: 'local' });
  }
  expect(reports).toEqual([
    `${real.url}/keys gave no keys (it answered 500): of its issuer's tokens only those in .local/ready.json are accepted.`,
  ]);
});

test('a token carries the API key where the stage takes it from there', async () => {
  const { verify, issued } = await bound({ usageKeyClaim: 'key' }, 'value-of-a-key');
  expect(await verify(issued?.token ?? '')).toMatchObject({ key: 'value-of-a-key' });
});

test('tokens stay good when the functions are bound anew', async () => {
  const { issued } = await bound();
  const { verify } = await bound();
  expect(await verify(issued?.token ?? '')).toMatchObject({ org: 'local' });
});

test('a function without such tokens stays as it is, and nothing listens', async () => {
  const fn = functionModel('authorizer', '', { environment: { [variable]: JSON.stringify(accepted()) } });
  expect(await issuer.bind([fn])).toEqual([fn]);
  expect(issuer.tokens([fn], undefined)).toEqual([]);
});

test.each<[string, object]>([
  ['an algorithm that nobody knows', { algorithm: 'HS256' }],
  ['an algorithm that every object has', { algorithm: 'constructor' }],
  ['an audience that is a text', { audience: 'jobs' }],
  ['an audience of numbers', { audience: [1] }],
  ['no issuer', { issuer: undefined }],
  ['a claim for the API key that is no text', { usageKeyClaim: 1 }],
])('a function whose variable has %s stays as it is', async (_what, own) => {
  const fn = authorizer(own);
  expect(await issuer.bind([fn])).toEqual([fn]);
  expect(issuer.tokens([fn], undefined)).toEqual([]);
});

test('keys are looked up under no other path', async () => {
  const { settings } = await bound();
  expect((await fetch(new URL('/9', settings.jwksUrl))).status).toBe(404);
});
