import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { createAuthorize } from '../../../../local/gateway/authorize/authorizers';
import type { LocalCredential } from '../../../../local/gateway/authorize/credentials';
import type { GatewayRequest } from '../../../../local/gateway/exchange';
import type { RestApiModel } from '../../../../local/template/rest-api-model';
import { requestValues, route, testClock } from '../fixtures';

const secretAccessKey = 'wJalrXUtnFEMI';
const user: LocalCredential = {
  accessKeyId: 'AKIALOCAL',
  secretAccessKey,
  principalArn: 'arn:aws:iam::000000000000:user/ann',
  principalId: 'AIDALOCAL',
};
const stranger: LocalCredential = {
  ...user,
  accessKeyId: 'AKIASTRANGER',
  principalArn: 'arn:aws:iam::111122223333:user/bob',
};
const statement = (Effect: string, Resource: string | string[] = '*', more = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: 'execute-api:Invoke', Resource, ...more }],
});
const resourcePolicy = (Effect: string, Resource = 'execute-api:/*', more = {}) =>
  statement(Effect, Resource, { Principal: '*', ...more });
const resource = 'arn:aws:execute-api:us-east-1:********0000:api1234567/dev/GET/jobs';
const denial = (caller: string, suffix = '') =>
  `{"Message":"User: ${caller} is not authorized to perform: execute-api:Invoke on resource: ${resource}${suffix}"}`;

async function call({
  caller,
  api = {},
  type = 'NONE',
  request = {},
}: {
  caller?: LocalCredential;
  api?: Partial<RestApiModel>;
  type?: 'NONE' | 'AWS_IAM';
  request?: Partial<GatewayRequest>;
}) {
  const clock = testClock();
  const where = route({ api, method: { authorizationType: type } });
  const authorize = createAuthorize(where.api, {
    region: 'us-east-1',
    accountId: '000000000000',
    clock,
    functions: [],
    invoker: { invoke: async () => ({ kind: 'unknown-function' }) },
    userPools: [],
    jwks: () => ({ keys: [] }),
    credentials: { find: id => (caller?.accessKeyId === id ? caller : undefined) },
  });
  const signer =
    caller &&
    new SignatureV4({ credentials: caller, region: 'us-east-1', service: 'execute-api', sha256: Sha256 });
  const signed = await signer?.sign(
    { method: 'GET', path: '/dev/jobs', query: {}, headers: { host: 'h' }, protocol: 'http:', hostname: 'h' },
    { signingDate: new Date(clock.now()) },
  );
  const result = await authorize(where, {
    request: {
      method: 'GET',
      path: '/dev/jobs',
      query: '',
      headers: Object.entries(signed?.headers ?? {}),
      body: Buffer.alloc(0),
      sourceIp: '203.0.113.7',
      protocol: 'HTTP/1.1',
      receivedAt: clock.now(),
      ...request,
    },
    values: requestValues(),
    context: { requestId: 'r-1' },
    event: () => ({}),
  });
  return 'refusal' in result ? (result.body ?? result.errorType) : result;
}

describe('IAM', () => {
  test('a signed caller is named in the identity', async () => {
    expect(await call({ caller: user, type: 'AWS_IAM' })).toEqual({
      authorization: {
        context: {},
        identity: {
          accountId: '000000000000',
          accessKey: 'AKIALOCAL',
          caller: 'AIDALOCAL',
          user: 'AIDALOCAL',
          userArn: 'arn:aws:iam::000000000000:user/ann',
        },
      },
      lines: [],
    });
  });

  test('an unsigned caller lacks a token', async () => {
    expect(await call({ type: 'AWS_IAM' })).toBe('MissingAuthenticationTokenException');
  });

  const own = 'arn:aws:execute-api:us-east-1:000000000000:api1234567/dev/GET/jobs';
  // Columns: identity policy, resource policy, the answer within the account, the answer between accounts.
  test.each<[string | undefined, string | undefined, string, string]>([
    ['Allow', 'Allow', 'ok', 'ok'],
    ['Allow', 'other', 'ok', 'no'],
    ['Allow', 'Deny', 'explicit', 'explicit'],
    ['other', 'Allow', 'ok', 'no'],
    ['other', 'other', 'no', 'no'],
    ['other', 'Deny', 'explicit', 'explicit'],
    ['Deny', 'Allow', 'explicit', 'explicit'],
    ['Deny', 'other', 'explicit', 'explicit'],
    ['Allow', undefined, 'ok', 'no'],
    ['other', undefined, 'no', 'no'],
  ])(
    'identity %s and resource %s: %s within the account, %s between accounts',
    async (identity, policy, same, cross) => {
      const documents = (kind: typeof statement, effect: string) =>
        effect === 'other'
          ? kind('Allow', 'arn:other')
          : kind(effect, kind === statement ? [own] : 'execute-api:/*');
      const outcomes = [user, stranger].map(caller =>
        call({
          caller: { ...caller, ...(identity && { identityPolicies: [documents(statement, identity)] }) },
          type: 'AWS_IAM',
          api: policy === undefined ? {} : { policy: documents(resourcePolicy as typeof statement, policy) },
        }),
      );
      const read = (outcome: unknown, { principalArn }: LocalCredential) =>
        outcome === denial(principalArn)
          ? 'no'
          : outcome === denial(principalArn, ' with an explicit deny')
            ? 'explicit'
            : typeof outcome === 'object'
              ? 'ok'
              : outcome;
      expect(read(await outcomes[0], user)).toBe(same);
      expect(read(await outcomes[1], stranger)).toBe(cross);
    },
  );
});

describe('a resource policy alone', () => {
  const fromIp = (Effect: string, range: string) =>
    resourcePolicy(Effect, 'execute-api:/*', { Condition: { IpAddress: { 'aws:SourceIp': range } } });

  test.each<[string, unknown, string | object]>([
    ['allows a range', fromIp('Allow', '203.0.113.0/24'), { lines: [] }],
    ['allows another range', fromIp('Allow', '10.0.0.0/8'), denial('anonymous')],
    [
      'denies the range',
      { Statement: [resourcePolicy('Allow').Statement, fromIp('Deny', '203.0.113.7').Statement].flat() },
      denial('anonymous', ' with an explicit deny'),
    ],
    [
      'names a principal',
      statement('Allow', 'execute-api:/*', { Principal: { AWS: user.principalArn } }),
      denial('anonymous'),
    ],
    ['is none', { nonsense: true }, denial('anonymous')],
  ])('%s', async (_what, policy, expected) => {
    expect(await call({ api: { policy } })).toEqual(expected);
  });

  test('is not asked where there is none', async () => {
    expect(await call({})).toEqual({ lines: [] });
  });
});

describe('a private API', () => {
  const endpointOnly = {
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
    ],
  };
  const endpointType = 'PRIVATE' as const;

  test.each<[string, unknown, string | undefined, string | object]>([
    ['its endpoint', endpointOnly, 'vpce-1', { lines: [] }],
    ['another endpoint', endpointOnly, 'vpce-2', denial('anonymous', ' with an explicit deny')],
    ['the internet', endpointOnly, undefined, denial('anonymous', ' with an explicit deny')],
    ['the internet under an open policy', resourcePolicy('Allow'), undefined, denial('anonymous')],
    ['its endpoint without a policy', undefined, 'vpce-1', denial('anonymous')],
  ])('called from %s', async (_what, policy, vpcEndpointId, expected) => {
    expect(
      await call({
        api: { endpointType, policy },
        request: vpcEndpointId === undefined ? {} : { vpcEndpointId },
      }),
    ).toEqual(expected);
  });
});
