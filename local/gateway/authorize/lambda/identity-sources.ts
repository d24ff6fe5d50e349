/**
 * The values that an authorizer identifies a caller by. All must be there and not empty, or the caller is unauthorized
 * without a call; together they are the key of the authorizer's cache.
 * (API Gateway developer guide, "Use API Gateway Lambda authorizers"; API reference, CreateAuthorizer.)
 */
import type { ContextVariables } from '../../exchange';
import { variableValue } from '../../gateway-response/template';
import type { RequestValues } from '../../validate/request-values';

export interface IdentityValues {
  readonly values: RequestValues;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly context: ContextVariables;
}

/** Undefined when a value is missing. */
export type IdentitySources = (from: IdentityValues) => readonly string[] | undefined;

export function compileIdentitySources(list: string | undefined): IdentitySources {
  const expressions = (list ?? '')
    .split(',')
    .map(expression => expression.trim())
    .filter(expression => expression !== '');
  return from => {
    const identity = expressions.map(expression => variableValue(expression, from));
    return identity.every(value => value !== undefined && value !== '') ? identity.map(String) : undefined;
  };
}

/** An expression in the notation of API Gateway, which may begin with `(?i)`; it is found anywhere unless anchored. */
export function compileValidationExpression(expression: string | undefined): (value: string) => boolean {
  if (!expression) return () => true;
  const [, flag, pattern = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(expression) ?? [];
  const compiled = new RegExp(pattern, flag === undefined ? '' : 'i');
  return value => compiled.test(value);
}
