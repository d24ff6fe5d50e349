/** Puts together what the steps after routing need of a request, each part decoded once. */
import type { MethodModel } from '../../template/rest-api-model';
import type { Received } from '../call';
import type { GatewayRequest } from '../exchange';
import type { Address } from '../match/address';
import type { Trace } from '../trace/trace';
import type { RequestBody } from './body';
import { integrationHeaders } from './headers';
import type { QueryPairs } from './query';
import type { RequestIds } from './request-context';
import { requestValues } from './request-values';

export interface Arrival {
  readonly request: GatewayRequest;
  readonly ids: RequestIds;
  readonly query: QueryPairs;
  /** Of the listener. */
  readonly port: number;
  readonly trace: Trace;
  readonly address: Address;
  readonly method: MethodModel;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly body: RequestBody;
  readonly dataTrace: boolean;
}

export function receive(arrival: Arrival): Received {
  const { request, ids, query, port, trace, address, method, pathParameters, body, dataTrace } = arrival;
  const { api, stage, basePath, resourcePath } = address;
  const path = `/${resourcePath.replace(/^\/+/, '')}`;
  const headers = integrationHeaders(request, api, {
    traceHeader: trace.eventHeader,
    port,
    extendedRequestId: ids.extendedRequestId,
    decompressed: body.decompressed,
  });
  return {
    request,
    address,
    route: {
      api,
      stage,
      method,
      httpMethod: request.method,
      pathParameters,
      path,
      ...(basePath === undefined ? {} : { basePath }),
    },
    ids,
    headers,
    query,
    values: requestValues(headers, query, pathParameters),
    body,
    traceHeader: trace.eventHeader,
    dataTrace,
  };
}
