import type { Template } from 'aws-cdk-lib/assertions';
import { gatewayProblems } from '../../../contract/problem';
import { routes } from '../../../contract/routes';
import { only, resources, synthesize } from '../synthesize';

interface MethodProperties {
  readonly HttpMethod: string;
  readonly OperationName?: string;
  readonly ApiKeyRequired: boolean;
  readonly Integration: {
    readonly Type: string;
    readonly TimeoutInMillis?: number;
    readonly ContentHandling?: string;
  };
}
interface StageProperties {
  readonly StageName: string;
  readonly TracingEnabled: boolean;
  readonly AccessLogSetting: { readonly DestinationArn: unknown; readonly Format: string };
  readonly MethodSettings: readonly Readonly<Record<string, unknown>>[];
}

const methods = (template: Template) =>
  Object.values(resources<MethodProperties>(template, 'AWS::ApiGateway::Method')).map(
    method => method.Properties,
  );
const stage = (template: Template) => only<StageProperties>(template, 'AWS::ApiGateway::Stage');

describe('the methods', () => {
  it('are the routes of the contract, and ask for a key unless the route is open', () => {
    const made = methods(synthesize().Api).filter(method => method.OperationName !== undefined);
    const expected = routes.map(route => [route.operation, route.method, !('open' in route)]);
    expect(
      made.map(method => [method.OperationName, method.HttpMethod, method.ApiKeyRequired]).sort(),
    ).toEqual(expected.sort());
  });

  it('wait for the handler as long as API Gateway does', () => {
    const proxies = methods(synthesize().Api).filter(method => method.Integration.Type === 'AWS_PROXY');
    expect(proxies.length).toBeGreaterThan(0);
    for (const { Integration } of proxies) expect(Integration.TimeoutInMillis).toBe(29_000);
  });

  it('have mocks that read their template as text, since every media type is binary', () => {
    const { Api } = synthesize();
    Api.hasResourceProperties('AWS::ApiGateway::RestApi', { BinaryMediaTypes: ['*/*'] });
    const mocks = methods(Api).filter(method => method.Integration.Type === 'MOCK');
    expect(mocks.map(mock => mock.Integration.ContentHandling)).toEqual(mocks.map(() => 'CONVERT_TO_TEXT'));
    expect(mocks.length).toBeGreaterThan(0);
  });

  it('may invoke the handler by one permission', () => {
    const permissions = Object.values(resources(synthesize().Api, 'AWS::Lambda::Permission'));
    const gateways = permissions.filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(gateways).toHaveLength(1);
    expect(JSON.stringify(gateways[0]!.Properties.SourceArn)).toContain('/*/*/*');
  });
});

describe('the stage', () => {
  it('has logs, traces and the throttle of the config', () => {
    const { Api } = synthesize({ throttle: { rate: 7, burst: 9 }, logs: { level: 'INFO' } });
    expect(stage(Api)).toMatchObject({
      StageName: 'test',
      TracingEnabled: true,
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          LoggingLevel: 'INFO',
          DataTraceEnabled: false,
          MetricsEnabled: true,
          ThrottlingRateLimit: 7,
          ThrottlingBurstLimit: 9,
        },
      ],
    });
  });

  it('follows callers instead of sampling where tracing is passive', () => {
    const { Api } = synthesize({ tracing: { active: false } });
    expect(stage(Api).TracingEnabled).toBe(false);
    Api.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'PassThrough' } });
  });

  it('writes an access log of JSON that names the request and never the key', () => {
    const { Format } = stage(synthesize().Api).AccessLogSetting;
    const fields = JSON.parse(Format) as Record<string, string>;
    expect(Object.values(fields)).toContain('$context.requestId');
    expect(Object.values(fields)).toContain('$context.identity.apiKeyId');
    expect(Format).not.toMatch(/identity\.apiKey\b/);
  });

  it('writes every log into a group of its own that forgets', () => {
    const { Api } = synthesize({ logs: { retentionDays: 90 } });
    const groups = resources<{ LogGroupName?: unknown }>(Api, 'AWS::Logs::LogGroup');
    Api.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    const execution = Object.entries(groups).find(([, group]) =>
      JSON.stringify(group.Properties.LogGroupName)?.includes('API-Gateway-Execution-Logs_'),
    );
    const [stageResource] = Object.values(resources(Api, 'AWS::ApiGateway::Stage'));
    expect(stageResource?.DependsOn).toContain(execution?.[0]);
    const logsOf = (type: string) => Object.keys(resources(Api, type)).length;
    expect(Object.keys(groups)).toHaveLength(logsOf('AWS::Lambda::Function') + 2);
  });
});

describe('gateway responses', () => {
  interface GatewayResponseProperties {
    readonly ResponseType: string;
    readonly StatusCode: string;
    readonly ResponseParameters: Readonly<Record<string, string>>;
    readonly ResponseTemplates: Readonly<Record<string, string>>;
  }
  const responses = Object.values(
    resources<GatewayResponseProperties>(synthesize().Api, 'AWS::ApiGateway::GatewayResponse'),
  ).map(response => response.Properties);

  it('exist for every type, and for the two families', () => {
    const types = [...Object.keys(gatewayProblems), 'DEFAULT_4XX', 'DEFAULT_5XX'];
    expect(responses.map(response => response.ResponseType).sort()).toEqual(types.sort());
  });

  it.each(responses.map(response => [response.ResponseType, response] as const))(
    'answer %s as a problem that repeats its status',
    (type, { StatusCode, ResponseParameters, ResponseTemplates }) => {
      expect(ResponseParameters['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
      const filled = ResponseTemplates['application/json']!.replaceAll(
        '$context.error.messageString',
        '"Limit \\"x\\""',
      ).replaceAll('$context.requestId', 'id-1');
      // API Gateway has no message for some of its own errors, and would write null.
      const message = StatusCode === '500' ? 'Internal server error' : 'Limit "x"';
      expect(JSON.parse(filled)).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        status: Number(StatusCode),
        code: type.toLowerCase(),
        detail: message,
        message,
        requestId: 'id-1',
      });
    },
  );
});

describe('a deployment', () => {
  const deployment = (template: Template) =>
    Object.keys(resources(template, 'AWS::ApiGateway::Deployment'))[0];

  it('stays while nothing of the API changes', () => {
    const keyless = deployment(synthesize().Api);
    expect(deployment(synthesize().Api)).toBe(keyless);
  });
});

describe('the execution log', () => {
  it('has its role from a stack that the API waits for and does not own', () => {
    const { Api, AccountLogging } = synthesize();
    Api.resourceCountIs('AWS::ApiGateway::Account', 0);
    AccountLogging.resourceCountIs('AWS::ApiGateway::Account', 1);
    AccountLogging.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } }],
      },
    });
  });
});
