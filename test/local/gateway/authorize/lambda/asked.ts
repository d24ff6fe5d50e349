/** A Lambda authorizer that is asked about a call, with a function that answers as a test says. */
import { createAuthorize } from '../../../../../local/gateway/authorize/authorizers';
import { isRefusal } from '../../../../../local/gateway/exchange';
import type { Invocation } from '../../../../../local/runtime/invocation';
import type { FunctionModel } from '../../../../../local/template/model';
import type { AuthorizerModel, StageModel } from '../../../../../local/template/rest-api-model';
import { apiModel, functionModel, requestValues, route, stageModel, testClock } from '../../fixtures';

export const arn = (rest: string) => `arn:aws:execute-api:us-east-1:000000000000:api1234567/${rest}`;
export const lambda = (changes: Partial<FunctionModel> = {}) =>
  functionModel('authorizer', {
    invokePermissions: [{ principal: 'apigateway.amazonaws.com', sourceArn: arn('authorizers/auth01') }],
    ...changes,
  });
export const functionArn = lambda().arn;
export const token: AuthorizerModel = {
  id: 'auth01',
  name: 'authorizer',
  type: 'TOKEN',
  uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  identitySource: 'method.request.header.Authorization',
  resultTtlSeconds: 300,
  providerArns: [],
};
export const byRequest: AuthorizerModel = {
  ...token,
  type: 'REQUEST',
  identitySource: 'method.request.header.h, method.request.querystring.q,stageVariables.v,context.stage',
};
export const policyFor = (Resource: string | string[], Effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }],
});
export const allow = { principalId: 'me', policyDocument: policyFor('*') };
export const answered = (answer: unknown): Invocation => ({
  kind: 'answered',
  requestId: 'lambda-1',
  payload: JSON.stringify(answer),
});
export const thrown = (errorMessage: string): Invocation => ({
  kind: 'failed',
  requestId: 'lambda-1',
  reason: 'thrown',
  payload: JSON.stringify({ errorMessage, errorType: 'Error' }),
});

export interface Setting {
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

export function setUp({
  authorizer,
  answer = () => answered(allow),
  functions = [lambda()],
  policy,
}: Setting = {}) {
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
    where: { path?: string; method?: string; stage?: Partial<StageModel>; dataTrace?: boolean } = {},
  ) => {
    const { path = '/demo', method = 'GET', stage = {}, dataTrace = false } = where;
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
        dataTrace,
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
export const unauthorized = 'UNAUTHORIZED {"message":"Unauthorized"}';
export const implicit = 'ACCESS_DENIED {"Message":"User is not authorized to access this resource"}';
export const explicit =
  'ACCESS_DENIED {"Message":"User is not authorized to access this resource with an explicit deny"}';
export const misconfigured = 'AUTHORIZER_CONFIGURATION_ERROR {"message":null}';
