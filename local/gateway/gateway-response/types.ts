/**
 * API Gateway's response types with their default status and the way their message is written. The quoted message of
 * validation and integration begins with a space, that of errors which the front end answers does not: recorded answers
 * and access logs show it, and clients compare bytes. (API Gateway developer guide, "Gateway response types".)
 */
export interface ResponseType {
  readonly status: number;
  readonly message: 'compact' | 'spaced';
}

export const responseTypes = {
  ACCESS_DENIED: { status: 403, message: 'compact' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'spaced' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: 'compact' },
  AUTHORIZER_FAILURE: { status: 500, message: 'compact' },
  BAD_REQUEST_BODY: { status: 400, message: 'spaced' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'spaced' },
  EXPIRED_TOKEN: { status: 403, message: 'compact' },
  INTEGRATION_FAILURE: { status: 504, message: 'spaced' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'spaced' },
  INVALID_API_KEY: { status: 403, message: 'compact' },
  INVALID_SIGNATURE: { status: 403, message: 'compact' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'compact' },
  QUOTA_EXCEEDED: { status: 429, message: 'compact' },
  REQUEST_TOO_LARGE: { status: 413, message: 'compact' },
  RESOURCE_NOT_FOUND: { status: 404, message: 'compact' },
  THROTTLED: { status: 429, message: 'compact' },
  UNAUTHORIZED: { status: 401, message: 'compact' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'spaced' },
  WAF_FILTERED: { status: 403, message: 'compact' },
} as const satisfies Record<string, ResponseType>;

/** The family whose settings a type inherits when it has none of its own. */
export function familyOf(status: number): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
}

/** Errors without a type of their own have their family's name for one. */
const families = {
  DEFAULT_4XX: { status: 400, message: 'compact' },
  DEFAULT_5XX: { status: 500, message: 'spaced' },
} as const satisfies Record<string, ResponseType>;

const byName = new Map<string, ResponseType>(Object.entries({ ...families, ...responseTypes }));

export function responseTypeOf(name: string): ResponseType {
  return byName.get(name) ?? families.DEFAULT_5XX;
}
