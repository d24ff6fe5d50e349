import type { FunctionModel } from '../template/model';
import { isRecord } from '../template/values';
import type { SigningAlgorithm } from './signing-key';

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
  const texts = ['issuer', 'jwksUrl', 'algorithm', 'tenantClaim'];
  return isRecord(value) && texts.every(name => typeof value[name] === 'string');
}

function parsed(content = ''): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
