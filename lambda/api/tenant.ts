import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Authorization, AuthorizationMode } from '../../contract/environment';
import { anyTenantPattern, tenantPrefixes } from '../../contract/table';
import { textList } from '../aws/environment';
import { DomainError } from '../core/domain-error';

export interface TenantDirectory {
  /** @throws DomainError unknown_tenant when nobody is known to be calling */
  ofCaller(event: APIGatewayProxyEvent): Promise<string>;
}

/** A caller's tenant; undefined when it has none. */
export type TenantOf = (event: APIGatewayProxyEvent) => Promise<string | undefined>;

/**
 * Knows callers as the stage says for the route that they call. Tenants of different modes never meet: all but those
 * of API keys have the mode's prefix in front, which keys' tenants cannot have.
 */
export function tenantsByAuthorization(
  { default: usual, routes = {}, tenantClaim = 'sub' }: Authorization,
  ofKey: TenantOf,
): TenantDirectory {
  const found: Readonly<Record<AuthorizationMode, TenantOf>> = {
    none: ofKey,
    iam: async ({ requestContext: { identity } }) => named('iam', identity.accountId, identity.user),
    lambda: async ({ requestContext }) => named('lambda', textOf(requestContext.authorizer?.['tenant'])),
    cognito: async ({ requestContext }) =>
      named('cognito', textOf(requestContext.authorizer?.['claims']?.[tenantClaim])),
  };
  return {
    async ofCaller(event) {
      const tenant = await found[routes[`${event.httpMethod} ${event.resource}`] ?? usual](event);
      if (tenant !== undefined) return tenant;
      throw new DomainError('unknown_tenant', 'You belong to no tenant here; ask the operator of the API.');
    },
  };
}

function named(
  mode: keyof typeof tenantPrefixes,
  ...parts: readonly (string | null | undefined)[]
): string | undefined {
  const name = [tenantPrefixes[mode], ...parts].join(':');
  return parts.every(Boolean) && anyTenantPattern.test(name) ? name : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

const modes: readonly AuthorizationMode[] = ['none', 'iam', 'lambda', 'cognito'];

/** The stage's authorization as the environment has it; without any, the API key alone tells callers apart. */
export function readAuthorization(value: unknown): Authorization | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    default: usual = 'none',
    routes = {},
    tenantClaim,
    identityParameters = [],
  } = value as Partial<Record<keyof Authorization, unknown>>;
  const isMode = (mode: unknown): mode is AuthorizationMode => modes.some(known => known === mode);
  if (!isMode(usual) || typeof routes !== 'object' || routes === null) return undefined;
  if (!Object.values(routes).every(isMode)) return undefined;
  const parameters = textList(identityParameters);
  if (!parameters) return undefined;
  return {
    default: usual,
    routes: { ...routes },
    ...(typeof tenantClaim === 'string' && { tenantClaim }),
    ...(parameters.length > 0 && { identityParameters: parameters }),
  };
}
