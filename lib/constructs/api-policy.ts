import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Every call of an API by everyone, for a condition to narrow. Relative to the API, whose id is not known yet. */
export const anyCall = {
  principals: [new AnyPrincipal()],
  actions: ['execute-api:Invoke'],
  resources: ['execute-api:/*'],
};

/**
 * Lets calls in from some address ranges and denies all others. An allowed call must still pass its method's key and
 * authorization.
 */
export function onlyFromAddresses(ranges: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...anyCall, effect: Effect.ALLOW }),
      new PolicyStatement({
        ...anyCall,
        effect: Effect.DENY,
        conditions: { NotIpAddress: { 'aws:SourceIp': [...ranges] } },
      }),
    ],
  });
}
