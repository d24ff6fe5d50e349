/**
 * The address of an API: a domain of its own, or a base path on one that other services made. Base paths of several
 * levels exist for regional domains alone, through the newer mappings of API Gateway V2 (API Gateway developer guide,
 * "Use API mappings").
 */
import {
  CfnBasePathMapping,
  DomainName,
  EndpointType,
  type RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnApiMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { DomainCertificate } from './domain-certificate';

export interface ApiDomainProps {
  readonly domain: NonNullable<Stage['domain']>;
  readonly endpoint: Stage['endpoint'];
  readonly restApi: RestApi;
  /**
   * Zone and certificate of a domain to make.
   * @default - another service made the domain; only the base path is added
   */
  readonly identity?: DomainCertificate;
}

export class ApiDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    const { domain, restApi, identity } = props;
    const domainName = identity ? this.addDomain(props, identity).domainName : domain.name;
    const stage = restApi.deploymentStage.stageName;
    if (domain.basePath?.includes('/')) {
      const { restApiId: apiId } = restApi;
      // Another id than the other type's: CloudFormation turns no resource into one of another type.
      new CfnApiMapping(this, 'DeepMapping', { domainName, apiMappingKey: domain.basePath, apiId, stage });
    } else {
      const { restApiId } = restApi;
      new CfnBasePathMapping(this, 'Mapping', { domainName, basePath: domain.basePath, restApiId, stage });
    }
    this.url = `https://${domain.name}/${domain.basePath ? `${domain.basePath}/` : ''}`;
  }

  private addDomain(
    { domain, endpoint }: ApiDomainProps,
    { zone, certificate }: DomainCertificate,
  ): DomainName {
    const made = new DomainName(this, 'Domain', {
      domainName: domain.name,
      certificate,
      endpointType: endpoint === 'edge' ? EndpointType.EDGE : EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy[domain.securityPolicy],
    });
    const alias = {
      zone,
      recordName: domain.name,
      target: RecordTarget.fromAlias(new ApiGatewayDomain(made)),
    };
    new ARecord(this, 'Ipv4', alias);
    new AaaaRecord(this, 'Ipv6', alias);
    return made;
  }
}
