/**
 * The decision about a request. API Gateway caches it by token for all methods, so a policy names the whole stage
 * (API Gateway developer guide, "Output from an API Gateway Lambda authorizer").
 */
import type {
  APIGatewayAuthorizerEvent,
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
} from 'aws-lambda';
import type { AcceptedTokens } from '../../contract/accepted-tokens';
import { tenantPattern } from '../../contract/table';
import type { VerifyToken } from './token-verifier';

export interface Decider {
  readonly accepted: AcceptedTokens;
  readonly verify: VerifyToken;
}

/** The message that makes API Gateway answer 401; every other error is a 500. */
export const unauthorized = 'Unauthorized';

export async function decide(
  { accepted, verify }: Decider,
  event: APIGatewayAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  const token = tokenOf(event, accepted.identitySources);
  const claims = token === undefined ? undefined : await verify(token);
  if (!claims) throw new Error(unauthorized);
  const tenant = claims[accepted.tenantClaim];
  const principalId = typeof claims.sub === 'string' ? claims.sub : 'unknown';
  if (typeof tenant !== 'string' || !tenantPattern.test(tenant))
    return policy('Deny', principalId, event.methodArn);
  const usageKey = accepted.usageKeyClaim && claims[accepted.usageKeyClaim];
  return {
    ...policy('Allow', principalId, event.methodArn),
    context: { tenant },
    ...(typeof usageKey === 'string' && { usageIdentifierKey: usageKey }),
  };
}

function policy(
  Effect: 'Allow' | 'Deny',
  principalId: string,
  methodArn: string,
): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/');
  const statement = { Action: 'execute-api:Invoke', Effect, Resource: `${api}/${stage}/*/*` };
  return { principalId, policyDocument: { Version: '2012-10-17', Statement: [statement] } };
}

function tokenOf(event: APIGatewayAuthorizerEvent, sources: readonly string[]): string | undefined {
  const values =
    event.type === 'TOKEN' ? [event.authorizationToken] : sources.map(source => valueAt(event, source));
  const found = values.find(value => value !== undefined && value !== '');
  return found?.replace(/^Bearer\s+/i, '');
}

function valueAt(event: APIGatewayRequestAuthorizerEvent, source: string): string | undefined {
  const [, place, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (name === undefined) return undefined;
  if (place === 'querystring') return event.queryStringParameters?.[name] ?? undefined;
  // HTTP header names are the same in any case; API Gateway passes them as the caller wrote them.
  const header = Object.entries(event.headers ?? {}).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  );
  return header?.[1];
}
