import { forbidden } from '../../../../local/gateway/gateway-response/refusals';
import { route } from '../fixtures';
import { answered, execution, key, level, logs, mask } from './logged';

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

test('long lines are cut', () => {
  const long = { ...answered, body: 'x'.repeat(5000) };
  const line = execution(long, level('INFO', true)).find(text => text.startsWith('Method request body'));
  expect(line).toHaveLength(1024 + ' [TRUNCATED]'.length);
});
