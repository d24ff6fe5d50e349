/**
 * The event of a Lambda proxy integration, payload format 1.0: exactly these keys, null where there is nothing.
 * (API Gateway developer guide, "Input format of a Lambda function for proxy integration".)
 */
import type { Call } from '../call';
import { bodyText } from './body';
import { allValues, lastValues } from './request-values';

export function proxyEvent(call: Call): Record<string, unknown> {
  return { ...eventWithoutBody(call), ...bodyFields(call) };
}

/** What a REQUEST authorizer's event shares with the proxy event. */
export function eventWithoutBody(call: Call): Record<string, unknown> {
  const { route, headers, query } = call;
  const hasQuery = query.length > 0;
  return {
    resource: route.method.path,
    path: call.address.eventPath,
    httpMethod: call.request.method,
    headers: lastValues(headers),
    multiValueHeaders: allValues(headers),
    queryStringParameters: hasQuery ? lastValues(query) : null,
    multiValueQueryStringParameters: hasQuery ? allValues(query) : null,
    pathParameters: route.pathParameters,
    stageVariables: Object.keys(route.stage.variables).length > 0 ? route.stage.variables : null,
    requestContext: call.requestContext,
  };
}

function bodyFields({ body }: Call): Record<string, unknown> {
  const empty = body.bytes.length === 0;
  return { body: empty ? null : bodyText(body), isBase64Encoded: !empty && body.binary };
}
