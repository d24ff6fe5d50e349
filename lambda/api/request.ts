import type { APIGatewayProxyEvent } from 'aws-lambda';
import { DomainError } from '../core/domain-error';
import { parseJson } from '../core/submit/strict-json';

/** A request as an operation sees it. */
export interface ApiRequest {
  readonly tenant: string;
  readonly requestId: string;
  /** The key that the request was counted against, and the stage that was called. */
  readonly apiKeyId: string | undefined;
  readonly apiId: string;
  readonly stage: string;
  /** Scheme, host and path up to the API's own paths, without a slash at the end. */
  readonly baseUrl: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  header(name: string): string | undefined;
  /** The body as JSON. @throws DomainError unsupported_media_type, malformed_request */
  json(): unknown;
  /** The body as bytes. */
  bytes(): Uint8Array;
}

/** @param identityParameters what an authorizer reads of the query */
export function readRequest(
  event: APIGatewayProxyEvent,
  tenant: string,
  identityParameters: readonly string[] = [],
): ApiRequest {
  const header = (name: string) => headerOf(event, name);
  return {
    tenant,
    requestId: event.requestContext.requestId,
    apiKeyId: event.requestContext.identity.apiKeyId ?? undefined,
    apiId: event.requestContext.apiId,
    stage: event.requestContext.stage,
    baseUrl: baseUrlOf(event),
    path: Object.fromEntries(
      Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, decode(value ?? '')]),
    ),
    query: Object.fromEntries(
      Object.entries(event.queryStringParameters ?? {}).filter(
        ([name]) => !isSignature(name) && !identityParameters.includes(name),
      ),
    ),
    header,
    json: () => {
      refuseOtherThanJson(header('content-type'));
      return parseJson(textOf(event));
    },
    bytes: () => Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** A presigned request carries its signature in the query (AWS IAM user guide, "Signature Version 4 request elements"). */
function isSignature(parameter: string): boolean {
  return parameter.startsWith('X-Amz-');
}

/** Header names have no case; API Gateway passes them as the client wrote them. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  const found = Object.entries(event.headers ?? {}).find(([sent]) => sent.toLowerCase() === name);
  return found?.[1];
}

/**
 * `requestContext.path` has the stage or the base path in front of what `resource` describes (API Gateway developer
 * guide, "Input format of a Lambda function for proxy integration").
 */
function baseUrlOf(event: APIGatewayProxyEvent): string {
  const { path, domainName } = event.requestContext;
  const ownSegments = event.resource.split('/').filter(Boolean).length;
  const base = path
    .split('/')
    .filter(Boolean)
    .slice(0, -ownSegments || undefined);
  const scheme = headerOf(event, 'x-forwarded-proto') ?? 'https';
  return [`${scheme}://${domainName}`, ...base].join('/');
}

/** API Gateway passes path parameters as they were sent, percent escapes and all. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function refuseOtherThanJson(contentType = 'application/json'): void {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters
    .map(parameter => /^\s*charset="?([^"\s]+)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  const isJson = /^application\/([a-z0-9!#$&^_.-]+\+)?json$/.test(type.trim());
  if (isJson && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return;
  throw new DomainError(
    'unsupported_media_type',
    `The content type is ${JSON.stringify(contentType)}; send application/json in UTF-8.`,
  );
}

/** With binary media types configured, API Gateway sends bodies as base64 and says so by the flag. */
function textOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  if (!body) return '';
  if (!isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    throw new DomainError('malformed_request', 'The body is not UTF-8; send JSON in UTF-8.');
  }
}
