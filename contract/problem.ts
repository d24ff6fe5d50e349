/**
 * Every error the API answers, as RFC 9457 problem details. `code` is for programs; `message` is the text that API
 * Gateway itself would send, so that clients can treat its errors and ours alike.
 */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What API Gateway says in such a case, where that is not the title. */
  readonly message?: string;
}

/** Errors that handlers answer. */
export const problems = {
  malformed_request: { status: 400, title: 'Bad Request', message: 'Invalid request body' },
  invalid_request: { status: 400, title: 'Bad Request' },
  unknown_tenant: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  not_finished: { status: 409, title: 'Conflict' },
  no_result: { status: 409, title: 'Conflict' },
  idempotency_conflict: { status: 422, title: 'Unprocessable Content' },
  too_many_jobs: { status: 429, title: 'Too Many Requests' },
  too_large: { status: 413, title: 'Content Too Large', message: 'Request Too Long' },
  unsupported_media_type: { status: 415, title: 'Unsupported Media Type' },
  internal_error: { status: 500, title: 'Internal Server Error', message: 'Internal server error' },
  unavailable: { status: 503, title: 'Service Unavailable' },
} as const satisfies Record<string, ProblemKind>;
export type ProblemCode = keyof typeof problems;

/**
 * Errors that API Gateway answers before or instead of a handler: its response types with their status codes
 * (API Gateway developer guide, "Gateway response types"). Their code is the type in lower case.
 */
export const gatewayProblems = {
  ACCESS_DENIED: { status: 403, title: 'Forbidden' },
  API_CONFIGURATION_ERROR: { status: 500, title: 'Internal Server Error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, title: 'Internal Server Error' },
  AUTHORIZER_FAILURE: { status: 500, title: 'Internal Server Error' },
  BAD_REQUEST_BODY: { status: 400, title: 'Bad Request' },
  BAD_REQUEST_PARAMETERS: { status: 400, title: 'Bad Request' },
  EXPIRED_TOKEN: { status: 403, title: 'Forbidden' },
  INTEGRATION_FAILURE: { status: 504, title: 'Gateway Timeout' },
  INTEGRATION_TIMEOUT: { status: 504, title: 'Gateway Timeout' },
  INVALID_API_KEY: { status: 403, title: 'Forbidden' },
  INVALID_SIGNATURE: { status: 403, title: 'Forbidden' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, title: 'Forbidden' },
  QUOTA_EXCEEDED: { status: 429, title: 'Too Many Requests' },
  REQUEST_TOO_LARGE: { status: 413, title: 'Content Too Large' },
  RESOURCE_NOT_FOUND: { status: 404, title: 'Not Found' },
  THROTTLED: { status: 429, title: 'Too Many Requests' },
  UNAUTHORIZED: { status: 401, title: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported Media Type' },
  WAF_FILTERED: { status: 403, title: 'Forbidden' },
} as const satisfies Record<string, ProblemKind>;
export type GatewayProblem = keyof typeof gatewayProblems;

export const problemContentType = 'application/problem+json';
