import {
  CfnBasePathMappingV2,
  CfnDomainNameAccessAssociation,
  CfnDomainNameV2,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { CfnResourceShare } from 'aws-cdk-lib/aws-ram';
import { Construct } from 'constructs';
import type { PrivateDomainConfig } from '../config/private/api';
import { onlyFromEndpoints } from './resource-policy';

export interface PrivateDomainProps {
  readonly config: PrivateDomainConfig;
  readonly restApi: RestApi;
  /** The API's own endpoint, which may use the domain at once. */
  readonly endpoint: IVpcEndpoint;
  /** Ids of all endpoints that may call. */
  readonly callers: readonly string[];
}

/**
 * A private custom domain: known only to the endpoints that are associated with it, so two accounts may have the same
 * name, and its ARN tells them apart (API Gateway developer guide, "Custom domain names for private APIs").
 */
export class PrivateDomain extends Construct {
  readonly domainArn: string;

  constructor(scope: Construct, id: string, { config, restApi, endpoint, callers }: PrivateDomainProps) {
    super(scope, id);
    const domain = new CfnDomainNameV2(this, 'Domain', {
      domainName: config.name,
      certificateArn: config.certificateArn,
      endpointConfiguration: { types: ['PRIVATE'] },
      securityPolicy: 'TLS_1_2',
      policy: onlyFromEndpoints(callers).toJSON(),
    });
    this.domainArn = domain.attrDomainNameArn;
    new CfnBasePathMappingV2(this, 'Mapping', {
      domainNameArn: this.domainArn,
      restApiId: restApi.restApiId,
      stage: restApi.deploymentStage.stageName,
    });
    new CfnDomainNameAccessAssociation(this, 'Own', {
      domainNameArn: this.domainArn,
      accessAssociationSource: endpoint.vpcEndpointId,
      accessAssociationSourceType: 'VPCE',
    });
    if (!config.shareWith?.length) return;
    new CfnResourceShare(this, 'Share', {
      name: config.name.replaceAll('.', '-'),
      principals: [...config.shareWith],
      resourceArns: [this.domainArn],
      allowExternalPrincipals: true,
    });
  }
}
