import { CfnOutput, Fn, type StackProps } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { PrivateApiConfig } from '../../config/private/api';
import { ApiKeys } from '../../constructs/api-keys';
import { UsagePlans } from '../../constructs/usage-plans';
import { EndpointPolicy } from '../endpoint-policy';
import { PrivateDomain } from '../private-domain';
import { PrivateRestApi } from '../private-rest-api';
import { SectionStack } from '../section-stack';
import type { PrivateNetworkStack } from './network';

export interface PrivateApiStackProps extends StackProps {
  readonly config: PrivateApiConfig;
  readonly stage: Stage;
  readonly network: PrivateNetworkStack;
  /**
   * The job API, when it is private too and called through the same endpoint.
   * @default - it has an endpoint of another kind
   */
  readonly jobApi?: RestApi;
  /**
   * The stage's own key, for the logs.
   * @default - they are encrypted with a key of AWS
   */
  readonly key?: IKey;
}

/** In the API account: the private REST API in front of the back ends, and who may call it. */
export class PrivateApiStack extends SectionStack {
  readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: PrivateApiStackProps) {
    super(scope, id, props);
    const { config, stage, jobApi, key } = props;
    const { access, backends, network } = props.network;
    const callers = [access.endpoint.vpcEndpointId, ...(config.callers ?? [])];
    const { endpoint } = access;
    this.restApi = new PrivateRestApi(this, 'Private', {
      stage,
      endpoint,
      callers,
      backends,
      cors: config.cors,
      keyRequired: config.plans !== undefined,
      key,
    }).restApi;
    if (config.plans) {
      const plans = { name: stage.name, plans: config.plans };
      const keys = new ApiKeys(this, 'Keys', { stage: plans });
      new UsagePlans(this, 'Plans', { stage: plans, restApi: this.restApi, keys });
      new CfnOutput(this, 'ApiKeyIds', { value: keys.ids });
    }
    new EndpointPolicy(this, 'Reach', {
      endpoint,
      vpcId: network.vpc.vpcId,
      apiIds: [this.restApi.restApiId, ...(jobApi ? [jobApi.restApiId] : [])],
    });
    if (config.domain) {
      const { domainArn } = new PrivateDomain(this, 'Domain', {
        config: config.domain,
        restApi: this.restApi,
        endpoint,
        callers,
      });
      new CfnOutput(this, 'DomainArn', { value: domainArn });
    }
    const host = [
      this.restApi.restApiId,
      '-',
      endpoint.vpcEndpointId,
      '.execute-api.',
      this.region,
      '.',
      this.urlSuffix,
    ];
    new CfnOutput(this, 'ApiId', { value: this.restApi.restApiId });
    new CfnOutput(this, 'Url', { value: Fn.join('', ['https://', ...host, '/', stage.name]) });
  }
}
