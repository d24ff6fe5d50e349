import type { Invocation } from '../../../../../local/runtime/invocation';
import {
  allow,
  answered,
  arn,
  explicit,
  functionArn,
  implicit,
  misconfigured,
  policyFor,
  setUp,
  thrown,
  unauthorized,
} from './asked';

const from = (range: string) => ({
  Statement: policyFor('*').Statement.map(statement => ({
    ...statement,
    Condition: { IpAddress: { 'aws:SourceIp': range } },
  })),
});

describe('what the function answers', () => {
  test.each<[string, unknown, string]>([
    ['a policy for the method', { ...allow, policyDocument: policyFor(arn('dev/GET/demo')) }, 'ok'],
    ['a policy for another method', { ...allow, policyDocument: policyFor(arn('dev/POST/demo')) }, implicit],
    ['a policy with wildcards', { ...allow, policyDocument: policyFor([arn('*/GET/d?mo')]) }, 'ok'],
    ['a denial', { ...allow, policyDocument: policyFor('*', 'Deny') }, explicit],
    ['no principal', { policyDocument: policyFor('*') }, misconfigured],
    ['no policy', { principalId: 'me' }, misconfigured],
    [
      'a policy that is none',
      { ...allow, policyDocument: { Statement: [{ Effect: 'Maybe' }] } },
      misconfigured,
    ],
    ['text', 'Allow', misconfigured],
    ['nothing', null, misconfigured],
    ['nested context', { ...allow, context: { list: [1] } }, misconfigured],
    ['a context without names', { ...allow, context: 'text' }, misconfigured],
    ['a list for a context', { ...allow, context: ['text'] }, misconfigured],
    ['no context', { ...allow, context: null }, 'ok'],
    ['a policy for the address that calls', { ...allow, policyDocument: from('203.0.113.0/24') }, 'ok'],
    ['a policy for other addresses', { ...allow, policyDocument: from('198.51.100.0/24') }, implicit],
  ])('%s', async (_what, answer, expected) => {
    expect(await setUp({ answer: () => answered(answer) }).outcome()).toBe(expected);
  });

  test('context values reach integrations as text, with principal and usage key', async () => {
    const { call } = setUp({
      answer: () =>
        answered({ ...allow, context: { a: 'x', n: 1, b: true, none: null }, usageIdentifierKey: 'key' }),
    });
    expect(await call()).toMatchObject({
      authorization: {
        principalId: 'me',
        context: { a: 'x', n: '1', b: 'true' },
        usageKey: 'key',
        authorizerRequestId: 'lambda-1',
      },
    });
  });

  test.each<[string, Invocation, string]>([
    ['throwing Unauthorized', thrown('Unauthorized'), unauthorized],
    ['throwing anything else', thrown('unauthorized'), misconfigured],
    [
      'running out of time',
      { kind: 'failed', requestId: 'l', reason: 'timeout', payload: '{}' },
      misconfigured,
    ],
    ['being throttled', { kind: 'throttled' }, 'AUTHORIZER_FAILURE {"message":null}'],
    ['not being there', { kind: 'unknown-function' }, misconfigured],
  ])('%s', async (_what, invocation, expected) => {
    expect(await setUp({ answer: () => invocation }).outcome()).toBe(expected);
  });
});

describe('beside a resource policy', () => {
  const policy = (Effect: string, Resource = 'execute-api:/*') => ({
    Statement: [{ Effect, Principal: '*', Action: 'execute-api:Invoke', Resource }],
  });
  const denied = `ACCESS_DENIED {"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn('dev/GET/demo').replace('00000000', '********')} with an explicit deny"}`;
  const neither = { ...allow, policyDocument: policyFor('other') };

  test.each<[string, unknown, unknown, string, number]>([
    ['a denial comes before the authorizer', policy('Deny'), allow, denied, 0],
    ['both allow', policy('Allow'), allow, 'ok', 1],
    ['the authorizer allows alone', policy('Allow', 'other'), allow, 'ok', 1],
    ['the policy allows alone', policy('Allow'), neither, 'ok', 1],
    ['neither allows', policy('Allow', 'other'), neither, implicit, 1],
    [
      'the authorizer denies',
      policy('Allow'),
      { ...allow, policyDocument: policyFor('*', 'Deny') },
      explicit,
      1,
    ],
  ])('%s', async (_what, resourcePolicy, answer, expected, calls) => {
    const { events, outcome } = setUp({ policy: resourcePolicy, answer: () => answered(answer) });
    expect(await outcome()).toBe(expected);
    expect(events).toHaveLength(calls);
  });
});

test('a denial keeps what the authorizer found, for gateway responses and logs', async () => {
  const answer = { ...allow, policyDocument: policyFor('*', 'Deny'), context: { why: 'late' } };
  expect(await setUp({ answer: () => answered(answer) }).call()).toMatchObject({
    refusal: 'ACCESS_DENIED',
    authorization: { principalId: 'me', context: { why: 'late' } },
    lines: expect.arrayContaining(['Starting authorizer: auth01 for request: r-1']),
  });
});

test('the log tells of the authorizer and hides identity and principal', async () => {
  const { call } = setUp({ answer: () => answered({ ...allow, principalId: 'somebody-with-a-long-name' }) });
  const secret = { headers: [['Authorization', 'a-very-secret-token-123456']] } as const;
  expect(await call(secret)).toMatchObject({
    lines: [
      'Starting authorizer: auth01 for request: r-1',
      'Incoming identity: ********************123456',
      'Using valid authorizer policy for principal: *******************g-name',
      'Successfully completed authorizer execution',
    ],
  });
  expect(await call(secret)).toMatchObject({
    lines: ['Using valid authorizer policy for principal: *******************g-name'],
  });
});

test('the data trace adds what the function is asked and answers', async () => {
  const { call } = setUp({ answer: () => answered(allow) });
  const { lines } = await call({ headers: [['Authorization', 'allow']] }, { dataTrace: true });
  expect(lines).toEqual([
    'Starting authorizer: auth01 for request: r-1',
    'Incoming identity: *****',
    `Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/${functionArn}/invocations`,
    `Endpoint request body after transformations: {"type":"TOKEN","authorizationToken":"allow","methodArn":"${arn('dev/GET/demo')}"}`,
    `Authorizer result body before parsing: ${JSON.stringify(allow)}`,
    'Using valid authorizer policy for principal: **',
    'Successfully completed authorizer execution',
  ]);
});

test('a request without identity is told of without an incoming one', async () => {
  expect(await setUp().call({ headers: [] })).toMatchObject({
    lines: ['Starting authorizer: auth01 for request: r-1'],
    reason: 'Unauthorized request: r-1',
  });
});
