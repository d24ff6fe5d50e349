import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { PrivateVpc } from './private-vpc';

/** The API of Elastic Load Balancing inside a VPC without a way out. A VPC has one such endpoint for all that call it. */
export class LoadBalancingApi extends Construct {
  readonly endpoint: InterfaceVpcEndpoint;
  /** Of functions that may call. */
  readonly callers: SecurityGroup;

  static of(network: PrivateVpc): LoadBalancingApi {
    const found = network.node.tryFindChild('LoadBalancingApi');
    return found instanceof LoadBalancingApi ? found : new LoadBalancingApi(network, 'LoadBalancingApi');
  }

  private constructor(network: PrivateVpc, id: string) {
    super(network, id);
    const { vpc } = network;
    this.callers = new SecurityGroup(this, 'Callers', {
      vpc,
      description: 'Of functions that call the API of Elastic Load Balancing',
    });
    const group = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'Of the endpoint to the API of Elastic Load Balancing',
      allowAllOutbound: false,
    });
    group.addIngressRule(this.callers, Port.tcp(443), 'From functions that keep targets current');
    this.endpoint = new InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      subnets: { subnets: [...network.subnets] },
      service: InterfaceVpcEndpointAwsService.ELASTIC_LOAD_BALANCING,
      securityGroups: [group],
      open: false,
    });
  }
}
