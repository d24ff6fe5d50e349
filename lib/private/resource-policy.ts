import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { anyCall } from '../constructs/api-policy';

/**
 * Lets calls in that come through one of these endpoints, and denies every other. Calls without a signature have no
 * principal to name, so the endpoint is what is named (API Gateway developer guide, "Use VPC endpoint policies for
 * private APIs"). Resources are relative to the API, whose id is not known yet.
 */
export function onlyFromEndpoints(endpointIds: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        ...anyCall,
        effect: Effect.DENY,
        conditions: { StringNotEquals: { 'aws:sourceVpce': [...endpointIds] } },
      }),
      new PolicyStatement({
        ...anyCall,
        effect: Effect.ALLOW,
        conditions: { StringEquals: { 'aws:sourceVpce': [...endpointIds] } },
      }),
    ],
  });
}
