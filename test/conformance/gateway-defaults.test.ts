import { compileGatewayResponses } from '../../local/gateway/gateway-response/answer';
import { responseTypes } from '../../local/gateway/gateway-response/types';

/** API Gateway's answer to GetGatewayResponses for an API without customizations; the families have no status. */
const DEFAULT_STATUSES: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};

const nothingSent = {
  header: () => undefined,
  headers: () => [],
  query: () => undefined,
  queries: () => [],
  path: () => undefined,
};

describe('i-defaults-table', () => {
  test('has the types that API Gateway has', () => {
    expect(Object.keys(responseTypes).sort()).toEqual(Object.keys(DEFAULT_STATUSES).sort());
  });

  test.each(Object.entries(DEFAULT_STATUSES))('%s is %d with the message as JSON', (refusal, status) => {
    const answer = compileGatewayResponses([]).answer(
      { refusal, message: 'said "so"', errorType: 'SomeException', reason: 'a test' },
      {
        context: { requestId: 'id', extendedRequestId: 'extended' },
        stageVariables: {},
        values: nothingSent,
        httpMethod: 'GET',
      },
    );
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body.toString())).toEqual({ message: 'said "so"' });
  });
});
