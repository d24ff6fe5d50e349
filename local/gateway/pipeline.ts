/**
 * API Gateway's order of execution: host, stage and route; resource policy and authorization; key, throttles and
 * quota; request validation; mapping and integration; response; logs. Each step either finds something or refuses, and
 * a refusal becomes the gateway response of its type.
 */
import type { Model, RestApiModel, Unsupported } from '../template/model';
import { refuseUnrouted } from './authorize/unrouted';
import type { Call } from './call';
import { type CompiledMethod, type CompiledStage, compileStage } from './compile-stage';
import { bodyText, readBody } from './event/body';
import { contextVariables } from './event/context-variables';
import { integrationHeaders } from './event/headers';
import { requestIds } from './event/ids';
import { decodeQuery, type QueryPairs } from './event/query';
import { type RequestIds, requestContext } from './event/request-context';
import { requestValues } from './event/request-values';
import { type GatewayRequest, type GatewayResponse, isRefusal, type Refusal } from './exchange';
import { compileGatewayResponses } from './gateway-response/answer';
import type { IntegrationPorts, IntegrationRefusal } from './integrate/integration';
import { headerValue } from './listen/raw-headers';
import { type Address, compileAddresses } from './match/address';
import type { RouteMatch } from './match/routes';
import type { Meter } from './meter/meter';
import { finish } from './respond/finish';
import { plainError } from './respond/plain';

export interface Pipeline {
  /** @param listenerApi the API that the listener's port belongs to; a custom domain's Host overrules it */
  handle(request: GatewayRequest, listenerApi: RestApiModel, port: number): Promise<GatewayResponse>;
  readonly unsupported: readonly Unsupported[];
}

export interface PipelinePorts extends IntegrationPorts {
  readonly meter: Meter;
}

export function createPipeline(model: Model, ports: PipelinePorts): Pipeline {
  const locate = compileAddresses(model);
  const stages = new Map<object, CompiledStage>(
    model.apis.flatMap(api => api.stages.map(stage => [stage, compileStage(api, stage, ports)] as const)),
  );
  const defaultResponses = compileGatewayResponses([]);
  return {
    unsupported: [...stages.values()].flatMap(({ unsupported }) => unsupported),
    async handle(request, listenerApi, port) {
      const query = decodeQuery(request.query);
      if (!query) return plainError(400, 'Bad Request');
      const ids = requestIds(request);
      const traceHeader = newTrace(request);
      const refuse = (refusal: IntegrationRefusal, compiled: CompiledStage | undefined, call?: Call) =>
        (compiled?.gatewayResponses ?? defaultResponses).answer(refusal, {
          context: call
            ? contextVariables(call.requestContext, { traceHeader, address: call.address })
            : { requestId: ids.requestId, extendedRequestId: ids.extendedRequestId, apiId: listenerApi.id },
          stageVariables: call?.route.stage.variables ?? {},
          values: call?.values ?? requestValues(request.headers, query, null),
          httpMethod: request.method,
          ...(refusal.traced ? { traceHeader } : {}),
        });
      const address = locate(request, listenerApi);
      if (isRefusal(address)) return refuse(address, undefined);
      const stage = stages.get(address.stage)!;
      const match = stage.routes(request.method, address.resourcePath);
      if (!match) return refuse(refuseUnrouted(request), stage);
      const call = await buildCall(request, {
        address,
        match,
        ids,
        query,
        traceHeader,
        port,
        accountId: model.accountId,
      });
      if (isRefusal(call)) return refuse(call, stage);
      const answer = await run(call, match.target);
      if (isRefusal(answer)) return refuse(answer, stage, call);
      return finish(answer, {
        httpMethod: request.method,
        acceptEncoding: headerValue(request.headers, 'accept-encoding'),
        minimumCompressionSize: address.api.minimumCompressionSize,
        ids,
        traceResponseHeader: traceHeader,
      });
    },
  };

  async function run(call: Call, compiled: CompiledMethod) {
    const admission = ports.meter.admit(call.route, { values: call.values });
    if (isRefusal(admission)) return admission;
    const admitted: Call = {
      ...call,
      requestContext: requestContext({
        request: call.request,
        ids: call.ids,
        accountId: model.accountId,
        address: call.address,
        method: call.route.method,
        admission,
      }),
    };
    const invalid = compiled.validate({
      values: call.values,
      contentType: call.values.header('content-type'),
      body: bodyText(call.body),
    });
    return invalid ?? compiled.integration(admitted);
  }
}

interface Arrival {
  readonly address: Address;
  readonly match: RouteMatch<CompiledMethod>;
  readonly ids: RequestIds;
  readonly query: QueryPairs;
  readonly traceHeader: string;
  readonly port: number;
  readonly accountId: string;
}

async function buildCall(request: GatewayRequest, arrival: Arrival): Promise<Call | Refusal> {
  const { address, match, ids, query, traceHeader, port, accountId } = arrival;
  const { api, stage } = address;
  const { method } = match.target;
  const read = readBody(request, api.binaryMediaTypes);
  const body = read instanceof Promise ? await read : read;
  if (isRefusal(body)) return body;
  const headers = integrationHeaders(request, api, {
    traceHeader,
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
      pathParameters: match.pathParameters,
      path: address.eventPath,
      ...(address.basePath === undefined ? {} : { basePath: address.basePath }),
    },
    ids,
    headers,
    query,
    values: requestValues(headers, query, match.pathParameters),
    body,
    traceHeader,
    requestContext: requestContext({ request, ids, accountId, address, method }),
  };
}

function newTrace(request: GatewayRequest): string {
  const root = /Root=([^;]+)/.exec(headerValue(request.headers, 'x-amzn-trace-id') ?? '')?.[1];
  const fresh = () =>
    Math.floor(Math.random() * 0xffffffff)
      .toString(16)
      .padStart(8, '0');
  const made = `1-${Math.floor(request.receivedAt / 1000).toString(16)}-${fresh()}${fresh()}${fresh()}`;
  return `Root=${root ?? made};Parent=${fresh()}${fresh()};Sampled=0`;
}
