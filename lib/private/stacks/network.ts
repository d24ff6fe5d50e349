import { CfnOutput, type StackProps } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { BackendAddresses } from '../../../contract/backend-address';
import type { Stage } from '../../config';
import type { PrivateApiConfig } from '../../config/private/api';
import { apiArn, ExecuteApiEndpoint } from '../execute-api-endpoint';
import { PrivateBackend } from '../private-backend';
import { PrivateVpc } from '../private-vpc';
import { SectionStack } from '../section-stack';

export interface PrivateNetworkStackProps extends StackProps {
  readonly config: PrivateApiConfig;
  readonly stage: Pick<Stage, 'logs'>;
  /** Endpoint service names of the providers that stand in the same account and region. */
  readonly serviceNames: ReadonlyMap<string, string>;
}

/** In the API account: the network, the way in for callers, and the ways out to every back end. */
export class PrivateNetworkStack extends SectionStack {
  readonly network: PrivateVpc;
  readonly access: ExecuteApiEndpoint;
  readonly backends: readonly {
    readonly name: string;
    readonly prefix: string;
    readonly backend: PrivateBackend;
  }[];

  constructor(scope: Construct, id: string, props: PrivateNetworkStackProps) {
    super(scope, id, props);
    const { config, stage } = props;
    const { retentionDays } = stage.logs;
    this.network = new PrivateVpc(this, 'Network', { config: config.vpc, retentionDays });
    this.access = new ExecuteApiEndpoint(this, 'Access', {
      network: this.network,
      apis: [apiArn(this)],
      privateDns: config.privateDns ?? false,
      clients: config.clients ?? [],
    });
    this.backends = config.backends.map(({ name, prefix, ...backend }) => ({
      name,
      prefix,
      backend: new PrivateBackend(this, name, {
        ...backend,
        network: this.network,
        serviceName: backend.at.provider && props.serviceNames.get(backend.at.provider),
        vpcRange: config.vpc.cidr,
        clientGroup: this.access.clientGroup,
        retentionDays,
      }),
    }));
    if (config.jobs) this.admitJobs();
    new CfnOutput(this, 'EndpointId', { value: this.access.endpoint.vpcEndpointId });
    new CfnOutput(this, 'EndpointHost', { value: this.access.host });
    new CfnOutput(this, 'ClientGroupId', { value: this.access.clientGroup.securityGroupId });
    for (const { name, backend } of this.backends) {
      if (backend.endpointId)
        new CfnOutput(this, `EndpointTo${inPascalCase(name)}`, { value: backend.endpointId });
    }
  }

  /** Addresses of the back ends by name, for the worker of the job API. */
  get addresses(): BackendAddresses {
    return Object.fromEntries(this.backends.map(({ name, backend }) => [name, backend.address]));
  }

  /** A worker in a network without a way out still needs its table, bucket and queues. */
  private admitJobs(): void {
    const { vpc, subnets } = this.network;
    for (const { backend } of this.backends) backend.balancer?.letIn(this.access.clientGroup);
    if (!this.network.made) return;
    vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    const group = new SecurityGroup(this, 'ServicesGroup', {
      vpc,
      description: 'Of the endpoints to queues and topics: in from the functions of the job API',
      allowAllOutbound: false,
    });
    group.addIngressRule(this.access.clientGroup, Port.tcp(443), 'From functions');
    for (const [id, service] of Object.entries(servicesOfJobs)) {
      vpc.addInterfaceEndpoint(id, {
        service,
        subnets: { subnets: [...subnets] },
        securityGroups: [group],
        open: false,
      });
    }
  }
}

/** What the functions of the job API call besides their table and bucket. */
const servicesOfJobs = {
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Sns: InterfaceVpcEndpointAwsService.SNS,
};

/** Names of outputs have no hyphens. */
function inPascalCase(name: string): string {
  return name.replace(/(?:^|-+)([a-z0-9])/g, (_, first: string) => first.toUpperCase()).replaceAll('-', '');
}
