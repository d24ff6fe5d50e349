import type { IVpcEndpointServiceLoadBalancer } from 'aws-cdk-lib/aws-ec2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ProviderLoadBalancer as Config } from '../config/private/provider';
import { DeployCall } from './deploy-call';
import { InternalLoadBalancer } from './internal-load-balancer';
import { PrivateVpc } from './private-vpc';

export interface ProviderLoadBalancerProps {
  readonly config: Config;
  readonly retentionDays: RetentionDays;
}

/** The load balancer of a provider: one that is there, by ARN or by tag, or one made in front of addresses. */
export class ProviderLoadBalancer extends Construct implements IVpcEndpointServiceLoadBalancer {
  readonly loadBalancerArn: string;

  constructor(scope: Construct, id: string, { config, retentionDays }: ProviderLoadBalancerProps) {
    super(scope, id);
    this.loadBalancerArn =
      config.arn ?? (config.tag ? this.find(config.tag) : this.make(config, retentionDays));
  }

  /** Found during the deploy, because looking it up at synth would need the account's credentials. */
  private find({ key, value }: NonNullable<Config['tag']>): string {
    const path = 'ResourceTagMappingList.0.ResourceARN';
    const lookup = new DeployCall(this, 'ByTag', {
      service: 'ResourceGroupsTaggingAPI',
      action: 'GetResources',
      parameters: {
        TagFilters: [{ Key: key, Values: [value] }],
        ResourceTypeFilters: ['elasticloadbalancing:loadbalancer/net'],
      },
      resources: ['*'],
      outputPaths: [path],
    });
    return lookup.getResponseField(path);
  }

  private make(
    { vpc, addresses = [], port = 443, healthCheck }: Config,
    retentionDays: RetentionDays,
  ): string {
    const network = new PrivateVpc(this, 'Network', { config: vpc!, retentionDays });
    const { loadBalancer } = new InternalLoadBalancer(this, 'Made', {
      network,
      port,
      targets: {
        addresses,
        reachable: addresses.map(address => `${address}/32`),
        // The back end of a provider stands in its VPC; only of one that is made are other addresses known to be outside.
        vpcRange: vpc?.cidr ?? '0.0.0.0/0',
      },
      healthCheck,
    });
    return loadBalancer.loadBalancerArn;
  }
}
