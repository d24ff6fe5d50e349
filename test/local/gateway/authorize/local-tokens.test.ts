import { issueLocalTokens } from '../../../../local/gateway/authorize/local-tokens';
import { answering, appModel, method, restApi, serve } from '../served';

const arn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Local';
const cognito = { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'auth01' } as const;
const clock = { now: () => Date.now() };

test("a local run's own tokens open its Cognito methods, each kind its own", async () => {
  const api = restApi(
    [
      method('GET', '/me', cognito),
      method('GET', '/jobs', { ...cognito, authorizationScopes: ['jobs/read'] }),
      method('POST', '/jobs', { ...cognito, authorizationScopes: ['jobs/write'] }),
    ],
    {
      authorizers: [
        {
          id: 'auth01',
          name: 'pool',
          type: 'COGNITO_USER_POOLS',
          resultTtlSeconds: 300,
          providerArns: [arn],
        },
      ],
    },
  );
  const model = appModel([api], {
    userPools: [{ logicalId: 'Pool', id: 'us-east-1_Local', arn, clientIds: ['web', 'cli'] }],
  });
  const { tokens, jwks } = await issueLocalTokens(model, clock);
  expect(tokens.map(({ clientId }) => clientId)).toEqual(['web', 'cli']);
  const [web] = tokens;
  const invoker = answering(({ requestContext }) => ({ body: JSON.stringify(requestContext) }));
  const gateway = await serve(model, { jwks, invoker });
  try {
    const call = async (httpMethod: string, path: string, token = '') => {
      const answer = await fetch(`${gateway.apis[0]?.url}${path}`, {
        method: httpMethod,
        headers: { authorization: token },
      });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await call('GET', '/me', web?.idToken)).toMatchObject({
      status: 200,
      body: { authorizer: { claims: { aud: 'web', 'cognito:username': 'local' } } },
    });
    expect((await call('GET', '/jobs', web?.accessToken)).status).toBe(200);
    expect((await call('POST', '/jobs', web?.accessToken)).status).toBe(200);
    expect((await call('GET', '/jobs', web?.idToken)).status).toBe(401);
    expect((await call('GET', '/me', web?.accessToken)).status).toBe(401);
    expect((await call('GET', '/me')).status).toBe(401);
  } finally {
    await gateway.close();
  }
});

test('without a pool there is nothing to sign; a pool without clients gets one', async () => {
  expect((await issueLocalTokens({ apis: [], userPools: [] }, clock)).tokens).toEqual([]);
  const pool = { logicalId: 'Pool', id: 'us-east-1_Local', arn, clientIds: [] };
  expect((await issueLocalTokens({ apis: [], userPools: [pool] }, clock)).tokens).toMatchObject([
    { clientId: 'local' },
  ]);
});

test('a pool that only an authorizer names has tokens, too', async () => {
  const authorizer = { id: 'a', name: 'a', type: 'COGNITO_USER_POOLS', resultTtlSeconds: 0 } as const;
  const api = restApi([], { authorizers: [{ ...authorizer, providerArns: [arn, arn] }] });
  expect((await issueLocalTokens({ apis: [api], userPools: [] }, clock)).tokens).toMatchObject([
    { userPoolArn: arn, clientId: 'local' },
  ]);
});
