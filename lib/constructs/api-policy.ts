import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Lets calls in from some address ranges and denies all others. An allowed call must still pass its method's key and
 * authorization; resources are relative to the API, whose id is not known yet.
 */
export function onlyFromAddresses(ranges: readonly string[]): PolicyDocument {
  const call = {
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
  };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...call, effect: Effect.ALLOW }),
      new PolicyStatement({
        ...call,
        effect: Effect.DENY,
        conditions: { NotIpAddress: { 'aws:SourceIp': [...ranges] } },
      }),
    ],
  });
}
