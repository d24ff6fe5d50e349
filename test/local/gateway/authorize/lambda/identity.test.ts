import { arn, byRequest, misconfigured, setUp, unauthorized } from './asked';

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

test('a method ARN over 1,600 bytes is too long for an authorizer', async () => {
  const result = await setUp().call(undefined, { path: `/${'a'.repeat(1700)}` });
  expect(result).toMatchObject({ status: 414, message: 'URI too long' });
});
