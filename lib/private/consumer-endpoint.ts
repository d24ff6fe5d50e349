import { CfnDomainNameAccessAssociation } from 'aws-cdk-lib/aws-apigateway';
import { ARecord, PrivateHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { ConsumerConfig } from '../config/private/consumer';
import { apiArn, ExecuteApiEndpoint } from './execute-api-endpoint';
import type { PrivateVpc } from './private-vpc';

export interface ConsumerEndpointProps extends Pick<ConsumerConfig, 'privateDns' | 'domain' | 'clients'> {
  readonly network: PrivateVpc;
  /** The one API that is called, by id and account. */
  readonly api: { readonly id: string; readonly account: string };
}

/** A consumer's own endpoint to a private API of another account, and the domain under which it is called. */
export class ConsumerEndpoint extends Construct {
  readonly access: ExecuteApiEndpoint;

  constructor(
    scope: Construct,
    id: string,
    { network, api, privateDns, domain, clients }: ConsumerEndpointProps,
  ) {
    super(scope, id);
    this.access = new ExecuteApiEndpoint(this, 'Access', {
      network,
      apis: [apiArn(this, api.id, api.account)],
      privateDns: privateDns ?? false,
      clients: clients ?? [],
    });
    if (domain === undefined) return;
    new CfnDomainNameAccessAssociation(this, 'Association', {
      domainNameArn: domain.arn,
      accessAssociationSource: this.access.endpoint.vpcEndpointId,
      accessAssociationSourceType: 'VPCE',
    });
    const zone = new PrivateHostedZone(this, 'Zone', { zoneName: domain.name, vpc: network.vpc });
    new ARecord(this, 'Name', {
      zone,
      target: RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(this.access.endpoint)),
    });
  }
}
