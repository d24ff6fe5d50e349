/**
 * `$context` as access logs have it: what is known only once a request is answered is added to what the pipeline knows,
 * each phase (authenticate, authorize, authorizer, integration) with its status, latency and error.
 * (API Gateway developer guide, "Variables for access logging for API Gateway".)
 */
import type { ContextVariables, Refusal } from '../exchange';
import { errorContext } from '../gateway-response/answer';
import type { LoggedIntegration, LoggedRequest } from './logged-request';

export function accessContext(logged: LoggedRequest): ContextVariables {
  const { context, route, refusal, response, integration, receivedAt, finishedAt } = logged;
  const known = refusal ? errorContext(refusal, context) : context;
  return {
    ...known,
    endpointType: route?.api.endpointType,
    status: response.status,
    responseLength: response.body.length,
    responseLatency: finishedAt - receivedAt,
    ...integrationVariables(integration),
    ...(route && refusal && phaseVariables(refusal, response.status, route.method.authorizationType)),
  };
}

function integrationVariables(integration: LoggedIntegration | undefined): ContextVariables {
  if (!integration) return {};
  const { status, functionStatus, latencyMilliseconds, requestId, error } = integration;
  return {
    'integration.status': functionStatus ?? status,
    'integration.integrationStatus': status,
    'integration.latency': latencyMilliseconds,
    'integration.requestId': requestId,
    'integration.error': error,
    integrationErrorMessage: error,
    integrationLatency: latencyMilliseconds,
    integrationStatus: status,
    awsEndpointRequestId: requestId,
  };
}

/** The phase that refused, by the type of its gateway response. */
const phases: Readonly<Record<string, 'authenticate' | 'authorize' | 'authorizer'>> = {
  ACCESS_DENIED: 'authorize',
  AUTHORIZER_CONFIGURATION_ERROR: 'authorizer',
  AUTHORIZER_FAILURE: 'authorizer',
  EXPIRED_TOKEN: 'authenticate',
  INVALID_SIGNATURE: 'authenticate',
  MISSING_AUTHENTICATION_TOKEN: 'authenticate',
  UNAUTHORIZED: 'authorize',
};

function phaseVariables(refusal: Refusal, status: number, authorizationType: string): ContextVariables {
  const phase = phases[refusal.refusal];
  if (!phase || authorizationType === 'NONE') return {};
  return { [`${phase}.status`]: status, [`${phase}.error`]: refusal.message ?? refusal.reason };
}
