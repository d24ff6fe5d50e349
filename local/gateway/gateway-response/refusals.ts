/** The refusals that more than one step of the pipeline gives, in API Gateway's words. */
import type { Refusal } from '../exchange';

export function forbidden(reason: string): Refusal {
  return { refusal: 'INVALID_API_KEY', message: 'Forbidden', errorType: 'ForbiddenException', reason };
}

export function missingAuthenticationToken(reason: string): Refusal {
  return {
    refusal: 'MISSING_AUTHENTICATION_TOKEN',
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
    reason,
  };
}

export function unauthorized(reason: string): Refusal {
  return { refusal: 'UNAUTHORIZED', message: 'Unauthorized', errorType: 'UnauthorizedException', reason };
}

/** Denials by a policy are the one body that API Gateway writes with a capital M. */
export function accessDenied(message: string, reason: string): Refusal {
  return {
    refusal: 'ACCESS_DENIED',
    message,
    errorType: 'AccessDeniedException',
    body: JSON.stringify({ Message: message }),
    reason,
  };
}

/** The table of response types says 504; API Gateway answers 500 or 502 for most failures of an integration. */
export function integrationFailure(reason: string, status: 500 | 502 | 504 = 500): Refusal {
  return {
    refusal: 'INTEGRATION_FAILURE',
    message: 'Internal server error',
    errorType: 'InternalServerErrorException',
    status,
    reason,
  };
}

export function integrationTimeout(reason: string): Refusal {
  return {
    refusal: 'INTEGRATION_TIMEOUT',
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
    reason,
  };
}

export function unsupportedMediaType(reason: string): Refusal {
  return {
    refusal: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Unsupported Media Type',
    errorType: 'BadRequestException',
    reason,
  };
}
