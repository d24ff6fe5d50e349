import type { Gateway } from '../../../local/gateway/server';
import { appModel, method, restApi, serve } from './served';

const endpoint = 'vpce-0123456789abcdef0';
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
      Condition: { StringNotEquals: { 'aws:SourceVpce': endpoint } },
    },
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
  ],
};

describe('a private API', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    const api = restApi([method('ANY', '/{proxy+}')], {
      endpointType: 'PRIVATE',
      vpcEndpointIds: [endpoint],
      policy,
    });
    gateway = await serve(appModel([api]));
  });
  afterAll(() => gateway.close());

  test('answers through the listener of its VPC endpoint, which the function sees', async () => {
    const answer = await fetch(`${gateway.apis[0]!.url}/a/b`);
    expect(answer.status).toBe(200);
    const { requestContext } = (await answer.json()) as {
      requestContext: { identity: Record<string, string> };
    };
    expect(requestContext.identity).toMatchObject({
      vpceId: endpoint,
      vpcId: expect.stringMatching(/^vpc-/),
    });
  });

  test('refuses the internet', async () => {
    const answer = await fetch(`${gateway.apis[0]!.internetUrl}/a/b`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toMatch(
      /^\{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke/,
    );
  });
});

test('an API that is not private has no second listener', async () => {
  const gateway = await serve(appModel([restApi([method('GET', '/')])]));
  expect(gateway.apis[0]).not.toHaveProperty('internetUrl');
  await gateway.close();
});
