import { Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpointConnectionNotification,
  type IVpcEndpointServiceLoadBalancer,
  VpcEndpointService,
} from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { PublicHostedZone, VpcEndpointServiceDomainName } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import type { ProviderConfig } from '../config/private/provider';

export interface EndpointServiceProps
  extends Pick<ProviderConfig, 'principals' | 'acceptance' | 'accept' | 'privateDns' | 'notify'> {
  readonly loadBalancer: IVpcEndpointServiceLoadBalancer;
}

/** Offers a network load balancer to other accounts: who may find it, whose requests are accepted, who is told. */
export class EndpointService extends Construct {
  readonly serviceName: string;
  private readonly service: VpcEndpointService;

  constructor(scope: Construct, id: string, props: EndpointServiceProps) {
    super(scope, id);
    this.service = new VpcEndpointService(this, 'Service', {
      vpcEndpointServiceLoadBalancers: [props.loadBalancer],
      acceptanceRequired: props.acceptance === 'required',
      allowedPrincipals: props.principals.map(arn => new ArnPrincipal(arn)),
    });
    this.serviceName = this.service.vpcEndpointServiceName;
    if (props.accept?.length) this.accept(props.accept);
    if (props.notify?.length) this.tell(props.notify);
    if (props.privateDns) {
      const { name, zoneId, zoneName } = props.privateDns;
      new VpcEndpointServiceDomainName(this, 'PrivateDns', {
        endpointService: this.service,
        domainName: name,
        publicHostedZone: PublicHostedZone.fromPublicHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: zoneId,
          zoneName,
        }),
      });
    }
  }

  /** Accepting is a call, not a resource. An endpoint that is accepted already is answered without complaint. */
  private accept(endpointIds: readonly string[]): void {
    new AwsCustomResource(this, 'Accept', {
      onUpdate: {
        service: 'EC2',
        action: 'AcceptVpcEndpointConnections',
        parameters: { ServiceId: this.service.vpcEndpointServiceId, VpcEndpointIds: endpointIds },
        physicalResourceId: PhysicalResourceId.of(this.node.addr),
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({
          actions: ['ec2:AcceptVpcEndpointConnections'],
          resources: [
            Stack.of(this).formatArn({
              service: 'ec2',
              resource: 'vpc-endpoint-service',
              resourceName: this.service.vpcEndpointServiceId,
            }),
          ],
        }),
      ]),
      installLatestAwsSdk: false,
    });
  }

  private tell(emails: readonly string[]): void {
    const topic = new Topic(this, 'Requests', {
      enforceSSL: true,
      displayName: 'Connections to a private service',
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('vpce.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    const notification = new CfnVPCEndpointConnectionNotification(this, 'Notification', {
      serviceId: this.service.vpcEndpointServiceId,
      connectionEvents: ['Connect', 'Accept', 'Reject', 'Delete'],
      connectionNotificationArn: topic.topicArn,
    });
    // PrivateLink tries the topic when the notification is made.
    notification.node.addDependency(topic);
  }
}
