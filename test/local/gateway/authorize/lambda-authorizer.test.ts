import { createAuthorize } from '../../../../local/gateway/authorize/authorizers';
import { isRefusal } from '../../../../local/gateway/exchange';
import type { Invocation } from '../../../../local/runtime/invocation';
import type { AuthorizerModel, FunctionModel, StageModel } from '../../../../local/template/model';
import { apiModel, requestValues, route, stageModel, testClock } from '../fixtures';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:authorizer';
const arn = (rest: string) => `arn:aws:execute-api:us-east-1:000000000000:api1234567/${rest}`;
const lambda = (changes: Partial<FunctionModel> = {}): FunctionModel => ({
  logicalId: 'Authorizer',
  name: 'authorizer',
  arn: functionArn,
  code: { inline: '' },
  layers: [],
  handler: 'index.handler',
  environment: {},
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  tracing: 'PassThrough',
  logGroupName: '/aws/lambda/authorizer',
  invokePermissions: [{ principal: 'apigateway.amazonaws.com', sourceArn: arn('authorizers/auth01') }],
  ...changes,
});
const token: AuthorizerModel = {
  id: 'auth01',
  name: 'authorizer',
  type: 'TOKEN',
  uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  identitySource: 'method.request.header.Authorization',
  resultTtlSeconds: 300,
  providerArns: [],
};
const byRequest: AuthorizerModel = {
  ...token,
  type: 'REQUEST',
  identitySource: 'method.request.header.h, method.request.querystring.q,stageVariables.v,context.stage',
};
const policyFor = (Resource: string | string[], Effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});
const allow = { principalId: 'me', policyDocument: policyFor('*') };
const answered = (answer: unknown): Invocation => ({
  kind: 'answered',
  requestId: 'lambda-1',
  payload: JSON.stringify(answer),
});
const thrown = (errorMessage: string): Invocation => ({
  kind: 'failed',
  requestId: 'lambda-1',
  reason: 'thrown',
  payload: JSON.stringify({ errorMessage, errorType: 'Error' }),
});

interface Setting {
  readonly authorizer?: Partial<AuthorizerModel>;
  readonly answer?: (event: { authorizationToken?: string }) => Invocation;
  readonly functions?: readonly FunctionModel[];
  readonly policy?: unknown;
}

const stages = [
  stageModel(),
  stageModel({ name: 'prod' }),
  stageModel({ name: 'named', variables: { fn: 'authorizer' } }),
];

function setUp({ authorizer, answer = () => answered(allow), functions = [lambda()], policy }: Setting = {}) {
  const events: Record<string, unknown>[] = [];
  const clock = testClock();
  const model = { ...token, ...authorizer };
  const authorize = createAuthorize(apiModel({ authorizers: [model], policy, stages }), {
    region: 'us-east-1',
    accountId: '000000000000',
    clock,
    functions,
    invoker: {
      invoke: async (_arn, payload) => {
        const event = JSON.parse(payload);
        events.push(event);
        return answer(event);
      },
    },
    userPools: [],
    jwks: () => ({ keys: [] }),
    credentials: { find: () => undefined },
  });
  const call = async (
    parts: Parameters<typeof requestValues>[0] = { headers: [['authorization', 'allow']] },
    where: { path?: string; method?: string; stage?: Partial<StageModel> } = {},
  ) => {
    const { path = '/demo', method = 'GET', stage = {} } = where;
    const result = await authorize(
      route({
        stage,
        method: { path, httpMethod: 'ANY', authorizationType: 'CUSTOM', authorizerId: 'auth01' },
      }),
      {
        request: {
          method,
          path: `/dev${path}`,
          query: '',
          headers: parts.headers ?? [],
          body: Buffer.alloc(0),
          sourceIp: '203.0.113.7',
          protocol: 'HTTP/1.1',
          receivedAt: clock.now(),
        },
        values: requestValues(parts),
        context: { requestId: 'r-1', stage: 'dev' },
        event: () => ({
          resource: path,
          queryStringParameters: null,
          headers: { h: 'v' },
          requestContext: { stage: 'dev' },
        }),
      },
    );
    return result;
  };
  /** `ok`, or what is answered in place of it. */
  const outcome = async (...args: Parameters<typeof call>) => {
    const result = await call(...args);
    return isRefusal(result)
      ? `${result.refusal} ${result.body ?? JSON.stringify({ message: result.message })}`
      : 'ok';
  };
  return { events, clock, call, outcome };
}
const unauthorized = 'UNAUTHORIZED {"message":"Unauthorized"}';
const implicit = 'ACCESS_DENIED {"Message":"User is not authorized to access this resource"}';
const explicit =
  'ACCESS_DENIED {"Message":"User is not authorized to access this resource with an explicit deny"}';
const misconfigured = 'AUTHORIZER_CONFIGURATION_ERROR {"message":null}';

describe('TOKEN', () => {
  test('the function gets exactly this event', async () => {
    const { events, outcome } = setUp();
    expect(await outcome(undefined, { path: '/demo', method: 'POST' })).toBe('ok');
    expect(events).toEqual([{ type: 'TOKEN', authorizationToken: 'allow', methodArn: arn('dev/POST/demo') }]);
  });

  test('the root has an empty path in the ARN', async () => {
    const { events, call } = setUp();
    await call(undefined, { path: '/' });
    expect(events[0]?.['methodArn']).toBe(arn('dev/GET/'));
  });

  test.each([[[]], [[['Authorization', '']]]] as [string, string][][][])(
    'without a token (%j) the caller is unauthorized and the function not called',
    async headers => {
      const { events, outcome } = setUp();
      expect(await outcome({ headers })).toBe(unauthorized);
      expect(events).toHaveLength(0);
    },
  );

  test('a token that the expression does not match is refused without a call', async () => {
    const { events, outcome } = setUp({ authorizer: { identityValidationExpression: '^Bearer [a-z]+$' } });
    expect(await outcome({ headers: [['Authorization', 'nope']] })).toBe(unauthorized);
    expect(events).toHaveLength(0);
    expect(await outcome({ headers: [['Authorization', 'Bearer abc']] })).toBe('ok');
  });

  test('an expression may ignore case; one that is none makes its methods fail', async () => {
    const { outcome } = setUp({ authorizer: { identityValidationExpression: '(?i)^bearer' } });
    expect(await outcome({ headers: [['Authorization', 'BEARER abc']] })).toBe('ok');
    expect(await setUp({ authorizer: { identityValidationExpression: '(' } }).outcome()).toBe(misconfigured);
  });
});

describe('REQUEST', () => {
  const parts = { headers: [['H', 'v']], query: [['q', '1']] } as const;

  test('the function gets what the proxy event has, with {} for null', async () => {
    const { events, outcome } = setUp({ authorizer: byRequest });
    expect(await outcome(parts, { stage: { variables: { v: 'x' } } })).toBe('ok');
    expect(events).toEqual([
      {
        type: 'REQUEST',
        methodArn: arn('dev/GET/demo'),
        resource: '/demo',
        queryStringParameters: {},
        headers: { h: 'v' },
        requestContext: { stage: 'dev' },
      },
    ]);
  });

  test('one missing identity source is enough to be unauthorized', async () => {
    const { events, outcome } = setUp({ authorizer: byRequest });
    expect(await outcome({ headers: [['h', 'v']] }, { stage: { variables: { v: 'x' } } })).toBe(unauthorized);
    expect(await outcome(parts)).toBe(unauthorized);
    expect(events).toHaveLength(0);
  });

  test('without identity sources the function decides alone', async () => {
    const { outcome } = setUp({
      authorizer: { type: 'REQUEST', identitySource: undefined, resultTtlSeconds: 0 },
    });
    expect(await outcome({})).toBe('ok');
  });
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

describe('permission to invoke', () => {
  test.each<[string, Setting, string]>([
    ['none', { functions: [lambda({ invokePermissions: [] })] }, misconfigured],
    [
      'for another API',
      {
        functions: [
          lambda({
            invokePermissions: [
              {
                principal: 'apigateway.amazonaws.com',
                sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*',
              },
            ],
          }),
        ],
      },
      misconfigured,
    ],
    [
      'for the whole API',
      {
        functions: [
          lambda({ invokePermissions: [{ principal: 'apigateway.amazonaws.com', sourceArn: arn('*') }] }),
        ],
      },
      'ok',
    ],
    [
      'for everyone at API Gateway',
      { functions: [lambda({ invokePermissions: [{ principal: 'apigateway.amazonaws.com' }] })] },
      'ok',
    ],
    [
      'by a role of the authorizer',
      {
        functions: [lambda({ invokePermissions: [] })],
        authorizer: { credentials: 'arn:aws:iam::000000000000:role/r' },
      },
      'ok',
    ],
  ])('%s', async (_what, setting, expected) => {
    expect(await setUp(setting).outcome()).toBe(expected);
  });
});

describe('the cache', () => {
  test('spans methods and evaluates the policy anew, until the time is up', async () => {
    const { events, clock, outcome } = setUp({
      answer: () => answered({ ...allow, policyDocument: policyFor(arn('dev/GET/a')) }),
    });
    expect(await outcome(undefined, { path: '/a' })).toBe('ok');
    expect(await outcome(undefined, { path: '/b' })).toBe(implicit);
    expect(events).toHaveLength(1);
    clock.pass(299_999);
    await outcome(undefined, { path: '/a' });
    expect(events).toHaveLength(1);
    clock.pass(1);
    await outcome(undefined, { path: '/a' });
    expect(events).toHaveLength(2);
  });

  test('is kept by identity and stage', async () => {
    const { events, outcome } = setUp();
    await outcome({ headers: [['Authorization', 'one']] });
    await outcome({ headers: [['Authorization', 'two']] });
    await outcome({ headers: [['Authorization', 'one']] }, { stage: { name: 'prod' } });
    await outcome({ headers: [['authorization', 'one']] });
    expect(events.map(event => event['authorizationToken'])).toEqual(['one', 'two', 'one']);
  });

  test('does not mix identities that read alike when joined', async () => {
    const { events, outcome } = setUp({
      authorizer: { type: 'REQUEST', identitySource: 'method.request.header.a,method.request.header.b' },
    });
    await outcome({
      headers: [
        ['a', 'x,y'],
        ['b', 'z'],
      ],
    });
    await outcome({
      headers: [
        ['a', 'x'],
        ['b', 'y,z'],
      ],
    });
    expect(events).toHaveLength(2);
  });

  test('keeps no refusals, and nothing when it is off', async () => {
    const failing = setUp({ answer: () => thrown('Unauthorized') });
    await failing.outcome();
    await failing.outcome();
    expect(failing.events).toHaveLength(2);
    const off = setUp({ authorizer: { resultTtlSeconds: 0 } });
    await off.outcome();
    await off.outcome();
    expect(off.events).toHaveLength(2);
  });
});

test('a stage variable may name the function', async () => {
  const uri = token.uri?.replace(':function:authorizer', ':function:${stageVariables.fn}');
  const { outcome } = setUp({ authorizer: { uri } });
  expect(await outcome(undefined, { stage: { name: 'named' } })).toBe('ok');
  expect(await outcome()).toBe(misconfigured);
});

test('a method ARN over 1,600 bytes is too long for an authorizer', async () => {
  const result = await setUp().call(undefined, { path: `/${'a'.repeat(1700)}` });
  expect(result).toMatchObject({ status: 414, message: 'URI too long' });
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
      `Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/${functionArn}/invocations`,
      'Using valid authorizer policy for principal: *******************g-name',
      'Successfully completed authorizer execution',
    ],
  });
  expect(await call(secret)).toMatchObject({
    lines: ['Using valid authorizer policy for principal: *******************g-name'],
  });
});
