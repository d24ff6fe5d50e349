import { Match } from 'aws-cdk-lib/assertions';
import { only } from '../synthesize';
import { customCalls, privateApp, templatesOf } from './synthesize';

// Each test synthesizes stacks of its own, the first one bundles their functions.
jest.setTimeout(120_000);

describe('the provider', () => {
  const provider = (change: object) =>
    templatesOf(
      privateApp({
        providers: [
          {
            name: 'orders',
            loadBalancer: { arn: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/a/1' },
            principals: ['arn:aws:iam::222222222222:root'],
            ...change,
          },
        ],
      }),
    )['Provider-orders']!;

  it('offers an existing load balancer to the named principals alone', () => {
    const template = provider({});
    template.hasResourceProperties('AWS::EC2::VPCEndpointService', {
      AcceptanceRequired: false,
      NetworkLoadBalancerArns: ['arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/a/1'],
    });
    template.hasResourceProperties('AWS::EC2::VPCEndpointServicePermissions', {
      AllowedPrincipals: ['arn:aws:iam::222222222222:root'],
    });
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
    template.hasOutput('ServiceName', {});
  });

  it('finds a load balancer by its tag during the deploy', () => {
    const template = provider({
      loadBalancer: { tag: { key: 'kubernetes.io/service-name', value: 'shop/orders' } },
    });
    expect(customCalls(template)[0]).toContain('kubernetes.io/service-name');
    template.hasResourceProperties('AWS::EC2::VPCEndpointService', {
      NetworkLoadBalancerArns: [{ 'Fn::GetAtt': [Match.anyValue(), 'ResourceTagMappingList.0.ResourceARN'] }],
    });
  });

  it('makes an internal load balancer in front of addresses', () => {
    const template = provider({
      loadBalancer: { addresses: ['10.1.0.20', '10.9.0.20'], port: 8080, vpc: { cidr: '10.1.0.0/16' } },
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Type: 'network',
    });
    expect(only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup')['Targets']).toEqual([
      { Id: '10.1.0.20', Port: 8080 },
      { Id: '10.9.0.20', Port: 8080, AvailabilityZone: 'all' },
    ]);
  });

  it('accepts the endpoints that are named, and no others', () => {
    const template = provider({ acceptance: 'required', accept: ['vpce-0123456789abcdef0'] });
    template.hasResourceProperties('AWS::EC2::VPCEndpointService', { AcceptanceRequired: true });
    expect(customCalls(template)[0]).toMatch(/AcceptVpcEndpointConnections.*vpce-0123456789abcdef0/);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: 'ec2:AcceptVpcEndpointConnections', Effect: 'Allow' })],
      },
    });
  });

  it('tells people of requests through a topic that only PrivateLink of this account may publish to', () => {
    const template = provider({ notify: ['team@example.com'] });
    template.hasResourceProperties('AWS::EC2::VPCEndpointConnectionNotification', {
      ConnectionEvents: ['Connect', 'Accept', 'Reject', 'Delete'],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'team@example.com',
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sns:Publish',
            Principal: { Service: 'vpce.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  it('proves a private DNS name in a public zone', () => {
    const template = provider({
      privateDns: { name: 'orders.example.com', zoneId: 'Z123', zoneName: 'example.com' },
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', { Type: 'TXT', HostedZoneId: 'Z123' });
  });
});
