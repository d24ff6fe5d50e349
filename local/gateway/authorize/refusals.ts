/** How authorizers refuse. */
import type { Refusal } from '../exchange';
import { accessDenied } from '../gateway-response/refusals';
import { masked } from './method-arn';
import type { Verdict } from './policy/policy';

/** The authorizer or what it answered is unusable. */
export function configurationError(reason: string): Refusal {
  return {
    refusal: 'AUTHORIZER_CONFIGURATION_ERROR',
    message: null,
    errorType: 'AuthorizerConfigurationException',
    reason: `Execution failed due to configuration error: ${reason}`,
  };
}

/** The authorizer's function failed. */
export function authorizerFailure(reason: string): Refusal {
  return {
    refusal: 'AUTHORIZER_FAILURE',
    message: null,
    errorType: 'AuthorizerFailureException',
    reason: `Execution failed due to an authorizer error: ${reason}`,
  };
}

/** A method ARN must fit into 1,600 bytes where an authorizer sees it. */
export function uriTooLong(): Refusal {
  return {
    refusal: 'DEFAULT_4XX',
    message: 'URI too long',
    status: 414,
    errorType: 'RequestURITooLongException',
    reason: 'The ARN of the method is longer than 1600 bytes',
  };
}

/** By what a Lambda authorizer returned. */
export function deniedByAuthorizer(verdict: Verdict): Refusal {
  const message = `User is not authorized to access this resource${explicit(verdict)}`;
  return accessDenied(message, 'The client is not authorized to perform this operation.');
}

/** By a resource policy or an identity policy. */
export function deniedByPolicy(caller: string, resource: string, verdict: Verdict): Refusal {
  const message =
    `User: ${caller} is not authorized to perform: execute-api:Invoke on resource: ${masked(resource)}` +
    explicit(verdict);
  return accessDenied(message, 'The client is not authorized to perform this operation.');
}

function explicit(verdict: Verdict): string {
  return verdict === 'deny' ? ' with an explicit deny' : '';
}
