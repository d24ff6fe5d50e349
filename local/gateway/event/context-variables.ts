/**
 * `$context` flattened to the names that access logs, gateway responses and authorizers use; what is known only at the
 * end (status, latencies) is added by the logs.
 * (API Gateway developer guide, "Variables for access logging for API Gateway".)
 */
import type { Authorization, ContextVariables } from '../exchange';
import type { Address } from '../match/address';

export interface ContextExtras {
  readonly trace?: { readonly root: string } | undefined;
  readonly address?: Address | undefined;
  readonly authorization?: Authorization | undefined;
}

export function contextVariables(
  requestContext: Readonly<Record<string, unknown>>,
  { trace, address, authorization }: ContextExtras,
): ContextVariables {
  const flat: Record<string, unknown> = Object.create(null);
  flatten(requestContext, '', flat);
  if (trace) flat['xrayTraceId'] = trace.root;
  if (address?.basePath !== undefined) flat['customDomain.basePathMatched'] = address.basePath;
  if (address?.stage.webAclArn) flat['webaclArn'] = address.stage.webAclArn;
  if (authorization?.integrationStatus !== undefined) {
    flat['authorizer.status'] = 200;
    flat['authorizer.latency'] = authorization.latencyMilliseconds;
    flat['authorizer.integrationLatency'] = authorization.latencyMilliseconds;
    flat['authorizer.integrationStatus'] = authorization.integrationStatus;
    flat['authorizer.requestId'] = authorization.authorizerRequestId;
  }
  return flat;
}

function flatten(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  flat: Record<string, unknown>,
): void {
  for (const [name, one] of Object.entries(value)) {
    if (typeof one === 'object' && one !== null && !Array.isArray(one)) {
      flatten(one as Readonly<Record<string, unknown>>, `${prefix}${name}.`, flat);
    } else flat[prefix + name] = one;
  }
}
