import { createHmac } from 'node:crypto';
import type { APIGatewayAuthorizerEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { AcceptedTokens } from '../../../contract/accepted-tokens';
import { decide } from '../../../lambda/authorizer/decide';
import { tokenVerifier } from '../../../lambda/authorizer/token-verifier';
import { Issuer } from './issuer';

const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api1234567/prod/GET/jobs/7/result';
const wholeStage = 'arn:aws:execute-api:us-east-1:123456789012:api1234567/prod/*/*';
let issuer: Issuer;
let signed: ReturnType<Issuer['newKey']>;

beforeEach(async () => {
  issuer = await Issuer.start();
  signed = issuer.newKey('first');
});
afterEach(() => issuer.stop());

function decider(own: Partial<AcceptedTokens> = {}, clock?: { readonly now: number }) {
  const accepted: AcceptedTokens = {
    issuer: issuer.url,
    audience: ['jobs'],
    jwksUrl: `${issuer.url}/.well-known/jwks.json`,
    algorithm: 'RS256',
    tenantClaim: 'org',
    clockToleranceSeconds: 30,
    identitySources: ['method.request.header.Authorization'],
    ...own,
  };
  return { accepted, verify: tokenVerifier(accepted, clock && (() => clock.now)) };
}

const now = () => Math.floor(Date.now() / 1000);
const claims = (own: object = {}) => ({
  iss: issuer.url,
  aud: 'jobs',
  sub: 'ann',
  org: 'acme',
  exp: now() + 300,
  ...own,
});
const tokenEvent = (token: string): APIGatewayAuthorizerEvent => ({
  type: 'TOKEN',
  authorizationToken: token,
  methodArn,
});

it('allows the whole stage to a good token and passes its tenant on', async () => {
  const result = await decide(decider(), tokenEvent(`Bearer ${signed(claims())}`));
  expect(result).toEqual({
    principalId: 'ann',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: wholeStage }],
    },
    context: { tenant: 'acme' },
  });
});

it('gives the usage key of the claim that the stage names', async () => {
  const result = await decide(
    decider({ usageKeyClaim: 'api_key' }),
    tokenEvent(signed(claims({ api_key: 'k'.repeat(20) }))),
  );
  expect(result.usageIdentifierKey).toBe('k'.repeat(20));
});

describe('a token is refused with 401', () => {
  it.each([
    ['when it is empty', () => ''],
    ['when it is no JSON Web Token', () => 'Bearer nonsense'],
    ['from another issuer', () => signed(claims({ iss: 'https://elsewhere.example' }))],
    ['for another audience', () => signed(claims({ aud: ['others'] }))],
    ['without an audience', () => signed(claims({ aud: undefined }))],
    ['that has ended beyond the tolerance', () => signed(claims({ exp: now() - 40 }))],
    ['that never ends', () => signed(claims({ exp: undefined }))],
    ['that has not begun', () => signed(claims({ nbf: now() + 60 }))],
    ['of another algorithm, although the issuer signed it', () => issuer.newKey('strong', 'RS512')(claims())],
    ['that claims to need no signature', () => signed(claims(), { alg: 'none' }).replace(/[^.]*$/, '')],
    ['with a changed body', () => forged(signed(claims()))],
    ['of a key that the issuer does not publish', () => signed(claims(), { kid: 'unknown' })],
    ['without a key id', () => signed(claims(), { kid: undefined })],
    ['that was made later than the tolerance allows', () => signed(claims({ iat: now() + 60 }))],
    ['whose end no calendar has', () => signed(claims({ exp: -1e300 }))],
    ['with an extension that must be understood', () => signed(claims(), { crit: ['b64'], b64: false })],
    ['signed with the public key as a secret', () => signedBySecret(issuer.pem('first'))],
  ])('%s', async (_case, token) => {
    await expect(decide(decider(), tokenEvent(token()))).rejects.toThrow(/^Unauthorized$/);
  });
});

it('accepts a token that has ended within the tolerance', async () => {
  const result = await decide(decider(), tokenEvent(signed(claims({ exp: now() - 5 }))));
  expect(result.context).toEqual({ tenant: 'acme' });
});

describe('a tenant that no tenant can be called', () => {
  it.each([
    ['is missing', undefined],
    ['is a number', 7],
    ['would reach into another tenant', 'acme#job'],
  ])('%s: the request is denied', async (_case, org) => {
    const result = await decide(decider(), tokenEvent(signed(claims({ org }))));
    expect(result.policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }]);
    expect(result.context).toBeUndefined();
  });
});

describe("the issuer's keys", () => {
  const minute = 60_000;

  it('are looked up once for many tokens', async () => {
    const same = decider();
    for (const sub of ['ann', 'bob', 'cleo']) await decide(same, tokenEvent(signed(claims({ sub }))));
    expect(issuer.lookups).toBe(1);
  });

  it('are looked up again when a token has a new one', async () => {
    const same = decider();
    await decide(same, tokenEvent(signed(claims())));
    const rotated = issuer.newKey('second');
    await expect(decide(same, tokenEvent(rotated(claims())))).resolves.toMatchObject({ principalId: 'ann' });
    expect(issuer.lookups).toBe(2);
  });

  it('are not looked up for every key that a caller makes up, and those callers get 401', async () => {
    const clock = { now: Date.now() };
    const same = decider({}, clock);
    for (const kid of ['made', 'up', 'again'])
      await expect(decide(same, tokenEvent(signed(claims(), { kid })))).rejects.toThrow(/^Unauthorized$/);
    expect(issuer.lookups).toBe(1);
    clock.now += minute;
    await expect(decide(same, tokenEvent(signed(claims(), { kid: 'up' })))).rejects.toThrow(/^Unauthorized$/);
    expect(issuer.lookups).toBe(2);
  });

  it('are not looked up for a token that could not be good with any of them', async () => {
    const hopeless = [
      signed(claims({ iss: 'https://elsewhere.example' })),
      signed(claims(), { alg: 'none' }),
      signed(claims(), { kid: undefined }),
    ];
    for (const token of hopeless)
      await expect(decide(decider(), tokenEvent(token))).rejects.toThrow(/^Unauthorized$/);
    expect(issuer.lookups).toBe(0);
  });

  it('count for ten minutes after the issuer withdrew them', async () => {
    const clock = { now: Date.now() };
    const same = decider({}, clock);
    const token = signed(claims({ exp: now() + 3600 }));
    await decide(same, tokenEvent(token));
    issuer.withdraw('first');
    clock.now += 9 * minute;
    await expect(decide(same, tokenEvent(token))).resolves.toMatchObject({ principalId: 'ann' });
    clock.now += minute;
    await expect(decide(same, tokenEvent(token))).rejects.toThrow(/^Unauthorized$/);
  });

  it('may be replaced under the same id', async () => {
    const clock = { now: Date.now() };
    const same = decider({}, clock);
    const before = signed(claims());
    await decide(same, tokenEvent(before));
    const after = issuer.newKey('first')(claims());
    clock.now += 10 * minute;
    await expect(decide(same, tokenEvent(after))).resolves.toMatchObject({ principalId: 'ann' });
    await expect(decide(same, tokenEvent(before))).rejects.toThrow(/^Unauthorized$/);
  });

  it('stay in use while the issuer cannot be asked, which is asked every ten seconds', async () => {
    const clock = { now: Date.now() };
    const same = decider({}, clock);
    await decide(same, tokenEvent(signed(claims())));
    issuer.status = 503;
    clock.now += 10 * minute;
    for (let call = 0; call < 3; call++) {
      const result = await decide(same, tokenEvent(signed(claims())));
      expect(result.principalId).toBe('ann');
    }
    expect(issuer.lookups).toBe(2);
    clock.now += minute;
    issuer.status = 200;
    await decide(same, tokenEvent(signed(claims())));
    expect(issuer.lookups).toBe(3);
  });

  it.each([
    ['the issuer fails', { status: 503 }, /503/],
    ['it answers no JSON', { answer: '<html>' }, /JSON/],
    ['it answers something else', { answer: '{"error":"no"}' }, /no set of keys/],
  ])('are no reason to call a token bad when they cannot be had: %s', async (_case, trouble, why) => {
    Object.assign(issuer, trouble);
    const same = decider();
    await expect(decide(same, tokenEvent(signed(claims())))).rejects.toThrow(why);
    Object.assign(issuer, { status: 200, answer: undefined });
    await expect(decide(same, tokenEvent(signed(claims())))).resolves.toMatchObject({ principalId: 'ann' });
  });

  it('are read although some beside them cannot be', async () => {
    issuer.unreadable = [{ kty: 5 }, null, { kty: 'oct', kid: 'secret', k: 'AAAA' }];
    await expect(decide(decider(), tokenEvent(signed(claims())))).resolves.toMatchObject({
      principalId: 'ann',
    });
  });
});

describe('a request', () => {
  const request = (own: Partial<APIGatewayRequestAuthorizerEvent>) =>
    ({
      type: 'REQUEST',
      methodArn,
      headers: {},
      queryStringParameters: {},
      ...own,
    }) as APIGatewayRequestAuthorizerEvent;

  it('carries its token in a header, whatever its case', async () => {
    const event = request({ headers: { authorization: `bearer ${signed(claims())}` } });
    await expect(decide(decider(), event)).resolves.toMatchObject({ context: { tenant: 'acme' } });
  });

  it('carries its token in the first source that it has', async () => {
    const sources = ['method.request.header.X-Token', 'method.request.querystring.token', 'context.stage'];
    const event = request({ queryStringParameters: { token: signed(claims()) } });
    const result = await decide(decider({ identitySources: sources }), event);
    expect(result.principalId).toBe('ann');
  });

  it('without a token is refused', async () => {
    await expect(decide(decider(), request({}))).rejects.toThrow(/^Unauthorized$/);
  });
});

/** What a verifier would take that lets the token choose its algorithm. */
function signedBySecret(secret: string): string {
  const content = [{ alg: 'HS256', typ: 'JWT', kid: 'first' }, claims()]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** The token with another tenant in it and the signature it had. */
function forged(token: string): string {
  const [header, , signature] = token.split('.');
  const body = Buffer.from(JSON.stringify(claims({ org: 'umbrella' }))).toString('base64url');
  return [header, body, signature].join('.');
}
