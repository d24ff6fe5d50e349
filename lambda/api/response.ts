import type { APIGatewayProxyResult } from 'aws-lambda';
import { type ProblemCode, problemContentType, problems } from '../../contract/problem';
import type { Problem } from '../../contract/schemas';
import type { DomainError } from '../core/domain-error';

export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, bytes as they are; absent: no body. */
  readonly body?: unknown;
}

/** What belongs to one caller must be kept by no shared cache, and asked for anew by any other. */
const common = { 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' };

export function toProxyResult(
  { status, headers, body }: ApiResponse,
  requestId: string,
): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      ...common,
      'X-Request-Id': requestId,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...encoded(body),
  };
}

/** API Gateway sends bytes only when they come as base64 and say so. */
function encoded(body: unknown): Pick<APIGatewayProxyResult, 'body' | 'isBase64Encoded'> {
  if (body instanceof Uint8Array)
    return { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  return { body: body === undefined ? '' : JSON.stringify(body), isBase64Encoded: false };
}

/** RFC 9457; `about:blank` says that the status tells the kind, and `code` tells programs more. */
export function problemResponse(error: DomainError, requestId: string, method: string): ApiResponse {
  const { status, title } = problems[error.code];
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
    message: gatewayMessage(error.code, method),
    ...(error.errors && { errors: error.errors.map(field => ({ ...field })) }),
  };
  return {
    status,
    headers: {
      'Content-Type': problemContentType,
      ...(error.retryAfterSeconds !== undefined && { 'Retry-After': String(error.retryAfterSeconds) }),
    },
    body: problem,
  };
}

/** API Gateway's validator says this of a body; of parameters it has other words. */
function gatewayMessage(code: ProblemCode, method: string): string {
  const kind = problems[code];
  if (code === 'invalid_request' && method === 'POST') return problems.malformed_request.message;
  return 'message' in kind ? kind.message : kind.title;
}
