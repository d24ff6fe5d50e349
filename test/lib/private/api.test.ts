import { Match } from 'aws-cdk-lib/assertions';
import { config as demo } from '../../../config/private-demo';
import { newApp } from '../../../lib/app';
import { resolveStage } from '../../../lib/config';
import { addJobgate } from '../../../lib/jobgate';
import type { PrivateNetworkStack } from '../../../lib/private/stacks/network';
import { only, resources } from '../synthesize';
import { apiStacks, customCalls, privateApp, templatesOf, withBackend } from './synthesize';

// Each test synthesizes stacks of its own, the first one bundles their functions.
jest.setTimeout(120_000);

describe('the private API', () => {
  it('is reached through its endpoint alone', () => {
    const { api } = apiStacks({});
    const properties = only<{ EndpointConfiguration: object; Policy: { Statement: object[] } }>(
      api,
      'AWS::ApiGateway::RestApi',
    );
    const endpoint = { 'Fn::ImportValue': expect.stringMatching(/AccessEndpoint/) };
    expect(properties.EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: [endpoint] });
    expect(properties.Policy.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { StringNotEquals: { 'aws:sourceVpce': [endpoint] } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Condition: { StringEquals: { 'aws:sourceVpce': [endpoint] } },
      }),
    ]);
  });

  it('lets further callers in, and is deployed anew for each change of its policy', () => {
    const deployment = (callers: string[]) =>
      Object.keys(resources(apiStacks({ callers }).api, 'AWS::ApiGateway::Deployment'))[0];
    expect(JSON.stringify(apiStacks({ callers: ['vpce-0123456789abcdef0'] }).api.toJSON())).toContain(
      '"vpce-0123456789abcdef0"',
    );
    expect(deployment(['vpce-0123456789abcdef0'])).not.toBe(deployment([]));
    expect(deployment([])).toBe(deployment([]));
  });

  it('passes the rest of the path on, declared by the method and mapped by the integration', () => {
    const { api } = withBackend({ url: 'https://crm.example:8443/v2', timeout: 5000 });
    api.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'ANY',
      RequestParameters: { 'method.request.path.proxy': true },
      Integration: {
        Type: 'HTTP_PROXY',
        ConnectionType: 'VPC_LINK',
        IntegrationHttpMethod: 'ANY',
        Uri: 'https://crm.example:8443/v2/{proxy}',
        RequestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
        TimeoutInMillis: 5000,
      },
    });
    api.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'ANY',
      Integration: { Uri: 'https://crm.example:8443/v2/' },
    });
  });

  it('serves a back end at the root itself and below', () => {
    const { api } = withBackend({ prefix: '/' });
    expect(
      Object.values(resources(api, 'AWS::ApiGateway::Resource')).map(
        ({ Properties }) => Properties['PathPart'],
      ),
    ).toEqual(['{proxy+}']);
    api.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'ANY' }, 2);
  });

  it('is logged and traced as the public API is', () => {
    const { api } = apiStacks({});
    api.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
      MethodSettings: [Match.objectLike({ LoggingLevel: 'ERROR', MetricsEnabled: true })],
    });
  });

  it('encrypts its logs with the key of its stage, where that has one', () => {
    const keysOfLogs = (customerKey: boolean) => {
      const app = newApp();
      const stage = resolveStage('test', { ...demo, state: { removal: 'destroy', customerKey } });
      addJobgate(app, stage, { digest: `sha256:${'a'.repeat(64)}` });
      const { PrivateApi } = templatesOf(app);
      return Object.values(resources<{ KmsKeyId?: object }>(PrivateApi!, 'AWS::Logs::LogGroup')).map(
        ({ Properties }) => Properties.KmsKeyId,
      );
    };
    const key = { 'Fn::ImportValue': expect.stringMatching(/^Jobgate-test-State:.*StateKey/) };
    expect(keysOfLogs(true)).toEqual([key, key]);
    expect(keysOfLogs(false)).toEqual([undefined, undefined]);
  });

  it('answers preflights and lets pages read errors where origins are named', () => {
    const { api } = apiStacks({ cors: { origins: ['https://shop.example'] } });
    api.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'OPTIONS' }, 2);
    api.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'OPTIONS',
      // With every media type binary, API Gateway reads the template of a mock only as text.
      Integration: { ContentHandling: 'CONVERT_TO_TEXT' },
    });
    api.resourcePropertiesCountIs('AWS::ApiGateway::GatewayResponse', {}, 2);
  });

  it('asks for keys where plans are named', () => {
    const { api } = apiStacks({ plans: [{ name: 'partners', keys: [{ name: 'acme', tenant: 'acme' }] }] });
    api.resourcePropertiesCountIs('AWS::ApiGateway::Method', { HttpMethod: 'ANY', ApiKeyRequired: true }, 2);
    api.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  it('narrows the policy of its endpoint to itself', () => {
    const { network, api } = apiStacks({});
    expect(customCalls(api)[0]).toMatch(/ModifyVpcEndpoint.*execute-api.*PrivateApi/);
    const [endpoint] = Object.values(
      resources<{ PolicyDocument: { Statement: object[] }; ServiceName: unknown }>(
        network,
        'AWS::EC2::VPCEndpoint',
      ),
    ).filter(({ Properties }) => Properties.PolicyDocument !== undefined);
    expect(JSON.stringify(endpoint!.Properties.ServiceName)).toContain('.execute-api');
  });

  it('has a private domain, shared with consumers, for the endpoints that may call', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:222222222222:certificate/1';
    const { api } = apiStacks({
      domain: { name: 'api.corp.example', certificateArn, shareWith: ['333333333333'] },
    });
    api.hasResourceProperties('AWS::ApiGateway::DomainNameV2', {
      DomainName: 'api.corp.example',
      EndpointConfiguration: { Types: ['PRIVATE'] },
      SecurityPolicy: 'TLS_1_2',
      Policy: Match.objectLike({ Statement: Match.anyValue() }),
    });
    api.resourceCountIs('AWS::ApiGateway::BasePathMappingV2', 1);
    api.resourceCountIs('AWS::ApiGateway::DomainNameAccessAssociation', 1);
    api.hasResourceProperties('AWS::RAM::ResourceShare', { Principals: ['333333333333'] });
  });

  it('binds VPC links to local upstreams in the template', () => {
    const { network } = withBackend({ local: 'http://127.0.0.1:8080' });
    network.hasResource('AWS::ApiGateway::VpcLink', {
      Metadata: { 'jobgate:upstream': 'http://127.0.0.1:8080' },
    });
  });
});

it('lets the functions of the job API into the network of the private API', () => {
  const { network } = apiStacks({ jobs: true });
  const names = Object.values(
    resources<{ ServiceName: unknown; VpcEndpointType: string }>(network, 'AWS::EC2::VPCEndpoint'),
  ).map(
    ({ Properties }) =>
      `${Properties.VpcEndpointType} ${JSON.stringify(Properties.ServiceName).match(/\.([a-z0-9-]+)"\]\]/)?.[1]}`,
  );
  expect(names).toEqual(
    expect.arrayContaining(['Gateway dynamodb', 'Gateway s3', 'Interface sqs', 'Interface sns']),
  );
});

it('prints the endpoint that a provider has to accept', () => {
  const at = { service: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0' };
  const { network } = apiStacks({ backends: [{ name: 'old-crm', prefix: '/crm', at }] });
  network.hasOutput('EndpointToOldCrm', {
    Value: { Ref: Match.stringLikeRegexp('^oldcrmConnectionEndpoint') },
  });
});

it('leaves a network that is there as it is', () => {
  const vpc = { id: 'vpc-0123456789abcdef0', subnets: { 'us-east-1a': 'subnet-0123456789abcdef0' } };
  const { network } = apiStacks({ vpc, jobs: true });
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::FlowLog', 'AWS::EC2::Route'])
    network.resourceCountIs(type, 0);
  const types = Object.values(resources(network, 'AWS::EC2::VPCEndpoint')).map(
    ({ Properties }) => Properties,
  );
  expect(types.filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway')).toEqual([]);
  expect(types).toHaveLength(2);
});

it('lets security groups in, also of the account of a peered VPC', () => {
  const { network } = apiStacks({ clients: ['sg-0123456789abcdef0', '333333333333/sg-0123456789abcdef1'] });
  network.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [
      Match.objectLike({ SourceSecurityGroupId: 'sg-0123456789abcdef0', FromPort: 443 }),
      Match.objectLike({
        SourceSecurityGroupId: 'sg-0123456789abcdef1',
        SourceSecurityGroupOwnerId: '333333333333',
        FromPort: 443,
      }),
    ],
  });
});

it('tells jobs where to connect, and under which name to ask', () => {
  const { vpc, backends } = demo.private!.api!;
  const legacy = backends.find(({ name }) => name === 'legacy')!;
  const plain = { name: 'plain', prefix: '/plain', at: { addresses: ['10.20.0.9'] } };
  const app = privateApp({
    api: { vpc, backends: [{ ...legacy, url: 'https://crm.example:8443/app' }, plain] },
  });
  const network = app.node.findChild('Jobgate-test-PrivateNetwork') as PrivateNetworkStack;
  const addresses = JSON.stringify(network.resolve(network.addresses));
  expect(addresses).toMatch(
    /"legacy":\{"url":"https:\/\/crm.example:8443\/app","connectTo":.*"https:\/\/".*"DNSName".*":8443"/,
  );
  expect(addresses).toMatch(/"plain":\{"url":.*"http:\/\/".*"DNSName"[^:]*\}$/);
});
