import type { FunctionModel } from '../template/model';
import { isRecord } from '../template/values';
import { isSigningAlgorithm, type SigningAlgorithm } from './signing-key';

/** Which JSON Web Tokens an authorizer function accepts, as far as a local run has to know. */
export interface AcceptedTokens {
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: string;
  readonly algorithm: SigningAlgorithm;
  /** Claim that names the tenant. */
  readonly tenantClaim: string;
  /** Claim whose value is the API key's value. */
  readonly usageKeyClaim?: string;
}

/** From the variable that the function's metadata names; undefined when it names none, or one that says something else. */
export function acceptedTokens({
  acceptedTokensVariable: variable = '',
  environment,
}: FunctionModel): AcceptedTokens | undefined {
  const value = parsed(environment[variable]);
  return isAccepted(value) ? value : undefined;
}

function isAccepted(value: unknown): value is AcceptedTokens {
  if (!isRecord(value)) return false;
  const { issuer, audience, jwksUrl, algorithm, tenantClaim, usageKeyClaim = '' } = value;
  return (
    [issuer, jwksUrl, tenantClaim, usageKeyClaim].every(isText) &&
    Array.isArray(audience) &&
    audience.every(isText) &&
    isSigningAlgorithm(algorithm)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parsed(content = ''): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
