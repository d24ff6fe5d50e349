/**
 * What API Gateway refuses when an API is created. CloudFormation would fail there, so a local run does not start
 * either. (API Gateway API reference, "CreateResource", "PutIntegration", "UpdateRestApi".)
 */
import type { Model, RestApiModel } from '../template/model';

const shortestTimeout = 50;
const longestEdgeTimeout = 29_000;
const largestMinimumSize = 10_485_760;

/** @throws one error that lists everything that API Gateway would not take */
export function checkApis(model: Model): void {
  const problems = model.apis.flatMap(api =>
    problemsOf(api).map(problem => `${api.name} (${api.logicalId}): ${problem}`),
  );
  if (problems.length > 0)
    throw new Error(`API Gateway would refuse this app:\n${problems.map(one => `  ${one}`).join('\n')}`);
}

function problemsOf(api: RestApiModel): readonly string[] {
  return [...siblingProblems(api), ...timeoutProblems(api), ...compressionProblems(api)];
}

function siblingProblems(api: RestApiModel): readonly string[] {
  const variables = new Map<string, string>();
  const problems = new Set<string>();
  for (const { path } of api.methods) {
    const parts = path.split('/').filter(part => part !== '');
    for (const [depth, part] of parts.entries()) {
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

function timeoutProblems(api: RestApiModel): readonly string[] {
  const longest = api.endpointType === 'EDGE' ? longestEdgeTimeout : Number.POSITIVE_INFINITY;
  return api.methods.flatMap(({ httpMethod, path, integration }) => {
    const timeout = integration?.timeoutMilliseconds ?? longestEdgeTimeout;
    if (timeout >= shortestTimeout && timeout <= longest) return [];
    const allowed =
      api.endpointType === 'EDGE'
        ? `${shortestTimeout} to ${longestEdgeTimeout}`
        : `at least ${shortestTimeout}`;
    return [`${httpMethod} ${path} has the integration timeout ${timeout} ms; allowed is ${allowed}.`];
  });
}

function compressionProblems({ minimumCompressionSize: size }: RestApiModel): readonly string[] {
  if (size === undefined || (size >= 0 && size <= largestMinimumSize)) return [];
  return [
    `minimumCompressionSize is ${size}. Invalid minimum compression size, must be between 0 and ${largestMinimumSize}`,
  ];
}
