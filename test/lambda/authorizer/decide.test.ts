import type { APIGatewayAuthorizerEvent, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { AcceptedTokens } from '../../../lambda/authorizer/accepted-tokens';
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

function decider(own: Partial<AcceptedTokens> = {}) {
  const accepted: AcceptedTokens = {
    issuer: issuer.url,
    audience: ['jobs'],
    algorithm: 'RS256',
    tenantClaim: 'org',
    clockToleranceSeconds: 30,
    identitySources: ['method.request.header.Authorization'],
    ...own,
  };
  return { accepted, verify: tokenVerifier(accepted) };
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

  it('are no reason to call a token bad when they cannot be had', async () => {
    issuer.status = 503;
    await expect(decide(decider(), tokenEvent(signed(claims())))).rejects.toThrow(/503/);
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

/** The token with another tenant in it and the signature it had. */
function forged(token: string): string {
  const [header, , signature] = token.split('.');
  const body = Buffer.from(JSON.stringify(claims({ org: 'umbrella' }))).toString('base64url');
  return [header, body, signature].join('.');
}
