import type { FunctionModel } from '../../../../../local/template/model';
import { appModel, method, restApi, serve } from '../../served';
import { arn, functionArn, lambda, misconfigured, type Setting, setUp, token } from './asked';

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

test('a stage variable may name the function', async () => {
  const uri = token.uri?.replace(':function:authorizer', ':function:${stageVariables.fn}');
  const { outcome } = setUp({ authorizer: { uri } });
  expect(await outcome(undefined, { stage: { name: 'named' } })).toBe('ok');
  expect(await outcome()).toBe(misconfigured);
});

test('an authorizer whose function is deployed elsewhere is named at the start, another is not', async () => {
  const custom = { authorizationType: 'CUSTOM', authorizerId: token.id } as const;
  const model = appModel([restApi([method('GET', '/jobs', custom)], { authorizers: [token] })]);
  const served = async (functions: readonly FunctionModel[]) => {
    const gateway = await serve({ ...model, functions });
    const { status } = await fetch(`${gateway.apis[0]?.url}/jobs`, { headers: { authorization: 'x' } });
    await gateway.close();
    return { status, unsupported: gateway.unsupported };
  };
  expect(await served(model.functions)).toMatchObject({
    status: 500,
    unsupported: [{ type: 'AWS::ApiGateway::Authorizer', reason: expect.stringContaining(functionArn) }],
  });
  expect((await served([...model.functions, lambda()])).unsupported).toEqual([]);
});
