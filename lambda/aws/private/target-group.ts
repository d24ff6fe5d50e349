import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Targets } from '../../core/private/keep-targets';

export interface TargetGroupSettings {
  readonly targetGroupArn: string;
  readonly port: number;
  /** `all` for addresses outside the VPC, as RegisterTargets demands. */
  readonly zone?: string;
}

export function targetGroup(elb: ElasticLoadBalancingV2Client, settings: TargetGroupSettings): Targets {
  const { targetGroupArn: TargetGroupArn, port: Port, zone: AvailabilityZone } = settings;
  const descriptions = (addresses: readonly string[]) =>
    addresses.map(Id => ({ Id, Port, ...(AvailabilityZone && { AvailabilityZone }) }));
  return {
    list: async () => {
      const { TargetHealthDescriptions = [] } = await elb.send(
        new DescribeTargetHealthCommand({ TargetGroupArn }),
      );
      return TargetHealthDescriptions.filter(
        ({ Target, TargetHealth }) => Target?.Port === Port && TargetHealth?.State !== 'draining',
      ).flatMap(({ Target }) => Target?.Id ?? []);
    },
    register: async addresses => {
      await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: descriptions(addresses) }));
    },
    deregister: async addresses => {
      await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: descriptions(addresses) }));
    },
  };
}
