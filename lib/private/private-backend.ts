/**
 * The way from a REST API to one back end. The URI of the integration sets Host and the certificate's name; the VPC link
 * sets the route (API Gateway developer guide, "Private integrations for REST APIs").
 */
import { type CfnResource, Duration } from 'aws-cdk-lib';
import {
  type CfnMethod,
  ConnectionType,
  Integration,
  IntegrationType,
  type IResource,
  type IVpcLink,
  type MethodOptions,
  VpcLink,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { privateRanges } from '../config/private/address';
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

/** Where callers in the VPC find a back end, and under which address they ask for it. */
export interface BackendAddress {
  readonly url: string;
  /** Origin to connect to, when it is not the host of the URL. */
  readonly connectTo?: string;
}

export class PrivateBackend extends Construct {
  readonly address: BackendAddress;
  /** The endpoint that the provider has to accept, where there is one. */
  readonly endpointId?: string;
  /** The load balancer that was made, where one was. */
  readonly balancer?: InternalLoadBalancer;
  private readonly link: IVpcLink;
  /** Of an application load balancer, which the integration names itself. */
  private readonly integrationTarget?: string;
  private readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: PrivateBackendProps) {
    super(scope, id);
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
      const application = loadBalancer.includes(':loadbalancer/app/');
      this.link = application ? this.linkToApplication(props) : this.linkToNetwork(loadBalancer);
      if (application) this.integrationTarget = loadBalancer;
    }
    this.answerLocally(props.local);
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
          vpcLink: this.link,
          timeout: this.timeout,
          ...(greedy && {
            requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
          }),
        },
      }),
      { ...options, ...(greedy && { requestParameters: { 'method.request.path.proxy': true } }) },
    );
    if (this.integrationTarget === undefined) return;
    (method.node.defaultChild as CfnMethod).addPropertyOverride(
      'Integration.IntegrationTarget',
      this.integrationTarget,
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

  private linkToNetwork(loadBalancerArn: string): IVpcLink {
    const target = NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(this, 'Existing', {
      loadBalancerArn,
    });
    return new VpcLink(this, 'Link', { targets: [target] });
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
  private answerLocally(upstream: string | undefined): void {
    const link = this.node.findChild('Link');
    const resource = (link.node.defaultChild ?? link) as CfnResource;
    if (upstream !== undefined) resource.addMetadata('jobgate:upstream', upstream);
  }
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
