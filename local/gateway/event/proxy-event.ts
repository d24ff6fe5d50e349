/**
 * The event of a Lambda proxy integration, payload format 1.0: exactly these keys, null where there is nothing.
 * (API Gateway developer guide, "Input format of a Lambda function for proxy integration".)
 */
import type { Call, Received } from '../call';
import type { RequestContext } from './request-context';
import { allValues, lastValues } from './request-values';

export function proxyEvent(call: Call): Record<string, unknown> {
  const event = eventWithoutBody(call, call.requestContext);
  const { body } = call;
  const empty = body.bytes.length === 0;
  event['body'] = empty ? null : body.text();
  event['isBase64Encoded'] = !empty && body.binary;
  return event;
}

/** What a REQUEST authorizer's event shares with the proxy event. */
export function eventWithoutBody(call: Received, context: RequestContext): Record<string, unknown> {
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
    requestContext: context,
  };
}
