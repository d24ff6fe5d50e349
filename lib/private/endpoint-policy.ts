import { Stack } from 'aws-cdk-lib';
import type { IInterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DeployCall } from './deploy-call';
import { apiArn, callOf } from './execute-api-endpoint';

export interface EndpointPolicyProps {
  readonly endpoint: IInterfaceVpcEndpoint;
  readonly vpcId: string;
  /** Ids of the APIs that may be called through the endpoint. */
  readonly apiIds: readonly string[];
}

/**
 * Narrows an endpoint's policy to the APIs behind it once they have ids. A template alone cannot: the API names the
 * endpoint in its resource policy, so the endpoint cannot name the API.
 */
export class EndpointPolicy extends Construct {
  constructor(scope: Construct, id: string, { endpoint, vpcId, apiIds }: EndpointPolicyProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const apis = apiIds.map(apiId => apiArn(this, apiId));
    const document = new PolicyDocument({ statements: [callOf(apis, vpcId)] });
    new DeployCall(this, 'Policy', {
      service: 'EC2',
      action: 'ModifyVpcEndpoint',
      parameters: { VpcEndpointId: endpoint.vpcEndpointId, PolicyDocument: stack.toJsonString(document) },
      resources: [
        stack.formatArn({ service: 'ec2', resource: 'vpc-endpoint', resourceName: endpoint.vpcEndpointId }),
      ],
    });
  }
}
