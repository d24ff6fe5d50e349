import type { APIGatewayProxyEvent } from 'aws-lambda';

export interface EventOptions {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly jobId?: string;
  readonly apiKeyId?: string;
  /** What stands before the API's own paths: the stage, or a base path. */
  readonly base?: string;
}

/** An event as API Gateway sends it to a proxy function, with every body as base64. */
export function apiEvent(method: string, resource: string, options: EventOptions = {}): APIGatewayProxyEvent {
  const { body, headers = {}, query, jobId, apiKeyId = 'key-of-acme', base = '/dev' } = options;
  const path = resource.replace('{jobId}', jobId ?? '');
  const event: Pick<
    APIGatewayProxyEvent,
    | 'resource'
    | 'path'
    | 'httpMethod'
    | 'headers'
    | 'queryStringParameters'
    | 'pathParameters'
    | 'body'
    | 'isBase64Encoded'
  > & { readonly requestContext: object } = {
    resource,
    path,
    httpMethod: method,
    headers: {
      'X-Forwarded-Proto': 'https',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    queryStringParameters: query ?? null,
    pathParameters: jobId === undefined ? null : { jobId },
    requestContext: {
      requestId: 'request-1',
      path: `${base}${path}`,
      domainName: 'api.example.com',
      stage: 'dev',
      identity: { apiKeyId },
    },
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
  };
  return event as unknown as APIGatewayProxyEvent;
}
