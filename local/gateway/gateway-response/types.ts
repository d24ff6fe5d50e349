/**
 * API Gateway's response types with their default status and the way their default body is written. Errors that the
 * front end answers have no space after the colon, those of validation and integration have one: the recordings differ,
 * and clients compare bytes. (API Gateway developer guide, "Gateway response types".)
 */
export interface ResponseType {
  readonly status: number;
  readonly body: 'compact' | 'spaced';
}

export const responseTypes = {
  ACCESS_DENIED: { status: 403, body: 'compact' },
  API_CONFIGURATION_ERROR: { status: 500, body: 'spaced' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, body: 'compact' },
  AUTHORIZER_FAILURE: { status: 500, body: 'compact' },
  BAD_REQUEST_BODY: { status: 400, body: 'spaced' },
  BAD_REQUEST_PARAMETERS: { status: 400, body: 'spaced' },
  EXPIRED_TOKEN: { status: 403, body: 'compact' },
  INTEGRATION_FAILURE: { status: 504, body: 'spaced' },
  INTEGRATION_TIMEOUT: { status: 504, body: 'spaced' },
  INVALID_API_KEY: { status: 403, body: 'compact' },
  INVALID_SIGNATURE: { status: 403, body: 'compact' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, body: 'compact' },
  QUOTA_EXCEEDED: { status: 429, body: 'compact' },
  REQUEST_TOO_LARGE: { status: 413, body: 'compact' },
  RESOURCE_NOT_FOUND: { status: 404, body: 'compact' },
  THROTTLED: { status: 429, body: 'compact' },
  UNAUTHORIZED: { status: 401, body: 'compact' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, body: 'spaced' },
  WAF_FILTERED: { status: 403, body: 'compact' },
} as const satisfies Record<string, ResponseType>;

export type ResponseTypeName = keyof typeof responseTypes;

/** The family whose settings a type inherits when it has none of its own. */
export function familyOf(status: number): 'DEFAULT_4XX' | 'DEFAULT_5XX' {
  return status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
}

export function responseTypeOf(name: string): ResponseType {
  return Object.hasOwn(responseTypes, name)
    ? responseTypes[name as ResponseTypeName]
    : { status: 500, body: 'spaced' };
}
