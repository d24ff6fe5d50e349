/**
 * `$context` flattened to the names that access logs, gateway responses and authorizers use.
 * (API Gateway developer guide, "Variables for access logging for API Gateway".)
 */
import type { Authorization, ContextVariables } from '../exchange';
import type { Address } from '../match/address';

export interface ContextExtras {
  readonly traceHeader: string;
  readonly address?: Address | undefined;
  readonly authorization?: Authorization | undefined;
  readonly webAclArn?: string | undefined;
}

export function contextVariables(
  requestContext: Readonly<Record<string, unknown>>,
  extras: ContextExtras,
): ContextVariables {
  const flat: Record<string, unknown> = Object.create(null);
  flatten(requestContext, '', flat);
  const { address, authorization } = extras;
  flat['xrayTraceId'] = /Root=([^;]+)/.exec(extras.traceHeader)?.[1];
  if (address?.basePath !== undefined) flat['customDomain.basePathMatched'] = address.basePath;
  if (extras.webAclArn) flat['webaclArn'] = extras.webAclArn;
  if (authorization) {
    flat['authorize.status'] = 200;
    flat['authorizer.latency'] = authorization.latencyMilliseconds;
    flat['authorizer.status'] = authorization.integrationStatus === undefined ? undefined : 200;
    flat['authorizer.integrationStatus'] = authorization.integrationStatus;
    flat['authorizer.integrationLatency'] = authorization.latencyMilliseconds;
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
