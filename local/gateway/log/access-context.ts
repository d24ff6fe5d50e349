/**
 * `$context` as access logs have it: what is known only once a request is answered is added to what the pipeline knows,
 * each phase (authenticate, authorize, authorizer, integration) with its status, latency and error.
 * (API Gateway developer guide, "Variables for access logging for API Gateway".)
 */
import type { ContextVariables, Refusal } from '../exchange';
import { errorContext } from '../gateway-response/answer';
import type { ReadContext } from './access-log';
import type { LoggedIntegration, LoggedRequest } from './logged-request';

/** A look-up and no merged record, for most formats name a few of many variables. */
export function accessContext(logged: LoggedRequest): ReadContext {
  const { context, route, refusal, response, integration, receivedAt, finishedAt } = logged;
  const added: ContextVariables = {
    endpointType: route?.api.endpointType,
    status: response.status,
    responseLength: response.body.length,
    responseLatency: finishedAt - receivedAt,
    ...(integration && integrationVariables(integration)),
    ...(refusal && errorContext(refusal, {})),
    ...(route && refusal && phaseVariables(refusal, response.status, route.method.authorizationType)),
  };
  return name => {
    const record = Object.hasOwn(added, name) ? added : context;
    return Object.hasOwn(record, name) ? record[name] : undefined;
  };
}

function integrationVariables(integration: LoggedIntegration): ContextVariables {
  const { uri, status, functionStatus, latencyMilliseconds, requestId, error } = integration;
  return {
    'integration.status': uri === undefined ? undefined : (functionStatus ?? status),
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
  DEFAULT_4XX: 'authenticate',
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
