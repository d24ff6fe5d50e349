import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpointConnectionNotification,
  type IVpcEndpointServiceLoadBalancer,
  VpcEndpointService,
} from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { PublicHostedZone, VpcEndpointServiceDomainName } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { ProviderConfig } from '../config/private/provider';
import { acknowledgeAll, acknowledged } from './acknowledged';
import { DeployCall } from './deploy-call';

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
      const proof = new VpcEndpointServiceDomainName(this, 'PrivateDns', {
        endpointService: this.service,
        domainName: name,
        publicHostedZone: PublicHostedZone.fromPublicHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: zoneId,
          zoneName,
        }),
      });
      acknowledgeAll(proof, acknowledged.call);
    }
  }

  /** Accepting is a call, not a resource. An endpoint that is accepted already is answered without complaint. */
  private accept(endpointIds: readonly string[]): void {
    const { vpcEndpointServiceId } = this.service;
    new DeployCall(this, 'Accept', {
      service: 'EC2',
      action: 'AcceptVpcEndpointConnections',
      parameters: { ServiceId: vpcEndpointServiceId, VpcEndpointIds: endpointIds },
      resources: [
        Stack.of(this).formatArn({
          service: 'ec2',
          resource: 'vpc-endpoint-service',
          resourceName: vpcEndpointServiceId,
        }),
      ],
    });
  }

  private tell(emails: readonly string[]): void {
    const privateLink = new ServicePrincipal('vpce.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
    // The key of AWS for SNS lets no other service in.
    const key = new Key(this, 'RequestsKey', {
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grantEncryptDecrypt(privateLink);
    const topic = new Topic(this, 'Requests', {
      enforceSSL: true,
      masterKey: key,
      displayName: 'Connections to a private service',
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [privateLink],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
      }),
    );
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    acknowledgeAll(topic, acknowledged.mail);
    const notification = new CfnVPCEndpointConnectionNotification(this, 'Notification', {
      serviceId: this.service.vpcEndpointServiceId,
      connectionEvents: ['Connect', 'Accept', 'Reject', 'Delete'],
      connectionNotificationArn: topic.topicArn,
    });
    // PrivateLink tries the topic when the notification is made.
    notification.node.addDependency(topic);
  }
}
