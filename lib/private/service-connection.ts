import { Fn } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointService, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { DeployCall } from './deploy-call';
import type { PrivateVpc } from './private-vpc';

export interface ServiceConnectionProps {
  readonly network: PrivateVpc;
  /** Name of the endpoint service, of any account in this region. */
  readonly serviceName: string;
  readonly port: number;
}

/**
 * An interface endpoint to a provider's service, and the addresses of its network interfaces. They exist only once the
 * endpoint does, so they are looked up by interface id during the deploy, and again whenever the interfaces change.
 */
export class ServiceConnection extends Construct {
  readonly endpoint: InterfaceVpcEndpoint;
  readonly group: SecurityGroup;
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { network, serviceName, port }: ServiceConnectionProps) {
    super(scope, id);
    this.group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'Of the endpoint to the provider: in from its load balancer alone',
      allowAllOutbound: false,
    });
    this.endpoint = new InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: network.vpc,
      subnets: { subnets: [...network.subnets] },
      service: new InterfaceVpcEndpointService(serviceName, port),
      securityGroups: [this.group],
      privateDnsEnabled: false,
      open: false,
    });
    const interfaces = network.subnets.map((_, zone) =>
      Fn.select(zone, this.endpoint.vpcEndpointNetworkInterfaceIds),
    );
    const paths = interfaces.map((_, index) => `NetworkInterfaces.${index}.PrivateIpAddress`);
    const lookup = new DeployCall(this, 'Addresses', {
      service: 'EC2',
      action: 'DescribeNetworkInterfaces',
      parameters: { NetworkInterfaceIds: interfaces },
      resources: ['*'],
      outputPaths: paths,
    });
    this.addresses = paths.map(path => lookup.getResponseField(path));
  }
}
