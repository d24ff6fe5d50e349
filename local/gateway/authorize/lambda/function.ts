/**
 * The function behind an authorizer: its URI names it, and it must allow API Gateway to invoke it as this authorizer
 * unless the authorizer has a role. (API Gateway developer guide, "Configure a Lambda authorizer".)
 */
import type { FunctionModel } from '../../../template/model';
import type { AuthorizerModel } from '../../../template/rest-api-model';
import { matchesWildcard } from '../policy/wildcard';

export interface AuthorizerFunction {
  readonly arn: string;
  /** Whether the function is one of this run. */
  readonly served: boolean;
  readonly allowed: boolean;
}

/** @param stageVariables the URI may name them: `…:function:${stageVariables.name}/invocations` */
export function authorizerFunction(
  authorizer: AuthorizerModel,
  authorizerArn: string,
  functions: readonly FunctionModel[],
  stageVariables: Readonly<Record<string, string>>,
): AuthorizerFunction | undefined {
  const uri = authorizer.uri?.replaceAll(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name) => stageVariables[name] ?? '',
  );
  const arn = /\/functions\/(.+)\/invocations$/.exec(uri ?? '')?.[1];
  if (arn === undefined) return undefined;
  // A version or an alias may follow the name.
  const target = functions.find(candidate => arn === candidate.arn || arn.startsWith(`${candidate.arn}:`));
  return {
    arn,
    served: target !== undefined,
    allowed:
      authorizer.credentials !== undefined ||
      (target?.invokePermissions.some(
        ({ principal, sourceArn }) =>
          principal === 'apigateway.amazonaws.com' &&
          (sourceArn === undefined || matchesWildcard(sourceArn, authorizerArn)),
      ) ??
        false),
  };
}
