/** Each construct in an app of its own, with what the constructs of aws-cdk-lib give it: none needs a stage config. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ConsumerEndpoint } from '../../../lib/private/consumer-endpoint';
import { EndpointService } from '../../../lib/private/endpoint-service';
import { EndpointTargets } from '../../../lib/private/endpoint-targets';
import { InternalLoadBalancer } from '../../../lib/private/internal-load-balancer';
import { PrivateBackend } from '../../../lib/private/private-backend';
import { PrivateProbe } from '../../../lib/private/private-probe';
import { PrivateRestApi } from '../../../lib/private/private-rest-api';
import { PrivateVpc } from '../../../lib/private/private-vpc';

const retentionDays = RetentionDays.ONE_WEEK;
const aStack = () => new Stack(new App(), 'Alone', { env: { account: '123456789012', region: 'us-east-1' } });
const aNetwork = (stack: Stack) =>
  new PrivateVpc(stack, 'Network', { config: { cidr: '10.0.0.0/16' }, retentionDays });
const aBackend = (stack: Stack, network: PrivateVpc) =>
  new PrivateBackend(stack, 'Backend', {
    at: { addresses: ['10.5.0.4'] },
    network,
    clientGroup: new SecurityGroup(stack, 'Clients', { vpc: network.vpc }),
    retentionDays,
  });
const anEndpoint = (stack: Stack, network: PrivateVpc) =>
  new InterfaceVpcEndpoint(stack, 'Endpoint', {
    vpc: network.vpc,
    service: InterfaceVpcEndpointAwsService.APIGATEWAY,
  });

it('EndpointService offers a load balancer of any construct', () => {
  const stack = aStack();
  const loadBalancer = new NetworkLoadBalancer(stack, 'Balancer', { vpc: new Vpc(stack, 'Vpc') });
  new EndpointService(stack, 'Service', {
    loadBalancer,
    principals: ['arn:aws:iam::222222222222:root'],
    acceptance: 'required',
  });
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpointService', {
    AcceptanceRequired: true,
  });
});

it('EndpointTargets keeps the targets of a load balancer', () => {
  const stack = aStack();
  const network = aNetwork(stack);
  const balancer = new InternalLoadBalancer(stack, 'Balancer', {
    network,
    port: 80,
    targets: { addresses: [], reachable: ['10.0.0.0/16'] },
  });
  const endpoint = anEndpoint(stack, network);
  new EndpointTargets(stack, 'Targets', { balancer, source: { endpoint }, retentionDays });
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 minute)',
  });
});

it('PrivateBackend leads to an address through a VPC link', () => {
  const stack = aStack();
  aBackend(stack, aNetwork(stack));
  Template.fromStack(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
    Targets: [{ Id: '10.5.0.4', AvailabilityZone: 'all' }],
  });
  Template.fromStack(stack).resourceCountIs('AWS::ApiGateway::VpcLink', 1);
});

it('PrivateRestApi serves a back end to the endpoints that are named', () => {
  const stack = aStack();
  const network = aNetwork(stack);
  const endpoint = anEndpoint(stack, network);
  new PrivateRestApi(stack, 'Api', {
    stage: {
      name: 'alone',
      logs: { level: 'ERROR', fullData: false, retentionDays: 7, accessFields: { id: '$context.requestId' } },
      tracing: { active: true },
      throttle: { rate: 10, burst: 20 },
    },
    endpoint,
    callers: [endpoint.vpcEndpointId],
    backends: [{ prefix: '/', backend: aBackend(stack, network) }],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: { Types: ['PRIVATE'] },
  });
});

it('ConsumerEndpoint and PrivateProbe call an API of another account', () => {
  const stack = aStack();
  const network = aNetwork(stack);
  const { access } = new ConsumerEndpoint(stack, 'Consumer', {
    network,
    api: { id: 'a1b2c3d4e5', account: '222222222222' },
  });
  new PrivateProbe(stack, 'Probe', {
    network,
    group: access.clientGroup,
    url: `https://${access.host}/prod`,
    apiId: 'a1b2c3d4e5',
    paths: ['/orders/health'],
    retentionDays,
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
    Handler: 'private-probe.handler',
  });
});
