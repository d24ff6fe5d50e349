/**
 * An internal network load balancer in front of addresses. What comes through PrivateLink (an endpoint service, a VPC
 * link) carries no address or group that a rule could name, so inbound rules are not asked about it (Elastic Load
 * Balancing, "Security groups for your Network Load Balancer"); nothing else gets in but groups that are let in.
 */
import { Duration } from 'aws-cdk-lib';
import { type CfnSecurityGroup, type ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  NetworkLoadBalancer,
  NetworkTargetGroup,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IpTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { Construct } from 'constructs';
import { contains, parseAddress, parseRange } from '../config/private/address';
import type { HealthCheckConfig } from '../config/private/targets';
import { acknowledgeAll, acknowledged } from './acknowledged';
import type { PrivateVpc } from './private-vpc';

export interface InternalLoadBalancerProps {
  readonly network: PrivateVpc;
  /** Port that it listens on and that the targets answer on. */
  readonly port: number;
  readonly targets: LoadBalancerTargets;
  /**
   * How the targets are found healthy.
   * @default - a TCP connection
   */
  readonly healthCheck?: HealthCheckConfig;
}

export type LoadBalancerTargets =
  /** Addresses in the VPC, behind a security group. */
  | { readonly addresses: readonly string[]; readonly group: ISecurityGroup }
  /** Addresses that routes lead to, by blocks that hold them: none at first when a function keeps them. */
  | {
      readonly addresses: readonly string[];
      readonly reachable: readonly string[];
      /**
       * Block of the VPC: Elastic Load Balancing wants zone `all` for addresses outside.
       * @default - not known; every address is outside
       */
      readonly vpcRange?: string;
    };

export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: NetworkLoadBalancer;
  readonly targetGroup: NetworkTargetGroup;
  readonly group: SecurityGroup;
  readonly port: number;

  constructor(
    scope: Construct,
    id: string,
    { network, port, targets, healthCheck }: InternalLoadBalancerProps,
  ) {
    super(scope, id);
    const { vpc, subnets } = network;
    this.port = port;
    this.group = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'Of the load balancer: out to its targets, in for nobody but who is let in',
      allowAllOutbound: false,
    });
    this.openWayOut(targets, [...new Set([port, healthCheck?.port ?? port])]);
    this.targetGroup = new NetworkTargetGroup(this, 'Targets', {
      vpc,
      port,
      protocol: Protocol.TCP,
      targetType: TargetType.IP,
      targets: targets.addresses.map(address => new IpTarget(address, port, zoneOf(address, targets))),
      // The addresses of callers end at the load balancer: PrivateLink and VPC links have none to pass on.
      preserveClientIp: false,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        protocol: Protocol[(healthCheck?.protocol ?? 'tcp').toUpperCase() as 'TCP' | 'HTTP' | 'HTTPS'],
        path:
          healthCheck === undefined || healthCheck.protocol === 'tcp' ? undefined : (healthCheck.path ?? '/'),
        port: healthCheck?.port === undefined ? undefined : String(healthCheck.port),
        healthyHttpCodes: healthCheck === undefined || healthCheck.protocol === 'tcp' ? undefined : '200-399',
        interval: Duration.seconds(10),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
    this.loadBalancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      internetFacing: false,
      // One address a zone: without it a zone whose target is gone answers nothing although others could.
      crossZoneEnabled: true,
      securityGroups: [this.group],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
    });
    acknowledgeAll(this, acknowledged.loadBalancer);
    this.loadBalancer.addListener('Listener', {
      port,
      protocol: Protocol.TCP,
      defaultTargetGroups: [this.targetGroup],
    });
  }

  /** Lets callers in the VPC connect, besides what comes through PrivateLink. */
  letIn(group: ISecurityGroup): void {
    this.group.addIngressRule(group, Port.tcp(this.port), 'From callers in the VPC');
  }

  /** As part of the group: rules between groups would be resources of their own, and make no difference here. */
  private openWayOut(targets: LoadBalancerTargets, ports: readonly number[]): void {
    const group = this.group.node.defaultChild as CfnSecurityGroup;
    const peers =
      'group' in targets
        ? [{ destinationSecurityGroupId: targets.group.securityGroupId }]
        : targets.reachable.map(cidrIp => ({ cidrIp }));
    group.securityGroupEgress = peers.flatMap(peer =>
      ports.map(port => ({
        ...peer,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description: 'To the targets',
      })),
    );
    if (!('group' in targets)) return;
    for (const port of ports)
      targets.group.addIngressRule(this.group, Port.tcp(port), 'From the load balancer');
  }
}

function zoneOf(address: string, targets: LoadBalancerTargets): 'all' | undefined {
  if ('group' in targets) return undefined;
  const range = targets.vpcRange === undefined ? undefined : parseRange(targets.vpcRange);
  const first = parseAddress(address);
  const inside = range !== undefined && first !== undefined && contains(range, { first, bits: 32 });
  return inside ? undefined : 'all';
}
