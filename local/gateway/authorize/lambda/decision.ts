/**
 * What a Lambda authorizer answered: a principal, a policy, and context values that reach integrations as text.
 * Anything else is an error of configuration. (API Gateway developer guide, "Output from an API Gateway Lambda
 * authorizer".)
 */
import { compilePolicy, type Policy } from '../policy/policy';

export interface Decision {
  readonly principalId: string;
  readonly policy: Policy;
  readonly context: Readonly<Record<string, string>>;
  readonly usageKey?: string;
}

/** A text says what is wrong with the answer. */
export function readDecision(payload: string): Decision | string {
  const answer = parsed(payload);
  if (typeof answer !== 'object' || answer === null) return 'Authorizer function failed with response body';
  const { principalId, policyDocument, context, usageIdentifierKey } = answer as Readonly<
    Record<string, unknown>
  >;
  if (typeof principalId !== 'string') return 'Authorizer response has no principalId';
  const policy = compilePolicy(policyDocument, { principals: false });
  if (!policy) return 'Invalid policy document in authorizer response';
  const table = context ?? {};
  if (typeof table !== 'object' || Array.isArray(table)) return 'Invalid context in authorizer response';
  const values = Object.entries(table);
  const nested = values.find(([, value]) => typeof value === 'object' && value !== null);
  if (nested)
    return `Invalid type for context value ${nested[0]}: only strings, numbers and booleans are allowed`;
  return {
    principalId,
    policy,
    context: Object.fromEntries(
      values.filter(([, value]) => value !== null).map(([name, value]) => [name, String(value)]),
    ),
    ...(typeof usageIdentifierKey === 'string' ? { usageKey: usageIdentifierKey } : {}),
  };
}

/** The message of the error that a function threw. */
export function errorMessage(payload: string): string | undefined {
  const error = parsed(payload);
  if (typeof error !== 'object' || error === null) return undefined;
  const { errorMessage: message } = error as Readonly<Record<string, unknown>>;
  return typeof message === 'string' ? message : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
