import { CfnOutput, Fn, type StackProps } from 'aws-cdk-lib';
import { type ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { ConsumerConfig } from '../../config/private/consumer';
import { ConsumerEndpoint } from '../consumer-endpoint';
import { PrivateProbe } from '../private-probe';
import { PrivateVpc } from '../private-vpc';
import { SectionStack } from '../section-stack';

export interface ConsumerStackProps extends StackProps {
  readonly config: ConsumerConfig;
  readonly stage: Pick<Stage, 'logs'>;
  readonly api: NonNullable<ConsumerConfig['api']>;
}

/** In a consumer's account: the way to the API from its VPC, and a function that tries it. */
export class ConsumerStack extends SectionStack {
  constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    super(scope, id, props);
    const { config, stage, api } = props;
    const { retentionDays } = stage.logs;
    const network = new PrivateVpc(this, 'Network', { config: config.vpc, retentionDays });
    const { host, group, endpointId } = this.wayIn(config, network, api);
    const url = Fn.join('', ['https://', config.domain?.name ?? host, config.domain ? '' : `/${api.stage}`]);
    if (config.probe) {
      const { handler } = new PrivateProbe(this, 'Probe', {
        ...config.probe,
        network,
        group,
        url,
        apiId: config.domain ? undefined : api.id,
        retentionDays,
      });
      new CfnOutput(this, 'ProbeFunction', { value: handler.functionName });
    }
    new CfnOutput(this, 'EndpointId', { value: endpointId });
    new CfnOutput(this, 'Url', { value: url });
  }

  private wayIn(config: ConsumerConfig, network: PrivateVpc, api: ConsumerStackProps['api']): WayIn {
    const { endpoint } = config;
    if (endpoint !== undefined) {
      const group = new SecurityGroup(this, 'Clients', {
        vpc: network.vpc,
        description: 'Of callers of the API',
      });
      new CfnOutput(this, 'ClientGroupId', { value: group.securityGroupId });
      return { host: endpoint.host, group, endpointId: endpoint.id };
    }
    const { access } = new ConsumerEndpoint(this, 'Way', { ...config, network, api });
    return { host: access.host, group: access.clientGroup, endpointId: access.endpoint.vpcEndpointId };
  }
}

interface WayIn {
  readonly host: string;
  readonly group: ISecurityGroup;
  readonly endpointId: string;
}
