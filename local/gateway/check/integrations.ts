/** Integrations that API Gateway does not create; a stage variable in a URI is checked when it is called. */
import type { IntegrationModel, MethodModel, RestApiModel } from '../../template/rest-api-model';

const shortestTimeout = 50;
const longestEdgeTimeout = 29_000;

export function integrationProblems(
  { integration }: MethodModel,
  endpointType: RestApiModel['endpointType'],
): readonly string[] {
  if (!integration) return [];
  const { type, httpMethod } = integration;
  return [
    ...timeoutProblems(integration, endpointType),
    ...(type !== 'MOCK' && type !== 'AWS_PROXY' && !httpMethod
      ? [
          `has an integration of type ${type} without a method. Enumeration value for HttpMethod must be non-empty`,
        ]
      : []),
    ...uriProblems(integration),
    ...integration.responses.flatMap(({ statusCode }) =>
      /^[1-5]\d\d$/.test(statusCode)
        ? []
        : [
            `has an integration response of status ${JSON.stringify(statusCode)}. Member must satisfy regular expression pattern: [1-5]\\d\\d`,
          ],
    ),
  ];
}

function timeoutProblems(
  { timeoutMilliseconds: timeout }: IntegrationModel,
  endpointType: RestApiModel['endpointType'],
): readonly string[] {
  const longest = endpointType === 'EDGE' ? longestEdgeTimeout : Number.POSITIVE_INFINITY;
  if (timeout >= shortestTimeout && timeout <= longest) return [];
  const allowed =
    endpointType === 'EDGE' ? `${shortestTimeout} to ${longestEdgeTimeout}` : `at least ${shortestTimeout}`;
  return [`has the integration timeout ${timeout} ms; allowed is ${allowed}.`];
}

function uriProblems({ type, uri = '' }: IntegrationModel): readonly string[] {
  const refused = (reason: string) => [`has the integration URI ${JSON.stringify(uri)}. ${reason}`];
  switch (type) {
    case 'MOCK':
      return [];
    case 'HTTP':
    case 'HTTP_PROXY':
      return /^https?:\/\/\S/i.test(uri) || uri.startsWith('${stageVariables.')
        ? []
        : refused('Invalid HTTP endpoint specified for URI');
    default:
      if (!uri.startsWith('arn:')) return refused('Invalid ARN specified in the request');
      if (!/^arn:[^:]*:apigateway:[^:]*:[^:]*:(path|action)\//.test(uri))
        return refused('AWS ARN for integration must contain path or action');
      return type === 'AWS' || /^arn:[^:]*:apigateway:[^:]*:(lambda:path\/|firehose:)/.test(uri)
        ? []
        : refused(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
          );
  }
}
