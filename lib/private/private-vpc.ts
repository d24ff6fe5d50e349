import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import {
  CfnRoute,
  CfnTransitGatewayVpcAttachment,
  FlowLogDestination,
  IpAddresses,
  type ISubnet,
  type IVpc,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { VpcConfig } from '../config/private/vpc';
import { acknowledgeAll, acknowledged } from './acknowledged';

export interface PrivateVpcProps {
  readonly config: VpcConfig;
  /** Days that flow logs of a VPC that is made are kept. */
  readonly retentionDays: RetentionDays;
}

/** A VPC without a way out: private subnets, flow logs, and routes to a Transit Gateway where one is named. Or one that is there. */
export class PrivateVpc extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Whether it was made here; one that is there has ways of its own. */
  readonly made: boolean;

  constructor(scope: Construct, id: string, { config, retentionDays }: PrivateVpcProps) {
    super(scope, id);
    const existing = config.id === undefined ? undefined : this.find(config.id, config.subnets ?? {});
    this.made = existing === undefined;
    this.vpc = existing ?? this.make(config, retentionDays);
    this.subnets = this.vpc.isolatedSubnets;
    acknowledgeAll(this, acknowledged.network);
    if (this.made) this.attach(config.transitGateway);
  }

  private find(vpcId: string, subnets: Readonly<Record<string, string>>): IVpc {
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId,
      availabilityZones: Object.keys(subnets),
      isolatedSubnetIds: Object.values(subnets),
    });
    // Its routes are its own; nothing here asks for their table.
    for (const subnet of vpc.isolatedSubnets) {
      Annotations.of(subnet).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
    }
    return vpc;
  }

  private make({ cidr, zones = 2 }: VpcConfig, retentionDays: RetentionDays): IVpc {
    const logGroup = new LogGroup(this, 'FlowLogs', {
      retention: retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr!),
      maxAzs: zones,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
      flowLogs: { All: { destination: FlowLogDestination.toCloudWatchLogs(logGroup) } },
    });
  }

  private attach(gateway: VpcConfig['transitGateway']): void {
    if (gateway === undefined) return;
    const attachment = new CfnTransitGatewayVpcAttachment(this, 'TransitGateway', {
      transitGatewayId: gateway.id,
      vpcId: this.vpc.vpcId,
      subnetIds: this.subnets.map(subnet => subnet.subnetId),
      tags: [{ key: 'Name', value: this.node.path }],
    });
    this.subnets.forEach((subnet, zone) => {
      gateway.routes.forEach((destinationCidrBlock, index) => {
        const route = new CfnRoute(this, `Route${zone}To${index}`, {
          routeTableId: subnet.routeTable.routeTableId,
          destinationCidrBlock,
          transitGatewayId: gateway.id,
        });
        route.node.addDependency(attachment);
      });
    });
  }
}
