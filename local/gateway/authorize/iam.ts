/**
 * IAM authorization: a verified signature tells who calls; the caller's identity policies and the API's resource policy
 * decide together. Within an account either may allow, between accounts both must; a denial wins.
 * (API Gateway developer guide, "How API Gateway resource policies affect authorization workflow", tables A and B.)
 */
import { type Authorization, type Clock, type GatewayRequest, isRefusal, type Refusal } from '../exchange';
import { accountOf, type CredentialStore, type LocalCredential } from './credentials';
import type { Place } from './method-arn';
import { compilePolicy, type Policy, strongest, type Verdict } from './policy/policy';
import { deniedByPolicy } from './refusals';
import { conditionValues, type ResourcePolicy } from './resource-policy';
import { verifySignature } from './sigv4/verify';

export interface IamPorts extends Place {
  readonly credentials: CredentialStore;
  readonly clock: Clock;
}

export async function authorizeByIam(
  request: GatewayRequest,
  resource: string,
  resourcePolicy: ResourcePolicy | undefined,
  { credentials, clock, region, accountId }: IamPorts,
): Promise<Authorization | Refusal> {
  const caller = await verifySignature(request, { credentials, region, now: clock.now() });
  if (isRefusal(caller)) return caller;
  const identity = identityVerdict(caller, resource, request);
  const verdict = combined(
    identity,
    resourcePolicy?.verdict(resource, request, caller),
    accountOf(caller.principalArn) === accountId,
  );
  if (verdict !== 'allow') return deniedByPolicy(caller.principalArn, resource, verdict);
  return { context: {}, identity: identityContext(caller) };
}

/** Tables A and B; `resource` is undefined where the API has no policy. */
export function combined(identity: Verdict, resource: Verdict | undefined, sameAccount: boolean): Verdict {
  if (identity === 'deny' || resource === 'deny') return 'deny';
  if (sameAccount) return strongest([identity, resource ?? 'neither']);
  return identity === 'allow' && resource === 'allow' ? 'allow' : 'neither';
}

const compiledPolicies = new WeakMap<LocalCredential, readonly (Policy | undefined)[]>();

/** A caller without policies is the owner of the local run and may do everything. */
function identityVerdict(caller: LocalCredential, resource: string, request: GatewayRequest): Verdict {
  if (caller.identityPolicies === undefined) return 'allow';
  const policies =
    compiledPolicies.get(caller) ??
    caller.identityPolicies.map(document => compilePolicy(document, { principals: false }));
  compiledPolicies.set(caller, policies);
  const values = conditionValues(request, caller);
  return strongest(
    policies.map(policy => policy?.({ action: 'execute-api:Invoke', resource, values }) ?? 'neither'),
  );
}

function identityContext({
  accessKeyId,
  principalArn,
  principalId,
}: LocalCredential): Record<string, string> {
  return {
    accountId: accountOf(principalArn),
    accessKey: accessKeyId,
    caller: principalId,
    user: principalId,
    userArn: principalArn,
  };
}
