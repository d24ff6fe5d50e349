/**
 * The lines of a request in a stage's execution log, in API Gateway's words and order. INFO tells every step, ERROR
 * only what went wrong; what is sent and received comes with the data trace alone. A gateway response is told of where
 * the API has settings for it, by the type of these settings.
 * (API Gateway developer guide, "CloudWatch log formats for API Gateway"; recorded logs.)
 */
import type { Route } from '../exchange';
import type { LoggedIntegration, LoggedRequest } from './logged-request';
import { maskKey } from './mask';

export interface Verbosity {
  readonly level: 'ERROR' | 'INFO';
  readonly dataTrace: boolean;
}

type Pairs = LoggedRequest['headers'];

export function executionLines(logged: LoggedRequest, { level, dataTrace }: Verbosity): readonly string[] {
  const lines =
    level === 'INFO' ? [...steps(logged, dataTrace), ...failure(logged), ...ending(logged)] : failure(logged);
  return lines.length === 0 ? [] : [`Extended Request Id: ${logged.context['extendedRequestId']}`, ...lines];
}

function steps(logged: LoggedRequest, dataTrace: boolean): string[] {
  const { route, refusal, integration, context } = logged;
  if (!route) return [];
  const lines = [...logged.authorizerLines];
  const refusedBefore = refusal && !keyChecked(refusal.refusal);
  if (refusedBefore) return lines;
  lines.push(...keyLines(logged, route));
  if (refusal && beforeExecution.has(refusal.refusal)) return lines;
  lines.push(
    `Starting execution for request: ${context['requestId']}`,
    `HTTP Method: ${logged.httpMethod}, Resource Path: ${pathOf(route)}`,
    ...ownKeyLines(logged),
  );
  if (!dataTrace) return lines;
  lines.push(...requestLines(logged, route));
  if (integration) lines.push(...integrationLines(integration));
  if (!refusal) lines.push(...responseLines(logged));
  return lines;
}

/** Of a custom domain with its base path, as the function's event has it. */
function pathOf({ basePath, path }: Route): string {
  return basePath === undefined || basePath === '(none)' ? path : `/${basePath}${path}`;
}

function ownKeyLines({ admission }: LoggedRequest): string[] {
  return admission ? [`API Key: ${maskKey(admission.apiKey)}`, `API Key ID: ${admission.apiKeyId}`] : [];
}

const beforeExecution = new Set(['INVALID_API_KEY', 'THROTTLED', 'QUOTA_EXCEEDED']);
const authorizationRefusals = new Set([
  'ACCESS_DENIED',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'DEFAULT_4XX',
  'EXPIRED_TOKEN',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'UNAUTHORIZED',
]);

function keyChecked(refusal: string): boolean {
  return !authorizationRefusals.has(refusal);
}

/** Of an unkeyed method the key is empty, and two spaces stay. */
function keyLines({ admission, refusal, context, headers }: LoggedRequest, route: Route): string[] {
  const stage = `${route.api.id}/${route.stage.name}`;
  const sent = headers.find(([name]) => name.toLowerCase() === 'x-api-key')?.[1];
  const key = maskKey(admission?.apiKey ?? (route.method.apiKeyRequired ? sent : undefined));
  const method = `'${route.method.httpMethod} ${route.method.path}'`;
  const verifying = `Verifying Usage Plan for request: ${context['requestId']}. API Key: ${key} API Stage: ${stage}`;
  if (refusal && beforeExecution.has(refusal.refusal)) return [verifying];
  return [
    verifying,
    route.method.apiKeyRequired
      ? `API Key ${key} authorized because method ${method} requires API Key and API Key is associated with a Usage Plan for API Stage ${stage}`
      : `API Key ${key} authorized because method ${method} does not require API Key. Request will not contribute to throttle or quota limits`,
    `Usage Plan check succeeded for API Key ${key} and API Stage ${stage}`,
  ];
}

function requestLines({ query, headers, body }: LoggedRequest, route: Route): string[] {
  return [
    `Method request path: ${javaMap(Object.entries(route.pathParameters ?? {}))}`,
    `Method request query string: ${javaMap(query)}`,
    `Method request headers: ${javaMap(headers)}`,
    `Method request body before transformations: ${body}`,
  ];
}

function integrationLines(integration: LoggedIntegration): string[] {
  const uri = integration.uri && endpointOf(integration.uri);
  const { requestHeaders, requestBody, responseHeaders, responseBody, status, latencyMilliseconds } =
    integration;
  const traced = (label: string, text: string | undefined) =>
    text === undefined ? [] : [`${label}: ${text}`];
  return [
    ...(uri === undefined ? [] : [`Endpoint request URI: ${uri}`]),
    ...traced('Endpoint request headers', requestHeaders && javaMap(requestHeaders)),
    ...traced('Endpoint request body after transformations', requestBody),
    ...(uri === undefined ? [] : [`Sending request to ${uri}`]),
    ...(latencyMilliseconds === undefined
      ? []
      : [`Received response. Status: ${status ?? 200}, Integration latency: ${latencyMilliseconds} ms`]),
    ...traced('Endpoint response headers', responseHeaders && javaMap(responseHeaders)),
    ...traced('Endpoint response body before transformations', responseBody),
  ];
}

/** `arn:aws:apigateway:us-east-1:lambda:path/…` → `https://lambda.us-east-1.amazonaws.com/…` */
function endpointOf(uri: string): string {
  return uri.replace(
    /^arn:aws[^:]*:apigateway:([^:]+):([^:]+):(?:path|action)\//,
    (_arn, region, service) => `https://${service}.${region}.amazonaws.com/`,
  );
}

function responseLines({ response }: LoggedRequest): string[] {
  return [
    `Method response body after transformations: ${response.body.toString()}`,
    `Method response headers: ${javaMap(response.headers.filter(([name]) => !idHeaders.has(name)))}`,
  ];
}

/** Given to the answer after the log is written. */
const idHeaders = new Set(['x-amzn-RequestId', 'x-amz-apigw-id']);

function failure({ refusal, response, gatewayResponse }: LoggedRequest): string[] {
  if (!refusal) return [];
  const reasons =
    refusal.refusal === 'AUTHORIZER_CONFIGURATION_ERROR'
      ? [refusal.reason, 'Execution failed due to configuration error: Authorizer error']
      : [refusal.reason];
  if (gatewayResponse === undefined) return reasons;
  return [
    ...reasons,
    `Gateway response type: ${gatewayResponse} with status code: ${response.status}`,
    `Gateway response body: ${response.body.toString()}`,
    `Gateway response headers: ${javaMap(response.headers)}`,
  ];
}

function ending({ refusal, response, integration, context, route }: LoggedRequest): string[] {
  const executed =
    route && (!refusal || (keyChecked(refusal.refusal) && !beforeExecution.has(refusal.refusal)));
  // A stage that does not trace shows the header's field as it stands.
  const root = route?.stage.tracingEnabled ? '' : 'Root=';
  return [
    ...(refusal ? [] : ['Successfully completed execution']),
    ...(executed ? [`Method completed with status: ${response.status}`] : []),
    ...(integration?.requestId === undefined
      ? []
      : [`AWS Integration Endpoint RequestId : ${integration.requestId}`]),
    ...(context['xrayTraceId'] === undefined ? [] : [`X-ray Tracing ID : ${root}${context['xrayTraceId']}`]),
  ];
}

/** Headers that prove who calls are shown by their ends. */
const secretHeaders = new Set(['x-api-key', 'authorization', 'x-amz-security-token', 'cookie', 'set-cookie']);

/** `{Accept=*, Host=example.com}` */
function javaMap(pairs: Pairs): string {
  const shown = pairs.map(
    ([name, value]) => `${name}=${secretHeaders.has(name.toLowerCase()) ? maskKey(value) : value}`,
  );
  return `{${shown.join(', ')}}`;
}
