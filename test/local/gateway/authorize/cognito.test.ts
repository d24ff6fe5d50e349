import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createAuthorize } from '../../../../local/gateway/authorize/authorizers';
import { isRefusal } from '../../../../local/gateway/exchange';
import type { MethodModel } from '../../../../local/template/rest-api-model';
import { apiModel, requestValues, route, testClock } from '../fixtures';

const arn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Local';
const pool = { logicalId: 'Pool', id: 'us-east-1_Local', arn, clientIds: ['client1'] };
const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Local';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const others = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = {
  keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig', kty: 'RSA' }],
};
const clock = testClock();
const now = Math.floor(clock.now() / 1000);
const idClaims = { iss: issuer, aud: 'client1', token_use: 'id', sub: 'me', iat: now - 10, exp: now + 3600 };
const accessClaims = {
  iss: issuer,
  client_id: 'client1',
  token_use: 'access',
  scope: 'jobs/read jobs/write',
  sub: 'me',
  exp: now + 3600,
};

function jwt(
  claims: object,
  { key = keys.privateKey, header = {} }: { key?: KeyObject; header?: object } = {},
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'k1', ...header })}.${part(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))).toString('base64url')}`;
}

async function call(
  token: string | undefined,
  setting: {
    method?: Partial<MethodModel>;
    identityValidationExpression?: string;
    policy?: unknown;
    providerArns?: string[];
  } = {},
) {
  const { method = {}, policy, providerArns = [arn], identityValidationExpression } = setting;
  const authorize = createAuthorize(
    apiModel({
      policy,
      authorizers: [
        {
          id: 'auth01',
          name: 'pool',
          type: 'COGNITO_USER_POOLS',
          identitySource: 'method.request.header.Authorization',
          ...(identityValidationExpression === undefined ? {} : { identityValidationExpression }),
          resultTtlSeconds: 300,
          providerArns,
        },
      ],
    }),
    {
      region: 'us-east-1',
      accountId: '000000000000',
      clock,
      functions: [],
      invoker: { invoke: async () => ({ kind: 'unknown-function' }) },
      userPools: [pool],
      jwks: () => jwks,
      credentials: { find: () => undefined },
    },
  );
  return authorize(
    route({ method: { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'auth01', ...method } }),
    {
      request: {
        method: 'GET',
        path: '/dev/jobs',
        query: '',
        headers: [],
        body: Buffer.alloc(0),
        sourceIp: '127.0.0.1',
        protocol: 'HTTP/1.1',
        receivedAt: 0,
      },
      values: requestValues({ headers: token === undefined ? [] : [['Authorization', token]] }),
      context: { requestId: 'r-1' },
      event: () => ({}),
    },
  );
}
const scoped = { method: { authorizationScopes: ['jobs/admin', 'jobs/read'] } };

test.each<[string, string, Parameters<typeof call>[1]]>([
  ['an ID token', jwt(idClaims), {}],
  ['a token after Bearer', `Bearer ${jwt(idClaims)}`, {}],
  ['an access token with one of the scopes', jwt(accessClaims), scoped],
  ['an audience that the expression matches', jwt(idClaims), { identityValidationExpression: '^client\\d$' }],
])('%s is accepted', async (_what, token, setting) => {
  expect(await call(token, setting)).toMatchObject({ authorization: { context: { claims: { sub: 'me' } } } });
});

test.each<[string, string | undefined, Parameters<typeof call>[1]]>([
  ['no token', undefined, {}],
  ['no JWT', 'abc', {}],
  ['another key', jwt(idClaims, { key: others.privateKey }), {}],
  ['an unknown key id', jwt(idClaims, { header: { kid: 'k2' } }), {}],
  ['no algorithm', jwt(idClaims, { header: { alg: 'none' } }), {}],
  ['a shared secret', jwt(idClaims, { header: { alg: 'HS256' } }), {}],
  ['another issuer', jwt({ ...idClaims, iss: 'https://example.com' }), {}],
  ['another client', jwt({ ...idClaims, aud: 'client2' }), {}],
  ['an access token where no scopes are asked', jwt(accessClaims), {}],
  ['an ID token where scopes are asked', jwt(idClaims), scoped],
  ['an access token without the scopes', jwt({ ...accessClaims, scope: 'jobs/write' }), scoped],
  [
    'an audience that the expression does not match',
    jwt(idClaims),
    { identityValidationExpression: '^other$' },
  ],
])('%s is unauthorized', async (_what, token, setting) => {
  expect(await call(token, setting)).toMatchObject({
    refusal: 'UNAUTHORIZED',
    message: 'Unauthorized',
    errorType: 'UnauthorizedException',
  });
});

test('an expired token is told so', async () => {
  expect(await call(jwt({ ...idClaims, exp: now - 1 }))).toMatchObject({
    refusal: 'UNAUTHORIZED',
    message: 'The incoming token has expired',
  });
});

test('a token that is not valid yet is unauthorized', async () => {
  expect(await call(jwt({ ...idClaims, nbf: now + 60 }))).toMatchObject({ message: 'Unauthorized' });
  expect(await call(jwt({ ...idClaims, nbf: now }))).toHaveProperty('authorization');
});

test('a pool that only its ARN is known of takes the tokens of any client', async () => {
  const providerArns = [arn.replace('Local', 'Elsewhere')];
  const claims = { ...idClaims, iss: issuer.replace('Local', 'Elsewhere'), aud: 'anyone' };
  expect(await call(jwt(claims), { providerArns })).toHaveProperty('authorization');
  expect(await call(jwt(idClaims), { providerArns })).toMatchObject({ refusal: 'UNAUTHORIZED' });
});

test('an authorizer without a pool is misconfigured', async () => {
  expect(await call(jwt(idClaims), { providerArns: ['arn:other'] })).toMatchObject({
    refusal: 'AUTHORIZER_CONFIGURATION_ERROR',
  });
});

test('claims reach integrations as text', async () => {
  const result = await call(
    jwt({
      ...idClaims,
      iat: 1_700_000_000,
      auth_time: 1_700_000_000,
      email_verified: true,
      'cognito:groups': ['a', 'b'],
      identities: [{ userId: '1' }],
      address: { city: 'X' },
    }),
  );
  expect(isRefusal(result)).toBe(false);
  expect(result).toMatchObject({
    authorization: {
      context: {
        claims: {
          iat: 'Tue Nov 14 22:13:20 UTC 2023',
          auth_time: '1700000000',
          email_verified: 'true',
          'cognito:groups': 'a,b',
          identities: '{"userId":"1"}',
          address: '{"city":"X"}',
        },
      },
    },
  });
});

test('a resource policy must allow the call besides', async () => {
  const policy = (Resource: string) => ({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource }],
  });
  expect(await call(jwt(idClaims), { policy: policy('execute-api:/*') })).toHaveProperty('authorization');
  expect(await call(jwt(idClaims), { policy: policy('execute-api:/prod/*') })).toMatchObject({
    refusal: 'ACCESS_DENIED',
  });
  expect(await call('abc', { policy: policy('execute-api:/prod/*') })).toMatchObject({
    refusal: 'UNAUTHORIZED',
  });
});
