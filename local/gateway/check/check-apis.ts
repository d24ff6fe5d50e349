/**
 * What API Gateway refuses when an app's APIs, keys and plans are created. CloudFormation would fail there, so a local
 * run does not start either. (API Gateway API reference, "CreateResource", "PutMethod", "PutIntegration",
 * "UpdateRestApi", "CreateApiKey"; recorded refusals.)
 */
import type { Model } from '../../template/model';
import type { RestApiModel } from '../../template/rest-api-model';
import { responseTypes } from '../gateway-response/types';
import { integrationProblems } from './integrations';
import { keyProblems } from './keys';
import { mappingProblems } from './mappings';
import { methodProblems, resourceProblems } from './methods';

const largestMinimumSize = 10_485_760;

/** @throws one error that lists everything that API Gateway would not take */
export function checkApis(model: Model): void {
  const problems = [
    ...model.apis.flatMap(api =>
      problemsOf(api).map(problem => `${api.name} (${api.logicalId}): ${problem}`),
    ),
    ...keyProblems(model.apiKeys),
  ];
  if (problems.length > 0)
    throw new Error(`API Gateway would refuse this app:\n${problems.map(one => `  ${one}`).join('\n')}`);
}

function problemsOf(api: RestApiModel): readonly string[] {
  return [
    ...resourceProblems(api),
    ...api.methods.flatMap(method =>
      [
        ...methodProblems(method, api),
        ...integrationProblems(method, api.endpointType),
        ...mappingProblems(method),
      ].map(problem => `${method.httpMethod} ${method.path} ${problem}`),
    ),
    ...compressionProblems(api),
    ...gatewayResponseProblems(api),
    ...accessLogProblems(api),
  ];
}

function compressionProblems({ minimumCompressionSize: size }: RestApiModel): readonly string[] {
  if (size === undefined || (size >= 0 && size <= largestMinimumSize)) return [];
  return [
    `minimumCompressionSize is ${size}. Invalid minimum compression size, must be between 0 and ${largestMinimumSize}`,
  ];
}

function gatewayResponseProblems({ gatewayResponses }: RestApiModel): readonly string[] {
  const known = ['DEFAULT_4XX', 'DEFAULT_5XX', ...Object.keys(responseTypes)];
  return gatewayResponses.flatMap(({ responseType }) =>
    known.includes(responseType)
      ? []
      : [
          `there is no gateway response type ${JSON.stringify(responseType)}. Member must satisfy enum value set: [${known.join(', ')}]`,
        ],
  );
}

/** An access log's lines must tell which request they are about. */
function accessLogProblems({ stages }: RestApiModel): readonly string[] {
  return stages.flatMap(({ name, accessLog }) =>
    accessLog === undefined || /\$context\.(requestId|extendedRequestId)\b/.test(accessLog.format)
      ? []
      : [
          `the access log format of stage ${name} must include at least $context.requestId or $context.extendedRequestId.`,
        ],
  );
}
