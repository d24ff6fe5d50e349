import { checkApis } from '../../../../local/gateway/check/check-apis';
import type { ApiKeyModel, RestApiModel } from '../../../../local/template/rest-api-model';
import { stageModel } from '../fixtures';
import { appModel, integrationModel, method, mockIntegration, response, restApi } from '../served';

const check = (...apis: RestApiModel[]) => checkApis(appModel(apis));

describe('an app that API Gateway would refuse', () => {
  test('has two variable children of one resource', () => {
    const api = restApi([
      method('GET', '/jobs/{id}'),
      method('GET', '/jobs/{name}/log'),
      method('GET', '/{proxy+}'),
    ]);
    expect(() => check(api)).toThrow(
      'api (Api): /jobs has the children {id} and {name}. A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
    );
  });

  test('has a timeout that is too short, or too long at the edge', () => {
    const of = (timeoutMilliseconds: number) => [
      method('GET', '/a', { integration: integrationModel({ timeoutMilliseconds }) }),
    ];
    expect(() => check(restApi(of(49)))).toThrow(
      'GET /a has the integration timeout 49 ms; allowed is at least 50.',
    );
    expect(() => check(restApi(of(60_000)))).not.toThrow();
    expect(() => check(restApi(of(29_001), { endpointType: 'EDGE' }))).toThrow('allowed is 50 to 29000');
  });

  test('has a minimum compression size that is none', () => {
    expect(() => check(restApi([], { minimumCompressionSize: 10_485_761 }))).toThrow(
      /must be between 0 and 10485760/,
    );
    expect(() => check(restApi([], { minimumCompressionSize: 10_485_760 }))).not.toThrow();
  });

  test('is told all that is wrong at once', () => {
    const bad = method('GET', '/a', { integration: mockIntegration({ timeoutMilliseconds: 0 }) });
    expect(() =>
      check(restApi([bad], { minimumCompressionSize: -1 }), restApi([bad], { name: 'second' })),
    ).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^API Gateway would refuse this app:(\n {2}.+){3}$/),
      }),
    );
  });
});

test('variable siblings of different parents are no problem', () => {
  expect(() =>
    check(restApi([method('GET', '/a/{x}'), method('GET', '/b/{y}'), method('PUT', '/a/{x}')])),
  ).not.toThrow();
});

describe('a method that API Gateway would refuse', () => {
  const http = { type: 'HTTP', httpMethod: 'GET', uri: 'http://a.example' } as const;
  const service = (uri: string) => integrationModel({ type: 'AWS', uri });

  test.each<[string, RestApiModel, string]>([
    [
      'stands below a greedy parameter',
      restApi([method('GET', '/{proxy+}/log')]),
      'Cannot create a child of a resource with a greedy path variable: {proxy+}',
    ],
    [
      'has a verb that is none',
      restApi([method('FETCH', '/a')]),
      'Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY',
    ],
    [
      'asks for an authorizer that it does not name',
      restApi([method('GET', '/a', { authorizationType: 'CUSTOM' })]),
      'requires a valid authorizer.',
    ],
    [
      'names a model that the API does not have',
      restApi([method('GET', '/a', { requestModels: { 'application/json': 'petModel' } })]),
      'Invalid model identifier specified: petModel',
    ],
    [
      'declares a parameter in two places',
      restApi([
        method('GET', '/a', {
          requestParameters: { 'method.request.header.x': true, 'method.request.querystring.x': false },
        }),
      ]),
      'Parameter names must be unique across querystring, header and path',
    ],
    [
      'has an integration without a method',
      restApi([
        method('GET', '/a', { integration: { ...mockIntegration(), type: 'HTTP', uri: 'http://a' } }),
      ]),
      'Enumeration value for HttpMethod must be non-empty',
    ],
    [
      'calls an address that is none',
      restApi([method('GET', '/a', { integration: integrationModel({ ...http, uri: 'validuri' }) })]),
      'has the integration URI "validuri". Invalid HTTP endpoint specified for URI',
    ],
    [
      'calls a service by what is no ARN',
      restApi([method('GET', '/a', { integration: service('not-an-arn') })]),
      'Invalid ARN specified in the request',
    ],
    [
      'calls a service without path and action',
      restApi([method('GET', '/a', { integration: service('arn:aws:iam::111111111111:role/a') })]),
      'AWS ARN for integration must contain path or action',
    ],
    [
      'is a proxy of another service than Lambda',
      restApi([
        method('GET', '/a', {
          integration: integrationModel({ uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem' }),
        }),
      ]),
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    ],
    [
      'answers a status that is none',
      restApi([method('GET', '/a', { integration: mockIntegration({ responses: [response('wrong')] }) })]),
      'Member must satisfy regular expression pattern: [1-5]\\d\\d',
    ],
    [
      'maps a request parameter that it does not declare',
      restApi([
        method('GET', '/{proxy+}', {
          integration: integrationModel({
            ...http,
            requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          }),
          requestParameters: {},
        }),
      ]),
      'Invalid mapping expression parameter specified: method.request.path.proxy',
    ],
    [
      'maps a response header that it does not declare',
      restApi([
        method('GET', '/a', {
          integration: mockIntegration({
            responses: [response('200', { responseParameters: { 'method.response.header.x': "'1'" } })],
          }),
          methodResponses: [
            {
              statusCode: '201',
              responseModels: {},
              responseParameters: { 'method.response.header.x': true },
            },
          ],
        }),
      ]),
      'Invalid mapping expression parameter specified: method.response.header.x',
    ],
  ])('%s', (_, api, message) => {
    expect(() => check(api)).toThrow(message);
  });

  test('no method may, though, when what it maps is declared, is its own, or is the body', () => {
    const integration = integrationModel({
      ...http,
      uri: 'http://${stageVariables.host}/a',
      requestParameters: {
        'integration.request.header.a': 'method.request.multivalueheader.X-A',
        'integration.request.header.b': "'literal'",
        'integration.request.header.c': 'context.requestId',
        'integration.request.querystring.d': 'method.request.body.d',
      },
      responses: [response('200', { responseParameters: { 'method.response.header.E': "'1'" } })],
    });
    const declaring = method('GET', '/a', {
      integration,
      requestParameters: { 'method.request.header.X-A': false },
      methodResponses: [
        { statusCode: '200', responseModels: {}, responseParameters: { 'method.response.header.e': false } },
      ],
    });
    expect(() => check(restApi([declaring]))).not.toThrow();
  });
});

test('a gateway response of no type and an access log that names no request are refused', () => {
  const gatewayResponses = [{ responseType: 'FAKE', responseParameters: {}, responseTemplates: {} }];
  const stages = [stageModel({ accessLog: { destinationArn: 'arn', format: '$context.status' } })];
  expect(() => check(restApi([], { gatewayResponses, stages }))).toThrow(
    /no gateway response type "FAKE"[\s\S]*must include at least \$context.requestId/,
  );
});

describe('a key that API Gateway would refuse', () => {
  const key = (changes: Partial<ApiKeyModel>): ApiKeyModel => ({
    logicalId: 'Key',
    id: 'key1',
    name: 'key',
    value: 'a-value-of-twenty-characters',
    enabled: true,
    tags: {},
    ...changes,
  });

  test.each<[string, Partial<ApiKeyModel>[], string]>([
    ['has a name that is too long', [{ name: 'n'.repeat(1025) }], 'can be at most 1024 characters'],
    ['has a value that is too short', [{ value: 'short' }], 'API Key value should be at least 20 characters'],
    ['has a value that is too long', [{ value: 'v'.repeat(129) }], 'exceeds maximum size of 128 characters'],
    ['has the value of another', [{}, { logicalId: 'Second' }], 'API key Second: API Key already exists'],
  ])('%s', (_, apiKeys, message) => {
    expect(() => checkApis(appModel([], { apiKeys: apiKeys.map(key) }))).toThrow(message);
  });
});
