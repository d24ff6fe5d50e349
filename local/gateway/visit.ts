/** A request on its way through the pipeline: what is known of it grows step by step, and logs tell what there is. */
import type { RestApiModel } from '../template/rest-api-model';
import type { Received } from './call';
import type { CompiledStage } from './compile-stage';
import { contextVariables } from './event/context-variables';
import type { QueryPairs } from './event/query';
import { type RequestContext, type RequestIds, requestContext } from './event/request-context';
import type { Admission, Authorization, ContextVariables, GatewayRequest } from './exchange';
import type { Address } from './match/address';
import type { Trace } from './trace/trace';

export interface Visit {
  readonly request: GatewayRequest;
  readonly ids: RequestIds;
  readonly query: QueryPairs;
  /** Of the listener, with the API that the port belongs to. */
  readonly port: number;
  readonly listenerApi: RestApiModel;
  readonly accountId: string;
  address?: Address;
  stage?: CompiledStage;
  trace?: Trace;
  received?: Received;
  authorizerLines?: readonly string[];
  authorization?: Authorization | undefined;
  admission?: Admission | undefined;
}

/** `requestContext` as far as it is known; undefined while the stage is not. */
export function contextOf(visit: Visit): RequestContext | undefined {
  const { request, ids, accountId, address, received, authorization, admission } = visit;
  if (!address) return undefined;
  return requestContext({
    request,
    ids,
    accountId,
    address,
    method: received?.route.method,
    authorization,
    admission,
  });
}

/** `$context`, flat. */
export function variablesOf(visit: Visit): ContextVariables {
  const { ids, listenerApi, request, trace, address, authorization } = visit;
  const context = contextOf(visit) ?? {
    requestId: ids.requestId,
    extendedRequestId: ids.extendedRequestId,
    apiId: listenerApi.id,
    httpMethod: request.method,
  };
  return contextVariables(context, { trace, address, authorization });
}
