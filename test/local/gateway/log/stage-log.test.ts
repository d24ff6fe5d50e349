import {
  accessDenied,
  forbidden,
  integrationFailure,
} from '../../../../local/gateway/gateway-response/refusals';
import type { LoggedRequest } from '../../../../local/gateway/log/logged-request';
import { compileStageLog } from '../../../../local/gateway/log/stage-log';
import type { StageModel } from '../../../../local/template/rest-api-model';
import { route } from '../fixtures';

const key = 'abcdefghijklmnopqrstuvwxyz1234567890ABCD';
const mask = `${'*'.repeat(34)}90ABCD`;
const where = route({ method: { path: '/jobs/{jobId}', apiKeyRequired: true } });
const answered: LoggedRequest = {
  context: { requestId: 'r-1', extendedRequestId: 'e-1=', xrayTraceId: '1-2-3', 'identity.apiKeyId': 'key1' },
  httpMethod: 'GET',
  route: { ...where, path: '/jobs/7', pathParameters: { jobId: '7' } },
  headers: [
    ['Host', 'h'],
    ['X-Api-Key', key],
    ['Authorization', 'Bearer a-long-secret-token'],
  ],
  query: [['limit', '5']],
  body: '',
  authorizerLines: ['Starting authorizer: auth01 for request: r-1'],
  admission: { apiKeyId: 'key1', apiKey: key, planId: 'plan1' },
  response: {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-RequestId', 'r-1'],
      ['x-amz-apigw-id', 'e-1='],
    ],
    body: Buffer.from('{"ok":true}'),
  },
  integration: {
    uri: 'arn:aws:apigateway:us-east-1:lambda:path/x/invocations',
    requestBody: `{"headers":{"x-api-key":"${key}"}}`,
    responseBody: '{"statusCode":200}',
    status: 200,
    functionStatus: 200,
    latencyMilliseconds: 12,
    requestId: 'lambda-1',
  },
  receivedAt: Date.parse('2026-11-21T12:00:00Z'),
  finishedAt: Date.parse('2026-11-21T12:00:00.020Z'),
};

function logs(logged: LoggedRequest, stage: Partial<StageModel>) {
  const lines: { access: string[]; execution: string[] } = { access: [], execution: [] };
  const log = compileStageLog(
    'api1234567',
    { ...where.stage, ...stage },
    {
      access: (api, name, line) => lines.access.push(`${api}/${name} ${line}`),
      execution: (_api, _name, line) => lines.execution.push(line),
    },
  );
  log.write(logged);
  return { ...lines, log };
}
const level = (loggingLevel: 'OFF' | 'INFO' | 'ERROR', dataTraceEnabled = false): Partial<StageModel> => ({
  methodSettings: [{ resourcePath: '/*', httpMethod: '*', loggingLevel, dataTraceEnabled }],
});
/** Execution lines without time and request id. */
const execution = (logged: LoggedRequest, stage: Partial<StageModel>) =>
  logs(logged, stage).execution.map(line => line.replace(/^\S+ \(r-1\) (.*)\n$/, '$1'));
const refused = (refusal: LoggedRequest['refusal'], status: number): LoggedRequest => ({
  ...answered,
  refusal,
  integration: undefined,
  response: { status, headers: [], body: Buffer.from('{"message":"x"}') },
});

test('INFO tells every step in the words of API Gateway', () => {
  expect(execution(answered, level('INFO'))).toEqual([
    'Extended Request Id: e-1=',
    'Starting authorizer: auth01 for request: r-1',
    `Verifying Usage Plan for request: r-1. API Key: ${mask} API Stage: api1234567/dev`,
    `API Key ${mask} authorized because method 'GET /jobs/{jobId}' requires API Key and API Key is associated with a Usage Plan for API Stage api1234567/dev`,
    `Usage Plan check succeeded for API Key ${mask} and API Stage api1234567/dev`,
    'Starting execution for request: r-1',
    'HTTP Method: GET, Resource Path: /jobs/7',
    `API Key: ${mask}`,
    'API Key ID: key1',
    'Successfully completed execution',
    'Method completed with status: 200',
    'AWS Integration Endpoint RequestId : lambda-1',
    'X-ray Tracing ID : Root=1-2-3',
  ]);
});

test.each([
  ['shop', '/shop/jobs/7'],
  ['(none)', '/jobs/7'],
])('under the base path %s of a custom domain the path is %s', (basePath, path) => {
  const mapped = { ...answered, route: { ...answered.route!, basePath } };
  expect(execution(mapped, level('INFO'))).toContain(`HTTP Method: GET, Resource Path: ${path}`);
});

test('a stage that traces shows the trace id alone', () => {
  const traced = { ...answered, route: route({ stage: { tracingEnabled: true } }) };
  expect(execution(traced, level('INFO'))).toContain('X-ray Tracing ID : 1-2-3');
});

test('lines carry the time and the request id', () => {
  expect(logs(answered, level('INFO')).execution[0]).toBe(
    '2026-11-21T12:00:00.020Z (r-1) Extended Request Id: e-1=\n',
  );
});

test('a method without a key says so, with an empty key', () => {
  const open = { ...answered, route: route(), admission: undefined, headers: [] };
  expect(execution(open, level('INFO'))).toEqual(
    expect.arrayContaining([
      'Verifying Usage Plan for request: r-1. API Key:  API Stage: api1234567/dev',
      "API Key  authorized because method 'GET /jobs' does not require API Key. Request will not contribute to throttle or quota limits",
      'Usage Plan check succeeded for API Key  and API Stage api1234567/dev',
    ]),
  );
});

test('the data trace adds what is sent and received, secrets masked', () => {
  const lines = execution(answered, level('INFO', true));
  expect(lines).toEqual(
    expect.arrayContaining([
      'Method request path: {jobId=7}',
      'Method request query string: {limit=5}',
      `Method request headers: {Host=h, X-Api-Key=${mask}, Authorization=********************-token}`,
      'Method request body before transformations: ',
      'Endpoint request URI: https://lambda.us-east-1.amazonaws.com/x/invocations',
      'Sending request to https://lambda.us-east-1.amazonaws.com/x/invocations',
      'Received response. Status: 200, Integration latency: 12 ms',
      `Endpoint request body after transformations: {"headers":{"x-api-key":"${mask}"}}`,
      'Endpoint response body before transformations: {"statusCode":200}',
      'Method response body after transformations: {"ok":true}',
      'Method response headers: {Content-Type=application/json}',
    ]),
  );
});

test('no log at any level holds the key', () => {
  const format = '$context.identity.apiKey $context.error.message $context.path';
  const canary = { ...answered, context: { ...answered.context, 'identity.apiKey': key, path: `/x/${key}` } };
  for (const logged of [canary, { ...canary, admission: undefined, refusal: forbidden(`about ${key}`) }]) {
    const { access, execution: lines } = logs(logged, {
      ...level('INFO', true),
      accessLog: { destinationArn: '', format },
    });
    expect([access.length, lines.length > 0]).toEqual([1, true]);
    expect(JSON.stringify([access, lines])).not.toContain(key);
  }
});

test('ERROR tells only what went wrong', () => {
  expect(execution(answered, level('ERROR'))).toEqual([]);
  const malformed = refused(
    integrationFailure('Execution failed due to configuration error: Malformed Lambda proxy response', 502),
    502,
  );
  expect(execution(malformed, level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    'Execution failed due to configuration error: Malformed Lambda proxy response',
  ]);
  expect(execution({ ...malformed, gatewayResponse: 'DEFAULT_5XX' }, level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    'Execution failed due to configuration error: Malformed Lambda proxy response',
    'Gateway response type: DEFAULT_5XX with status code: 502',
    'Gateway response body: {"message":"x"}',
    'Gateway response headers: {}',
  ]);
});

test('an execution that failed is completed, with its status', () => {
  const failed = { ...refused(integrationFailure('No luck'), 500), integration: answered.integration };
  const lines = execution(failed, level('INFO'));
  expect(lines).toContain('Method completed with status: 500');
  expect(lines).not.toContain('Successfully completed execution');
});

test('an authorizer that cannot be used is told of twice', () => {
  const reason = 'Execution failed due to configuration error: Invalid permissions on Lambda function';
  const refusal = { ...integrationFailure(reason), refusal: 'AUTHORIZER_CONFIGURATION_ERROR' };
  expect(execution(refused(refusal, 500), level('ERROR'))).toEqual([
    'Extended Request Id: e-1=',
    reason,
    'Execution failed due to configuration error: Authorizer error',
  ]);
});

test('a refusal ends the steps where it fell', () => {
  const atKey = execution(refused(forbidden('API Key is unknown'), 403), level('INFO'));
  expect(atKey).toContain(
    `Verifying Usage Plan for request: r-1. API Key: ${mask} API Stage: api1234567/dev`,
  );
  expect(atKey.slice(-2)).toEqual(['API Key is unknown', 'X-ray Tracing ID : Root=1-2-3']);
  expect(atKey.join()).not.toContain('Starting execution');
  const atAuthorizer = execution(refused(accessDenied('No', 'Denied'), 403), level('INFO'));
  expect(atAuthorizer.join()).not.toContain('Verifying Usage Plan');
  expect(atAuthorizer).toContain('Denied');
});

test('OFF writes nothing, and a method may have a level of its own', () => {
  expect(execution(answered, level('OFF'))).toEqual([]);
  const own = {
    methodSettings: [
      { resourcePath: '/*', httpMethod: '*', loggingLevel: 'OFF' as const },
      {
        resourcePath: '/~1jobs~1{jobId}',
        httpMethod: 'GET',
        loggingLevel: 'INFO' as const,
        dataTraceEnabled: true,
      },
    ],
  };
  expect(execution(answered, own).length).toBeGreaterThan(5);
  expect(logs(answered, own).log.wantsData(where.method, 'GET')).toBe(true);
  expect(logs(answered, own).log.active(where.method, 'GET')).toBe(true);
  expect(logs(answered, own).log.active(undefined, 'GET')).toBe(false);
  expect(
    logs(answered, { accessLog: { destinationArn: '', format: 'x' } }).log.active(undefined, 'GET'),
  ).toBe(true);
});

test('long lines are cut', () => {
  const long = { ...answered, body: 'x'.repeat(5000) };
  const line = execution(long, level('INFO', true)).find(text => text.startsWith('Method request body'));
  expect(line).toHaveLength(1024 + ' [TRUNCATED]'.length);
});

describe('the access log', () => {
  const one = (logged: LoggedRequest, format: string) =>
    logs(logged, { accessLog: { destinationArn: 'arn', format } }).access;

  test('tells status, sizes and times', () => {
    expect(
      one(
        answered,
        '$context.status $context.responseLength $context.responseLatency $context.integration.status ' +
          '$context.integration.integrationStatus $context.integration.latency $context.integrationLatency ' +
          '$context.integration.requestId $context.awsEndpointRequestId $context.endpointType $context.error.message',
      ),
    ).toEqual(['api1234567/dev 200 11 20 200 200 12 12 lambda-1 lambda-1 REGIONAL -\n']);
  });

  test('tells which phase refused and why', () => {
    const iam = route({ method: { authorizationType: 'AWS_IAM' } });
    const denied = { ...refused(accessDenied('Not you', 'Denied'), 403), route: iam };
    expect(
      one(
        denied,
        '$context.authorize.status $context.authorize.error $context.authenticate.status $context.error.responseType $context.error.messageString',
      ),
    ).toEqual(['api1234567/dev 403 Not you - ACCESS_DENIED "Not you"\n']);
  });

  test('is not written for a stage without one', () => {
    expect(logs(answered, {}).access).toEqual([]);
  });
});
