import { Fn, Stack } from 'aws-cdk-lib';
import {
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type IPeer,
  Peer,
  Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PrivateVpc } from './private-vpc';

export interface ExecuteApiEndpointProps {
  readonly network: PrivateVpc;
  /** ARNs of the APIs that may be called through the endpoint, with their wildcards. */
  readonly apis: readonly string[];
  readonly privateDns: boolean;
  /** Ids of security groups that may connect, besides `clientGroup`. */
  readonly clients: readonly string[];
}

/** The interface endpoint through which a VPC calls private APIs, and a security group for those who call. */
export class ExecuteApiEndpoint extends Construct {
  readonly endpoint: InterfaceVpcEndpoint;
  readonly clientGroup: SecurityGroup;
  /** The endpoint's own host, which resolves everywhere, to private addresses. */
  readonly host: string;

  constructor(scope: Construct, id: string, { network, apis, privateDns, clients }: ExecuteApiEndpointProps) {
    super(scope, id);
    const { vpc } = network;
    this.clientGroup = new SecurityGroup(this, 'Clients', {
      vpc,
      description: 'Of those who call private APIs',
    });
    const group = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'Of the endpoint to private APIs: in from clients alone',
      allowAllOutbound: false,
    });
    for (const client of [this.clientGroup, ...clients.map(peerOf)]) {
      group.addIngressRule(client, Port.tcp(443), 'From clients of private APIs');
    }
    this.endpoint = new InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      subnets: { subnets: [...network.subnets] },
      service: InterfaceVpcEndpointAwsService.APIGATEWAY,
      securityGroups: [group],
      privateDnsEnabled: privateDns,
      open: false,
    });
    this.endpoint.addToPolicy(callOf(apis, vpc.vpcId));
    // Each entry is "zone id:name"; the first name is the one for all zones.
    this.host = Fn.select(1, Fn.split(':', Fn.select(0, this.endpoint.vpcEndpointDnsEntries)));
  }
}

/** A security group, of this account or of that of a peered VPC: `333333333333/sg-…`. */
function peerOf(client: string): IPeer {
  const [groupId = '', owner] = client.split('/').reverse();
  return Peer.securityGroupId(groupId, owner);
}

/** Calls come without a signature, so the VPC stands in the place of a principal. */
export function callOf(apis: readonly string[], vpcId: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: [...apis],
    conditions: { StringEquals: { 'aws:sourceVpc': vpcId } },
  });
}

/** Every API of this account, or one, named by id. */
export function apiArn(scope: Construct, apiId = '*', account = Stack.of(scope).account): string {
  return Stack.of(scope).formatArn({ service: 'execute-api', account, resource: apiId, resourceName: '*' });
}
