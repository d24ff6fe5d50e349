import { CfnOutput, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { ProviderConfig } from '../../config/private/provider';
import { EndpointService } from '../endpoint-service';
import { ProviderLoadBalancer } from '../provider-load-balancer';
import { SectionStack } from '../section-stack';

export interface ProviderStackProps extends StackProps {
  readonly config: ProviderConfig;
  readonly stage: Pick<Stage, 'logs'>;
}

/** In the application account: what stands behind a load balancer, offered to the API's account. */
export class ProviderStack extends SectionStack {
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: ProviderStackProps) {
    super(scope, id, props);
    const { config, stage } = props;
    const loadBalancer = new ProviderLoadBalancer(this, 'LoadBalancer', {
      config: config.loadBalancer,
      retentionDays: stage.logs.retentionDays,
    });
    this.serviceName = new EndpointService(this, 'Offer', { ...config, loadBalancer }).serviceName;
    new CfnOutput(this, 'ServiceName', { value: this.serviceName });
  }
}
