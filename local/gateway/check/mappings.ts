/**
 * Parameter mappings may name only what a method declares: request parameters, and headers of the method response with
 * the integration response's status. (API Gateway developer guide, "Parameter mapping for REST APIs".)
 */
import type { MethodModel } from '../../template/rest-api-model';

export function mappingProblems({
  integration,
  requestParameters,
  methodResponses,
}: MethodModel): readonly string[] {
  if (!integration) return [];
  const declared = new Set(Object.keys(requestParameters).map(plain));
  const requests = Object.values(integration.requestParameters).filter(
    source =>
      /^method\.request\.(multivalue)?(header|querystring)\.|^method\.request\.path\./.test(source) &&
      !declared.has(plain(source)),
  );
  const responses = integration.responses.flatMap(({ statusCode, responseParameters }) => {
    const answered = methodResponses.find(one => one.statusCode === statusCode);
    const headers = new Set(Object.keys(answered?.responseParameters ?? {}).map(plain));
    return Object.keys(responseParameters).filter(target => !headers.has(plain(target)));
  });
  return [...requests, ...responses].map(
    name =>
      `maps ${name}, which it does not declare. Invalid mapping expression parameter specified: ${name}`,
  );
}

/** All values of a parameter are mapped from the one that is declared. */
function plain(name: string): string {
  return name.replace(/\.multivalue(header|querystring)\./, '.$1.').toLowerCase();
}
