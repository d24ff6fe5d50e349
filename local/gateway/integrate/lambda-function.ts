/**
 * The function behind an integration: found in the URI, which may hold stage variables, and checked for the permission
 * that API Gateway needs to invoke it. Without permission (and without a role to invoke it with) the answer is a 500
 * that only the execution log explains. (API Gateway developer guide, "Lambda proxy integrations"; Lambda developer
 * guide, "Resource-based policies".)
 */
import type { FunctionModel } from '../../template/model';
import type { IntegrationPlace, IntegrationPorts, Unservable } from './integration';

export interface LambdaTarget {
  readonly arn: string;
  /** Why API Gateway cannot invoke it for a request with this method; undefined when it can. */
  hindrance(httpMethod: string): string | undefined;
}

export function lambdaTarget(
  uri: string,
  { api, stage, method }: IntegrationPlace,
  ports: IntegrationPorts,
): LambdaTarget | Unservable {
  if (uri.endsWith('/response-streaming-invocations'))
    return {
      unservable: 'A local run does not stream the answers of functions; use the transfer mode BUFFERED.',
    };
  const arn = /:lambda:path\/[^/]+\/functions\/([^/]+)\/invocations/.exec(uri)?.[1];
  if (!arn) return { unservable: `The integration URI ${uri} names no Lambda function.` };
  const model = findFunction(arn, ports.functions);
  if (!model)
    return {
      unservable: `There is no code to run for the function ${arn}: it is not part of this app, or not served for a reason of its own.`,
    };
  const { httpMethod: invokedBy = 'POST', credentials } = method.integration!;
  const prefix = `arn:aws:execute-api:${ports.region}:${ports.accountId}:${api.id}/${stage.name}`;
  const permitted = new Map<string, boolean>();
  const mayInvoke = (httpMethod: string): boolean => {
    const known = permitted.get(httpMethod);
    if (known !== undefined) return known;
    const allowed = isPermitted(model, `${prefix}/${httpMethod}${method.path}`);
    permitted.set(httpMethod, allowed);
    return allowed;
  };
  return {
    arn,
    hindrance: httpMethod => {
      if (invokedBy !== 'POST') {
        return `Execution failed due to configuration error: Lambda is invoked by POST, the integration's method is ${invokedBy}`;
      }
      if (credentials || mayInvoke(httpMethod)) return undefined;
      return 'Execution failed due to configuration error: Invalid permissions on Lambda function';
    },
  };
}

/** An ARN may end in a version or an alias. */
function findFunction(arn: string, functions: readonly FunctionModel[]): FunctionModel | undefined {
  const unqualified = arn.split(':').slice(0, 7).join(':');
  return functions.find(one => one.arn === arn || one.arn === unqualified || one.name === arn);
}

function isPermitted(model: FunctionModel, methodArn: string): boolean {
  return model.invokePermissions.some(
    ({ principal, sourceArn }) =>
      (principal === 'apigateway.amazonaws.com' || principal === '*') &&
      (sourceArn === undefined || matchesArn(sourceArn, methodArn)),
  );
}

/** `*` stands for any run of characters, `?` for one, as in every ArnLike condition. */
function matchesArn(pattern: string, arn: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(arn);
}
