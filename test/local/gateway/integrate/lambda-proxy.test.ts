import type { LambdaInvoker } from '../../../../local/runtime/invocation';
import type { FunctionModel } from '../../../../local/template/model';
import { answering, echoing, integrationModel } from '../served';
import { call, ending, failed, internal } from './lambda-calls';

describe('AWS_PROXY', () => {
  const proxy = integrationModel();

  test('gives the function the whole request and nothing that is mapped', async () => {
    const mapped = integrationModel({ requestParameters: { 'integration.request.header.X-Mapped': "'m'" } });
    const { body } = await call(mapped, echoing, {
      method: 'POST',
      body: '{ "a" : 1 }',
      headers: { 'Content-Type': 'application/json' },
    });
    const event = JSON.parse(body) as Record<string, unknown>;
    expect(Object.keys(event).sort()).toEqual([
      'body',
      'headers',
      'httpMethod',
      'isBase64Encoded',
      'multiValueHeaders',
      'multiValueQueryStringParameters',
      'path',
      'pathParameters',
      'queryStringParameters',
      'requestContext',
      'resource',
      'stageVariables',
    ]);
    expect(event).toMatchObject({
      body: '{ "a" : 1 }',
      isBase64Encoded: false,
      pathParameters: { id: '7' },
      stageVariables: null,
    });
    expect(event['headers']).not.toHaveProperty('X-Mapped');
  });

  test.each<[string, LambdaInvoker, number, string]>([
    ['throws', failed('x'), 502, internal],
    ['answers out of shape', answering(() => ({ wrong: 1 })), 502, internal],
    [
      'answers with a header that HTTP does not allow',
      answering(() => ({ headers: { 'x y': 'z' } })),
      502,
      internal,
    ],
    [
      'answers with a line break in a header',
      answering(() => ({ headers: { x: 'a\r\nb: c' } })),
      502,
      internal,
    ],
    ['is busy', ending({ kind: 'throttled' }), 500, internal],
    ['cannot be found', ending({ kind: 'unknown-function' }), 500, internal],
    [
      'gets an event beyond 6 MB',
      ending({ kind: 'request-too-large' }),
      413,
      '{"message":"Request Too Long"}',
    ],
  ])('a function that %s', async (_, invoker, status, body) => {
    expect(await call(proxy, invoker)).toMatchObject({ status, body });
  });

  test('a function that takes longer than the integration is a 504', async () => {
    const never: LambdaInvoker = { invoke: () => new Promise(() => undefined) };
    const answer = await call(integrationModel({ timeoutMilliseconds: 50 }), never);
    expect(answer).toMatchObject({
      status: 504,
      body: '{"message": "Endpoint request timed out"}',
      headers: { 'x-amzn-errortype': 'InternalServerErrorException', 'x-amzn-trace-id': expect.any(String) },
    });
  });

  test.each<[string, Partial<FunctionModel>, number]>([
    ['without any permission', { invokePermissions: [] }, 500],
    ['that permits somebody else', { invokePermissions: [{ principal: 'sns.amazonaws.com' }] }, 500],
    [
      'that permits another method',
      {
        invokePermissions: [
          {
            principal: 'apigateway.amazonaws.com',
            sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api1234567/*/POST/jobs/*',
          },
        ],
      },
      500,
    ],
    [
      'that permits another API',
      {
        invokePermissions: [
          {
            principal: 'apigateway.amazonaws.com',
            sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*/*/*',
          },
        ],
      },
      500,
    ],
    [
      'that permits the method',
      {
        invokePermissions: [
          {
            principal: 'apigateway.amazonaws.com',
            sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api1234567/dev/GET/jobs/*',
          },
        ],
      },
      200,
    ],
  ])('a function %s', async (_, changes, status) => {
    expect((await call(proxy, echoing, {}, { function: changes })).status).toBe(status);
  });

  test('a role in place of a permission will do', async () => {
    const withRole = integrationModel({ credentials: 'arn:aws:iam::000000000000:role/invoker' });
    expect((await call(withRole, echoing, {}, { function: { invokePermissions: [] } })).status).toBe(200);
  });

  test.each(['GET', 'PUT'])('an integration method of %s is an error', async httpMethod => {
    expect(await call(integrationModel({ httpMethod }), echoing)).toMatchObject({
      status: 500,
      body: internal,
    });
  });

  test.each([
    'Authorization',
    'Connection',
    'Content-Length',
    'Expect',
    'Proxy-Authenticate',
    'TE',
    'Transfer-Encoding',
  ])('a mapped %s is an error without a trace id', async name => {
    const answer = await call(
      integrationModel({ requestParameters: { [`integration.request.header.${name}`]: "'x'" } }),
      echoing,
    );
    expect(answer.status).toBe(500);
    expect(answer.headers).not.toHaveProperty('x-amzn-trace-id');
  });

  test('decodes base64 for the first accepted type alone', async () => {
    const image = answering(() => ({
      headers: { 'Content-Type': 'image/png' },
      body: 'iVD/',
      isBase64Encoded: true,
    }));
    const types = { binaryMediaTypes: ['image/png'] };
    expect((await call(proxy, image, { headers: { Accept: 'image/png,*/*' } }, types)).body).toBe(
      '\ufffdP\ufffd',
    );
    expect((await call(proxy, image, { headers: { Accept: 'image/webp,image/png' } }, types)).body).toBe(
      'iVD/',
    );
    expect((await call(proxy, image, { headers: { Accept: '*/*' } }, types)).body).toBe('iVD/');
    expect(
      (await call(proxy, image, { headers: { Accept: '*/*' } }, { binaryMediaTypes: ['*/*'] })).body,
    ).toBe('\ufffdP\ufffd');
    const broken = answering(() => ({ body: 'no base64', isBase64Encoded: true }));
    expect((await call(proxy, broken, { headers: { Accept: 'image/png' } }, types)).status).toBe(500);
  });

  test('compresses from the minimum size on, and says so once', async () => {
    const large = answering(() => ({ body: 'x'.repeat(1_000) }));
    const answer = await call(
      proxy,
      large,
      { headers: { 'Accept-Encoding': 'gzip' } },
      { minimumCompressionSize: 100 },
    );
    expect(answer).toMatchObject({ body: 'x'.repeat(1_000), headers: { 'content-encoding': 'gzip' } });
    expect(Number(answer.headers['content-length'])).toBeLessThan(100);
  });

  test('a function that streams its answer is named with the remedy', async () => {
    const uri = integrationModel().uri!.replace('/invocations', '/response-streaming-invocations');
    const { status, body } = await call(integrationModel({ uri }), echoing);
    expect([status, body]).toEqual([501, expect.stringContaining('use the transfer mode BUFFERED')]);
  });

  test('a function that is not in the app answers 501 and is named', async () => {
    const foreign = integrationModel({
      uri: integrationModel().uri!.replace('function:echo', 'function:other'),
    });
    const { status, body, unsupported } = await call(foreign, echoing);
    expect(status).toBe(501);
    expect(body).toMatch(/not part of this app/);
    expect(unsupported).toEqual([
      expect.objectContaining({
        reason: expect.stringMatching(/^ANY \/jobs\/\{id\} of stage dev answers 501/),
      }),
    ]);
  });
});
