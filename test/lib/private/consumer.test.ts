import { Match } from 'aws-cdk-lib/assertions';
import { privateApp, templatesOf } from './synthesize';

// Each test synthesizes stacks of its own, the first one bundles their functions.
jest.setTimeout(120_000);

describe('the consumer', () => {
  const consumer = (change: object) =>
    templatesOf(
      privateApp({
        consumers: [
          {
            name: 'shop',
            vpc: { cidr: '10.3.0.0/16' },
            api: { id: 'a1b2c3d4e5', account: '222222222222', stage: 'dev' },
            ...change,
          },
        ],
      }),
    )['Consumer-shop']!;

  it('reaches the one API through an endpoint that leaves public APIs alone', () => {
    const template = consumer({});
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      PrivateDnsEnabled: false,
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Resource: {
              'Fn::Join': [
                '',
                ['arn:', Match.anyValue(), ':execute-api:', Match.anyValue(), ':222222222222:a1b2c3d4e5/*'],
              ],
            },
          }),
        ],
      },
    });
  });

  it('probes by the host of the endpoint and the id of the API, from inside', () => {
    const template = consumer({ probe: { paths: ['/orders/health'], everyMinutes: 5 } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'private-probe.handler',
      Environment: { Variables: { PROBE_API_ID: 'a1b2c3d4e5', PROBE_PATHS: '["/orders/health"]' } },
      VpcConfig: { SecurityGroupIds: [Match.anyValue()] },
    });
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
  });

  it('calls by the private domain when it has one, which its VPC alone knows', () => {
    const arn = 'arn:aws:apigateway:us-east-1:222222222222:/domainnames/api.corp.example+abc123';
    const template = consumer({ domain: { name: 'api.corp.example', arn }, probe: { paths: ['/'] } });
    template.hasResourceProperties('AWS::ApiGateway::DomainNameAccessAssociation', { DomainNameArn: arn });
    template.hasResourceProperties('AWS::Route53::HostedZone', { VPCs: [Match.anyValue()] });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { PROBE_URL: 'https://api.corp.example', PROBE_API_ID: Match.absent() } },
    });
  });

  it('uses an endpoint of the API’s account where one is named', () => {
    const endpoint = {
      id: 'vpce-0123456789abcdef0',
      host: 'vpce-0.execute-api.us-east-1.vpce.amazonaws.com',
    };
    const template = consumer({ endpoint, probe: { paths: ['/'] } });
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    template.hasOutput('EndpointId', { Value: endpoint.id });
  });
});
