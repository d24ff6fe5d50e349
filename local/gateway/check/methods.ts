/** Resources and methods that API Gateway does not create. */
import type { MethodModel, RestApiModel } from '../../template/rest-api-model';

const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];

export function resourceProblems(api: RestApiModel): readonly string[] {
  const variables = new Map<string, string>();
  const problems = new Set<string>();
  for (const { path } of api.methods) {
    const parts = path.split('/').filter(part => part !== '');
    for (const [depth, part] of parts.entries()) {
      const above = parts[depth - 1];
      if (above?.endsWith('+}'))
        problems.add(`${path}: Cannot create a child of a resource with a greedy path variable: ${above}`);
      if (!part.startsWith('{')) continue;
      const parent = `/${parts.slice(0, depth).join('/')}`;
      const sibling = variables.get(parent) ?? part;
      variables.set(parent, sibling);
      if (sibling !== part) {
        problems.add(
          `${parent} has the children ${sibling} and ${part}. A sibling (${sibling}) of this resource already has a variable path part -- only one is allowed`,
        );
      }
    }
  }
  return [...problems];
}

export function methodProblems(method: MethodModel, api: RestApiModel): readonly string[] {
  const { httpMethod, authorizationType, authorizerId, requestModels, requestParameters } = method;
  const problems: string[] = [];
  if (!httpMethods.includes(httpMethod))
    problems.push(
      `is not possible. Invalid HttpMethod specified. Valid options are ${httpMethods.join(',')}`,
    );
  if (['CUSTOM', 'COGNITO_USER_POOLS'].includes(authorizationType) && !authorizerId)
    problems.push(
      `has the authorization type ${authorizationType} and no authorizer. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.`,
    );
  for (const name of Object.values(requestModels))
    if (!Object.hasOwn(api.models, name)) problems.push(`has an Invalid model identifier specified: ${name}`);
  const names = Object.keys(requestParameters).map(one => one.split('.').slice(3).join('.'));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    problems.push(
      `declares ${twice} twice. Parameter names must be unique across querystring, header and path`,
    );
  return problems;
}
