import { Match } from 'aws-cdk-lib/assertions';
import { only, resources } from '../synthesize';
import { apiStacks, customCalls, withBackend } from './synthesize';

// Each test synthesizes stacks of its own, the first one bundles their functions.
jest.setTimeout(120_000);

describe('the way to an endpoint service', () => {
  const { network } = apiStacks({});

  it('is an endpoint that only its load balancer may use', () => {
    const groups = Object.entries(
      resources<{ SecurityGroupEgress: unknown }>(network, 'AWS::EC2::SecurityGroup'),
    );
    const [endpointGroup] = groups.find(([id]) => id.startsWith('ordersConnection'))!;
    const [balancerGroup, { Properties }] = groups.find(([id]) => id.startsWith('ordersBalancer'))!;
    const reference = (id: string) => ({ 'Fn::GetAtt': [id, 'GroupId'] });
    network.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: reference(endpointGroup),
      SourceSecurityGroupId: reference(balancerGroup),
      FromPort: 80,
      ToPort: 80,
    });
    expect(Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({
        DestinationSecurityGroupId: reference(endpointGroup),
        FromPort: 80,
        ToPort: 80,
      }),
    ]);
  });

  it('looks the addresses of its interfaces up when they exist, and makes them targets', () => {
    expect(customCalls(network)[0]).toMatch(/DescribeNetworkInterfaces.*NetworkInterfaceIds/);
    const { Targets, TargetType } = only<{ Targets: object[]; TargetType: string }>(
      network,
      'AWS::ElasticLoadBalancingV2::TargetGroup',
    );
    expect(TargetType).toBe('ip');
    expect(Targets).toEqual(
      [0, 1].map(zone => ({
        Id: {
          'Fn::GetAtt': [
            expect.stringMatching(/^ordersConnectionAddresses/),
            `NetworkInterfaces.${zone}.PrivateIpAddress`,
          ],
        },
        Port: 80,
      })),
    );
  });

  it('asks every minute whether they changed, and may change this target group alone', () => {
    network.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
    network.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'endpoint-targets.handler',
      Environment: {
        Variables: {
          VPC_ENDPOINT_ID: Match.anyValue(),
          TARGET_PORT: '80',
          TARGET_GROUP_ARN: Match.anyValue(),
        },
      },
    });
    network.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
            Resource: { Ref: Match.stringLikeRegexp('^ordersBalancerTargets') },
          }),
        ]),
      },
    });
  });

  it('crosses zones, and asks no inbound rule about PrivateLink', () => {
    network.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]),
    });
  });
});

describe('the way to another network', () => {
  it('has targets in zone all, reached by address alone', () => {
    const { network } = withBackend({ at: { addresses: ['10.20.0.5'] }, url: 'https://crm.example:8443' });
    expect(only(network, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({
      Targets: [{ Id: '10.20.0.5', Port: 8443, AvailabilityZone: 'all' }],
      Protocol: 'TCP',
      HealthCheckProtocol: 'TCP',
    });
    network.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '10.20.0.5/32', FromPort: 8443, ToPort: 8443 })],
    });
    network.resourceCountIs('AWS::Events::Rule', 0);
  });

  it('is routed through the Transit Gateway that is named', () => {
    const { network } = apiStacks({
      vpc: { cidr: '10.2.0.0/16', transitGateway: { id: 'tgw-0123456789abcdef0', routes: ['10.20.0.0/16'] } },
    });
    network.resourceCountIs('AWS::EC2::TransitGatewayVpcAttachment', 1);
    network.resourcePropertiesCountIs(
      'AWS::EC2::Route',
      { DestinationCidrBlock: '10.20.0.0/16', TransitGatewayId: 'tgw-0123456789abcdef0' },
      2,
    );
  });

  it('is found by name from inside the VPC, where the API of the load balancer has an endpoint', () => {
    const { network } = withBackend({ at: { hostname: 'crm.corp.example' } });
    expect(only(network, 'AWS::ElasticLoadBalancingV2::TargetGroup')['Targets']).toBeUndefined();
    network.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { HOST_NAME: 'crm.corp.example', TARGET_ZONE: 'all' } },
      VpcConfig: { SubnetIds: [Match.anyValue(), Match.anyValue()] },
    });
    network.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Join': ['', Match.arrayWith(['.elasticloadbalancing'])] },
    });
  });

  it('shares the endpoint to that API between back ends: a VPC has one private name for it', () => {
    const named = (name: string) => ({ name, prefix: `/${name}`, at: { hostname: `${name}.corp.example` } });
    const { network } = apiStacks({ backends: [named('crm'), named('erp')] });
    const services = Object.values(resources(network, 'AWS::EC2::VPCEndpoint')).map(({ Properties }) =>
      JSON.stringify(Properties['ServiceName']),
    );
    expect(services.filter(service => service.includes('.elasticloadbalancing'))).toHaveLength(1);
  });

  it('checks health over HTTP only where that is asked for', () => {
    const { network } = withBackend({
      at: { addresses: ['10.20.0.5'] },
      healthCheck: { protocol: 'http', path: '/up', port: 9000 },
    });
    expect(only(network, 'AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/up',
      HealthCheckPort: '9000',
      Matcher: { HttpCode: '200-399' },
    });
  });

  it('makes no path for a TCP health check, which has none', () => {
    const { network } = withBackend({ at: { addresses: ['10.20.0.5'] } });
    expect(only(network, 'AWS::ElasticLoadBalancingV2::TargetGroup')).not.toHaveProperty('HealthCheckPath');
  });
});

describe('a load balancer that is there', () => {
  const arn = (kind: string) =>
    `arn:aws:elasticloadbalancing:us-east-1:222222222222:loadbalancer/${kind}/x/1`;

  it('gets the classic VPC link when it is one for networks', () => {
    const { network, api } = withBackend({ at: { loadBalancer: arn('net') }, url: 'http://crm.example' });
    expect(only(api, 'AWS::ApiGateway::VpcLink')).toMatchObject({ TargetArns: [arn('net')] });
    network.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
  });

  it('has its link in the stack of the API: stacks that import a link keep it from becoming another', () => {
    const { network } = withBackend({ at: { loadBalancer: arn('net') }, url: 'http://crm.example' });
    network.resourceCountIs('AWS::ApiGateway::VpcLink', 0);
  });

  it.each(['net', 'app'])('is served by a new deployment when it becomes another one (%s)', kind => {
    const deployed = (loadBalancer: string) =>
      Object.keys(
        resources(
          withBackend({ at: { loadBalancer }, url: 'http://crm.example' }).api,
          'AWS::ApiGateway::Deployment',
        ),
      );
    expect(deployed(arn(kind))).not.toEqual(deployed(`${arn(kind)}2`));
  });

  it('gets the newer VPC link and is named by the integration when it is one for applications', () => {
    const { network, api } = withBackend({ at: { loadBalancer: arn('app') }, url: 'https://crm.example' });
    network.resourceCountIs('AWS::ApiGateway::VpcLink', 0);
    network.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SubnetIds: [Match.anyValue(), Match.anyValue()],
    });
    api.hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: {
        ConnectionType: 'VPC_LINK',
        IntegrationTarget: arn('app'),
        Uri: 'https://crm.example/{proxy}',
      },
    });
  });
});
