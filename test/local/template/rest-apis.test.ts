import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { loadModel } from '../../../local/template/load';

/** What CDK's own constructs synthesize, so that the reader is tried on what users have. */
function synthesized(build: (stack: Stack) => void) {
  const outdir = mkdtempSync(join(tmpdir(), 'jobgate-cdk-'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  build(new Stack(app, 'Stack'));
  app.synth();
  return loadModel(outdir, { endpoints: { queues: 'http://q' }, apiKeyValue: id => `v-${id}` });
}

test('paths, methods, validators, models, stage settings, plans and keys of a RestApi construct', () => {
  const model = synthesized(stack => {
    const api = new apigateway.RestApi(stack, 'Api', {
      binaryMediaTypes: ['image/png'],
      minCompressionSize: undefined,
      endpointTypes: [apigateway.EndpointType.REGIONAL],
      deployOptions: {
        stageName: 'live',
        throttlingRateLimit: 5,
        variables: { color: 'blue' },
        tracingEnabled: true,
      },
    });
    const input = api.addModel('Input', { schema: { type: apigateway.JsonSchemaType.OBJECT } });
    const jobs = api.root.addResource('jobs');
    jobs.addResource('{jobId}').addMethod('GET', new apigateway.HttpIntegration('https://example.com/{id}'), {
      apiKeyRequired: true,
      requestParameters: { 'method.request.path.jobId': true },
    });
    jobs.addMethod(
      'POST',
      new apigateway.MockIntegration({ requestTemplates: { 'application/json': '{}' } }),
      {
        requestModels: { 'application/json': input },
        requestValidatorOptions: { validateRequestBody: true },
      },
    );
    api.root.addMethod('ANY', new apigateway.MockIntegration());
    api.root.addProxy({ defaultIntegration: new apigateway.MockIntegration() });
    const key = api.addApiKey('Key');
    const plan = api.addUsagePlan('Plan', {
      name: 'basic',
      quota: { limit: 10, period: apigateway.Period.WEEK, offset: 2 },
      throttle: { rateLimit: 1, burstLimit: 2 },
    });
    plan.addApiKey(key);
    plan.addApiStage({ stage: api.deploymentStage });
    api.addGatewayResponse('Forbidden', { type: apigateway.ResponseType.ACCESS_DENIED, statusCode: '404' });
  });
  const [api] = model.apis;
  expect(api?.methods.map(({ path, httpMethod }) => `${httpMethod} ${path}`).sort()).toEqual([
    'ANY /',
    'ANY /{proxy+}',
    'GET /jobs/{jobId}',
    'POST /jobs',
  ]);
  const post = api?.methods.find(({ httpMethod }) => httpMethod === 'POST');
  expect(post?.validator).toEqual({ body: true, parameters: false });
  const modelName = post?.requestModels['application/json'] ?? '';
  expect(api?.models[modelName]).toMatchObject({ type: 'object' });
  expect(Object.keys(api?.models ?? {})).toEqual(expect.arrayContaining(['Empty', 'Error']));
  const get = api?.methods.find(({ httpMethod }) => httpMethod === 'GET');
  expect(get).toMatchObject({
    apiKeyRequired: true,
    requestParameters: { 'method.request.path.jobId': true },
    integration: { type: 'HTTP_PROXY', uri: 'https://example.com/{id}', timeoutMilliseconds: 29_000 },
  });
  expect(api).toMatchObject({
    endpointType: 'REGIONAL',
    binaryMediaTypes: ['image/png'],
    gatewayResponses: [{ responseType: 'ACCESS_DENIED', statusCode: '404' }],
    stages: [{ name: 'live', variables: { color: 'blue' }, tracingEnabled: true }],
  });
  expect(api?.stages[0]?.methodSettings).toContainEqual(
    expect.objectContaining({ resourcePath: '/*', httpMethod: '*', throttlingRateLimit: 5 }),
  );
  expect(model.usagePlans[0]).toMatchObject({
    name: 'basic',
    quota: { limit: 10, period: 'WEEK', offset: 2 },
    throttle: { rateLimit: 1, burstLimit: 2 },
    stages: [{ apiId: api?.id, stage: 'live' }],
    keyIds: [model.apiKeys[0]?.id],
  });
  expect(model.unsupported).toEqual([]);
});

test('an API key is disabled unless the template enables it', () => {
  const model = synthesized(stack => {
    new apigateway.CfnApiKey(stack, 'Silent');
    new apigateway.CfnApiKey(stack, 'Enabled', {
      enabled: true,
      value: 'given-in-the-template',
      tags: [{ key: 'tenant', value: 't' }],
    });
  });
  expect(model.apiKeys.map(({ enabled, value, tags }) => [enabled, value.slice(0, 5), tags])).toEqual([
    [false, 'v-' + model.apiKeys[0]?.id.slice(0, 3), {}],
    [true, 'given', { tenant: 't' }],
  ]);
});
