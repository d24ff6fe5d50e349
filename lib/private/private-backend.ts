/**
 * The way from a REST API to one back end. The URI of the integration sets Host and the certificate's name; the VPC link
 * sets the route (API Gateway developer guide, "Private integrations for REST APIs").
 */
import { type CfnResource, Duration, Stack } from 'aws-cdk-lib';
import {
  type CfnMethod,
  ConnectionType,
  Integration,
  IntegrationType,
  type IResource,
  type IRestApi,
  type IVpcLink,
  type MethodOptions,
  VpcLink,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import type { BackendAddress } from '../../contract/backend-address';
import { privateRanges } from '../../contract/private-ranges';
import type { BackendConfig } from '../config/private/backend';
import { EndpointTargets, type TargetSource } from './endpoint-targets';
import { InternalLoadBalancer, type LoadBalancerTargets } from './internal-load-balancer';
import type { PrivateVpc } from './private-vpc';
import { ServiceConnection } from './service-connection';

export interface PrivateBackendProps
  extends Pick<BackendConfig, 'at' | 'url' | 'healthCheck' | 'timeout' | 'local'> {
  readonly network: PrivateVpc;
  /**
   * Name of the endpoint service, when `at` names a provider of the same app.
   * @default - `at` says the service or another way
   */
  readonly serviceName?: string;
  /**
   * Block of the VPC, where it is known; addresses in it are targets of its zones.
   * @default - addresses are outside
   */
  readonly vpcRange?: string;
  /** Security group of those who call an application load balancer through its VPC link. */
  readonly clientGroup: ISecurityGroup;
  readonly retentionDays: RetentionDays;
}

export class PrivateBackend extends Construct {
  readonly address: BackendAddress;
  /** The endpoint that the provider has to accept, where there is one. */
  readonly endpointId?: string;
  /** The load balancer that was made, where one was. */
  readonly balancer?: InternalLoadBalancer;
  private readonly props: PrivateBackendProps;
  /** A link to a network load balancer that is there is made with its API. */
  private readonly link?: IVpcLink;
  private readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: PrivateBackendProps) {
    super(scope, id);
    this.props = props;
    this.timeout = Duration.millis(props.timeout ?? 29_000);
    const { loadBalancer } = props.at;
    if (loadBalancer === undefined) {
      const { balancer, endpointId } = this.reach(props);
      this.balancer = balancer;
      this.endpointId = endpointId;
      this.link = new VpcLink(this, 'Link', { targets: [balancer.loadBalancer] });
      const name = balancer.loadBalancer.loadBalancerDnsName;
      this.address = addressOf(props.url, name, balancer.port);
    } else {
      this.address = { url: props.url! };
      if (isApplication(loadBalancer)) this.link = this.linkToApplication(props);
    }
    if (this.link) this.answerLocally(this.node.findChild('Link'));
  }

  /** Adds ANY to a resource of the API, with the rest of the path in `{proxy}` when the resource is greedy. */
  addTo(resource: IResource, greedy: boolean, options: MethodOptions): void {
    const base = this.address.url.replace(/\/$/, '');
    const method = resource.addMethod(
      'ANY',
      new Integration({
        type: IntegrationType.HTTP_PROXY,
        integrationHttpMethod: 'ANY',
        uri: greedy ? `${base}/{proxy}` : `${base}/`,
        options: {
          connectionType: ConnectionType.VPC_LINK,
          vpcLink: this.link ?? this.linkToNetwork(resource.api),
          timeout: this.timeout,
          ...(greedy && {
            requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          }),
        },
      }),
      { ...options, ...(greedy && { requestParameters: { 'method.request.path.proxy': true } }) },
    );
    const { loadBalancer } = this.props.at;
    if (loadBalancer === undefined) return;
    // A deployment keeps what methods were, and aws-cdk-lib tells by their own properties whether to make a new one.
    resource.api.latestDeployment?.addToLogicalId({ loadBalancer });
    if (!isApplication(loadBalancer)) return;
    (method.node.defaultChild as CfnMethod).addPropertyOverride(
      'Integration.IntegrationTarget',
      loadBalancer,
    );
  }

  private reach(props: PrivateBackendProps): { balancer: InternalLoadBalancer; endpointId?: string } {
    const { at, network, healthCheck } = props;
    const port = portOf(props.url);
    const balance = (targets: LoadBalancerTargets) =>
      new InternalLoadBalancer(this, 'Balancer', { network, port, targets, healthCheck });
    if (at.addresses !== undefined) {
      const reachable = at.addresses.map(address => `${address}/32`);
      return { balancer: balance({ addresses: at.addresses, reachable, vpcRange: props.vpcRange }) };
    }
    if (at.hostname !== undefined) {
      const balancer = balance({ addresses: [], reachable: privateRanges });
      this.keepCurrent(balancer, { hostName: at.hostname, network }, props);
      return { balancer };
    }
    const serviceName = at.service ?? props.serviceName!;
    const connection = new ServiceConnection(this, 'Connection', { network, serviceName, port });
    const balancer = balance({ addresses: connection.addresses, group: connection.group });
    this.keepCurrent(balancer, { endpoint: connection.endpoint }, props);
    return { balancer, endpointId: connection.endpoint.vpcEndpointId };
  }

  private keepCurrent(
    balancer: InternalLoadBalancer,
    source: TargetSource,
    props: PrivateBackendProps,
  ): void {
    new EndpointTargets(this, 'Current', { balancer, source, retentionDays: props.retentionDays });
  }

  /**
   * In the stack of its API: another load balancer makes it another link, which CloudFormation refuses to change under a
   * stack that imports it.
   */
  private linkToNetwork(api: IRestApi): IVpcLink {
    const stack = Stack.of(api);
    const id = `${this.node.id}Link`;
    const found = stack.node.tryFindChild(id);
    if (found instanceof VpcLink) return found;
    const target = NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, `${this.node.id}Balancer`, {
      loadBalancerArn: this.props.at.loadBalancer!,
    });
    const link = new VpcLink(stack, id, { targets: [target] });
    this.answerLocally(link);
    return link;
  }

  /** The newer VPC link stands in subnets of its own and is let in by security group. */
  private linkToApplication({ network, clientGroup }: PrivateBackendProps): IVpcLink {
    const link = new CfnVpcLink(this, 'Link', {
      name: this.node.id,
      subnetIds: network.subnets.map(subnet => subnet.subnetId),
      securityGroupIds: [clientGroup.securityGroupId],
    });
    return VpcLink.fromVpcLinkId(this, 'ById', link.ref);
  }

  /** The local run learns from the template what to put in the place of the network. */
  private answerLocally(link: IConstruct): void {
    const resource = (link.node.defaultChild ?? link) as CfnResource;
    const { local } = this.props;
    if (local !== undefined) resource.addMetadata('jobgate:upstream', local);
  }
}

function isApplication(loadBalancerArn: string): boolean {
  return loadBalancerArn.includes(':loadbalancer/app/');
}

/** Callers connect to the load balancer, in the scheme of the URL and for its host. */
function addressOf(url: string | undefined, name: string, port: number): BackendAddress {
  if (url === undefined) return { url: `http://${name}` };
  const { protocol } = new URL(url);
  return { url, connectTo: `${protocol}//${name}:${port}` };
}

function portOf(address: string | undefined): number {
  const url = new URL(address ?? 'http://load-balancer');
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}
