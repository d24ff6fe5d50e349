import {
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { endpointAddresses } from '../../../../lambda/aws/private/endpoint-addresses';
import { targetGroup } from '../../../../lambda/aws/private/target-group';

const ec2 = mockClient(EC2Client);
const elb = mockClient(ElasticLoadBalancingV2Client);
beforeEach(() => {
  ec2.reset();
  elb.reset();
});

describe('the addresses of an endpoint', () => {
  const source = endpointAddresses(new EC2Client({ region: 'us-east-1' }), 'vpce-1');

  test('are those of its network interfaces', async () => {
    ec2.on(DescribeVpcEndpointsCommand, { VpcEndpointIds: ['vpce-1'] }).resolves({
      VpcEndpoints: [{ NetworkInterfaceIds: ['eni-1', 'eni-2'] }],
    });
    ec2.on(DescribeNetworkInterfacesCommand, { NetworkInterfaceIds: ['eni-1', 'eni-2'] }).resolves({
      NetworkInterfaces: [{ PrivateIpAddress: '10.0.0.1' }, { PrivateIpAddress: '10.0.1.1' }, {}],
    });
    expect(await source.addresses()).toEqual(['10.0.0.1', '10.0.1.1']);
  });

  test('are none while it has no interfaces; asking without ids would answer those of the whole account', async () => {
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [{ NetworkInterfaceIds: [] }] });
    expect(await source.addresses()).toEqual([]);
    expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)).toHaveLength(0);
  });

  test('an endpoint that is gone is an error', async () => {
    ec2.on(DescribeVpcEndpointsCommand).rejects(new Error('InvalidVpcEndpointId.NotFound'));
    await expect(source.addresses()).rejects.toThrow('NotFound');
  });
});

describe('the targets of a load balancer', () => {
  const client = new ElasticLoadBalancingV2Client({ region: 'us-east-1' });

  test('are those on its port that are not on their way out', async () => {
    elb.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        { Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State: 'healthy' } },
        { Target: { Id: '10.0.0.2', Port: 80 }, TargetHealth: { State: 'draining' } },
        { Target: { Id: '10.0.0.3', Port: 80 }, TargetHealth: { State: 'unhealthy' } },
        { Target: { Id: '10.0.0.4', Port: 81 }, TargetHealth: { State: 'healthy' } },
      ],
    });
    expect(await targetGroup(client, { targetGroupArn: 'arn', port: 80 }).list()).toEqual([
      '10.0.0.1',
      '10.0.0.3',
    ]);
  });

  test('in the VPC are registered without a zone, outside with zone all', async () => {
    elb.on(RegisterTargetsCommand).resolves({});
    await targetGroup(client, { targetGroupArn: 'arn', port: 80 }).register(['10.0.0.1']);
    await targetGroup(client, { targetGroupArn: 'arn', port: 80, zone: 'all' }).register(['10.20.0.1']);
    expect(elb.commandCalls(RegisterTargetsCommand).map(({ args }) => args[0].input)).toEqual([
      { TargetGroupArn: 'arn', Targets: [{ Id: '10.0.0.1', Port: 80 }] },
      { TargetGroupArn: 'arn', Targets: [{ Id: '10.20.0.1', Port: 80, AvailabilityZone: 'all' }] },
    ]);
  });

  test('are deregistered with the port they were registered with', async () => {
    elb.on(DeregisterTargetsCommand).resolves({});
    await targetGroup(client, { targetGroupArn: 'arn', port: 80 }).deregister(['10.0.0.1']);
    expect(elb.commandCalls(DeregisterTargetsCommand)[0]!.args[0].input.Targets).toEqual([
      { Id: '10.0.0.1', Port: 80 },
    ]);
  });
});
