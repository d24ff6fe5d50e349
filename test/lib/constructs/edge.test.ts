import type { Template } from 'aws-cdk-lib/assertions';
import { routes } from '../../../contract/routes';
import { schemas } from '../../../contract/schemas';
import { only, resources, synthesize } from '../synthesize';

interface MethodProperties {
  readonly HttpMethod: string;
  readonly OperationName?: string;
  readonly ApiKeyRequired: boolean;
  readonly RequestParameters?: Readonly<Record<string, boolean>>;
  readonly RequestModels?: Readonly<Record<string, { readonly Ref: string }>>;
  readonly RequestValidatorId?: { readonly Ref: string };
  readonly Integration: {
    readonly IntegrationResponses?: readonly {
      readonly ResponseParameters: Readonly<Record<string, string>>;
      readonly ResponseTemplates: Readonly<Record<string, string>>;
    }[];
  };
}

const methods = (template: Template) =>
  Object.values(resources<MethodProperties>(template, 'AWS::ApiGateway::Method')).map(
    ({ Properties }) => Properties,
  );
const route = (template: Template, operation: string) =>
  methods(template).find(method => method.OperationName === operation);
const deployment = (template: Template) => Object.keys(resources(template, 'AWS::ApiGateway::Deployment'))[0];

describe('validation', () => {
  it('looks at parameters and body of every route', () => {
    const { Api } = synthesize();
    Api.hasResourceProperties('AWS::ApiGateway::RequestValidator', {
      ValidateRequestBody: true,
      ValidateRequestParameters: true,
    });
    const [validator] = Object.keys(resources(Api, 'AWS::ApiGateway::RequestValidator'));
    for (const { operation } of routes)
      expect(route(Api, operation)?.RequestValidatorId).toEqual({ Ref: validator });
    expect(route(Api, 'getJob')?.RequestParameters).toEqual({ 'method.request.path.jobId': true });
    expect(route(Api, 'listJobs')?.RequestParameters).toMatchObject({
      'method.request.querystring.limit': false,
    });
  });

  it.each(['coarse', 'full'] as const)(
    'of kind %s refuses what it promises by a model of draft 4',
    validation => {
      const { Api } = synthesize({ validation });
      const found = resources<{ Schema: { $schema: string; type: string; required?: readonly string[] } }>(
        Api,
        'AWS::ApiGateway::Model',
      );
      const { Ref: id } = route(Api, 'submitJob')!.RequestModels!['application/json']!;
      const { Schema } = found[id]!.Properties;
      expect(Schema).toMatchObject({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' });
      expect(Schema.required).toEqual(validation === 'full' ? schemas.SubmitJob.required : undefined);
    },
  );

  it('makes a new deployment when a model changes', () => {
    expect(deployment(synthesize({ validation: 'full' }).Api)).not.toBe(deployment(synthesize().Api));
  });
});

describe('cross-origin requests', () => {
  const preflights = (template: Template) =>
    methods(template).filter(method => method.HttpMethod === 'OPTIONS');
  const origin = (method: MethodProperties) =>
    method.Integration.IntegrationResponses![0]!.ResponseParameters[
      'method.response.header.Access-Control-Allow-Origin'
    ];
  interface GatewayResponseProperties {
    readonly ResponseParameters: Readonly<Record<string, string>>;
  }
  const errorOrigins = (template: Template) =>
    Object.values(resources<GatewayResponseProperties>(template, 'AWS::ApiGateway::GatewayResponse')).map(
      response =>
        response.Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'],
    );

  it('are not answered unless the stage names origins', () => {
    const { Api } = synthesize();
    expect(preflights(Api)).toEqual([]);
    expect(new Set(errorOrigins(Api))).toEqual(new Set([undefined]));
  });

  it('are answered on every path without a key, and allowed on every error', () => {
    const { Api } = synthesize({ cors: { origins: ['https://app.example.com'] } });
    const paths = new Set(routes.map(({ path }) => path));
    expect(preflights(Api)).toHaveLength(paths.size);
    for (const method of preflights(Api)) {
      expect(method.ApiKeyRequired).toBe(false);
      expect(origin(method)).toBe("'https://app.example.com'");
    }
    expect(new Set(errorOrigins(Api))).toEqual(new Set(["'https://app.example.com'"]));
  });

  it('learn what a path takes, from which headers on, and for how long that holds', () => {
    const { Api } = synthesize({
      cors: { origins: ['https://a.example.com'], headers: ['X-Api-Key', 'Prefer'], maxAgeSeconds: 7 },
    });
    const answers = preflights(Api).map(
      ({ Integration }) => Integration.IntegrationResponses![0]!.ResponseParameters,
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        'method.response.header.Access-Control-Allow-Headers': "'X-Api-Key,Prefer'",
        'method.response.header.Access-Control-Max-Age': "'7'",
        'method.response.header.Vary': "'Origin'",
      });
    }
    const allowed = answers.map(answer => answer['method.response.header.Access-Control-Allow-Methods']);
    const paths = [...new Set(routes.map(({ path }) => path))];
    expect(allowed.sort()).toEqual(
      paths
        .map(path => routes.filter(each => each.path === path).map(({ method }) => method))
        .map(verbs => `'${[...verbs, 'OPTIONS'].join(',')}'`)
        .sort(),
    );
  });

  it.each([
    ['one origin', ['https://a.example.com'], "'Origin'"],
    ['several origins', ['https://a.example.com', 'https://b.example.com'], "'Origin'"],
    ['any origin', ['*'], undefined],
  ])('with %s keep errors for different pages apart in caches', (_case, origins, vary) => {
    const { Api } = synthesize({ cors: { origins } });
    const varied = Object.values(
      resources<GatewayResponseProperties>(Api, 'AWS::ApiGateway::GatewayResponse'),
    ).map(({ Properties }) => Properties.ResponseParameters['gatewayresponse.header.Vary']);
    expect(new Set(varied)).toEqual(new Set([vary]));
  });

  it('of several origins name the one that asks', () => {
    const { Api } = synthesize({ cors: { origins: ['https://a.example.com', 'https://b.example.com'] } });
    const template =
      preflights(Api)[0]!.Integration.IntegrationResponses![0]!.ResponseTemplates['application/json'];
    expect(template).toContain('$origin == "https://b.example.com"');
    expect(new Set(errorOrigins(Api))).toEqual(new Set(['method.request.header.Origin']));
  });

  it('may read what API Gateway answers to a route by itself', () => {
    const { Api } = synthesize({
      cors: { origins: ['https://a.example.com', 'https://b.example.com'], credentials: true },
    });
    for (const { operation } of routes.filter(each => 'fixed' in each)) {
      const [answer] = route(Api, operation)!.Integration.IntegrationResponses!;
      expect(answer?.ResponseParameters).toEqual({
        'method.response.header.Access-Control-Allow-Origin': "'https://a.example.com'",
        'method.response.header.Access-Control-Allow-Credentials': "'true'",
        'method.response.header.Vary': "'Origin'",
      });
      expect(answer?.ResponseTemplates['application/json']).toContain('$origin == "https://b.example.com"');
    }
  });

  it('tell the handler whom to answer', () => {
    synthesize({ cors: { origins: ['https://a.example.com'], credentials: true } }).Api.hasResourceProperties(
      'AWS::Lambda::Function',
      {
        ImageConfig: { Command: ['api.handler'] },
        Environment: { Variables: { CORS_ORIGINS: '["https://a.example.com"]', CORS_CREDENTIALS: 'true' } },
      },
    );
  });
});

describe('the API', () => {
  it('has the endpoint, compression and variables of the stage', () => {
    const { Api } = synthesize({
      endpoint: 'edge',
      minimumCompressionBytes: 500,
      variables: { release: 'blue' },
    });
    Api.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['EDGE'] },
      MinimumCompressionSize: 500,
    });
    Api.hasResourceProperties('AWS::ApiGateway::Stage', { Variables: { release: 'blue' } });
  });

  it('throttles routes of the stage by path and method, and logs and measures them as all others', () => {
    const { Api } = synthesize({
      logs: { level: 'INFO', fullData: true },
      throttle: { rate: 10, burst: 20, routes: { 'POST /jobs': { rate: 1, burst: 2 } } },
    });
    const { MethodSettings } = only<{ MethodSettings: readonly object[] }>(Api, 'AWS::ApiGateway::Stage');
    const logged = { LoggingLevel: 'INFO', DataTraceEnabled: true, MetricsEnabled: true };
    expect(MethodSettings).toEqual([
      { ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20, ...logged },
      {
        ResourcePath: '/~1jobs',
        HttpMethod: 'POST',
        ThrottlingRateLimit: 1,
        ThrottlingBurstLimit: 2,
        ...logged,
      },
    ]);
  });

  it('denies calls from other addresses, and deploys anew when they change', () => {
    const { Api } = synthesize({ allowedIps: ['203.0.113.0/24'] });
    Api.hasResourceProperties('AWS::ApiGateway::RestApi', {
      Policy: {
        Statement: [
          { Effect: 'Allow', Action: 'execute-api:Invoke' },
          { Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } },
        ],
      },
    });
    expect(deployment(synthesize({ allowedIps: ['198.51.100.0/24'] }).Api)).not.toBe(deployment(Api));
  });
});
