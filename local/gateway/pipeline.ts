/**
 * API Gateway's order of execution: host, stage and route; resource policy and authorization; key, throttles and
 * quota; request validation; mapping and integration; response; logs. Each step either finds something or refuses, and
 * a refusal becomes the gateway response of its type.
 */
import type { Model, RestApiModel, Unsupported } from '../template/model';
import { refuseUnrouted } from './authorize/unrouted';
import type { IntegrationAnswer, Received } from './call';
import { type CompiledStage, compileStage, type StagePorts } from './compile-stage';
import { bodyText, readBody } from './event/body';
import { contextVariables } from './event/context-variables';
import { requestIds } from './event/ids';
import { eventWithoutBody } from './event/proxy-event';
import { decodeQuery } from './event/query';
import { type Arrival, receive } from './event/receive';
import { requestContext } from './event/request-context';
import { requestValues } from './event/request-values';
import {
  type Admission,
  type Authorization,
  type ContextVariables,
  type GatewayRequest,
  type GatewayResponse,
  isRefusal,
} from './exchange';
import { compileGatewayResponses } from './gateway-response/answer';
import type { IntegrationRefusal } from './integrate/integration';
import { headerValue } from './listen/raw-headers';
import { type Address, compileAddresses } from './match/address';
import type { Meter } from './meter/meter';
import { finish } from './respond/finish';
import { plainError } from './respond/plain';

export interface Pipeline {
  /** @param listenerApi the API that the listener's port belongs to; a custom domain's Host overrules it */
  handle(request: GatewayRequest, listenerApi: RestApiModel, port: number): Promise<GatewayResponse>;
  readonly unsupported: readonly Unsupported[];
}

export interface PipelinePorts extends StagePorts {
  readonly meter: Meter;
}

/** How far a request has come. */
interface Visit extends Arrival {
  readonly listenerApi: RestApiModel;
  address?: Address;
  stage?: CompiledStage;
  received?: Received;
  authorization?: Authorization | undefined;
  admission?: Admission | undefined;
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
      const visit: Visit = {
        request,
        listenerApi,
        port,
        query,
        ids: requestIds(request),
        traceHeader: newTrace(request),
      };
      const outcome = await execute(visit);
      return isRefusal(outcome) ? refuse(outcome, visit) : answer(outcome, visit);
    },
  };

  async function execute(visit: Visit): Promise<IntegrationAnswer | IntegrationRefusal> {
    const address = locate(visit.request, visit.listenerApi);
    if (isRefusal(address)) return address;
    visit.address = address;
    visit.stage = stages.get(address.stage)!;
    const match = visit.stage.routes(visit.request.method, address.resourcePath);
    if (!match) return refuseUnrouted(visit.request);
    const read = readBody(visit.request, address.api.binaryMediaTypes);
    const body = read instanceof Promise ? await read : read;
    if (isRefusal(body)) return body;
    const { method, validate, integration } = match.target;
    const received = receive(visit, address, { method, pathParameters: match.pathParameters }, body);
    visit.received = received;

    const authorized = await authorize(visit, visit.stage, received);
    if (isRefusal(authorized)) return authorized;
    visit.authorization = authorized.authorization;
    const { authorization } = visit;
    const admission = ports.meter.admit(received.route, {
      values: received.values,
      ...(authorization ? { authorization } : {}),
    });
    if (isRefusal(admission)) return admission;
    visit.admission = admission;
    const contentType = received.values.header('content-type');
    const invalid = validate({ values: received.values, contentType, body: bodyText(body) });
    return invalid ?? integration({ ...received, requestContext: contextOf(visit)! });
  }

  function authorize(visit: Visit, stage: CompiledStage, received: Received) {
    return stage.authorize(received.route, {
      request: visit.request,
      values: received.values,
      traceHeader: visit.traceHeader,
      event: () => eventWithoutBody(received, contextOf(visit)!),
      get context() {
        return variablesOf(visit);
      },
    });
  }

  function contextOf({ request, ids, address, received, authorization, admission }: Visit) {
    if (!address) return undefined;
    const method = received?.route.method;
    return requestContext({
      request,
      ids,
      accountId: model.accountId,
      address,
      method,
      authorization,
      admission,
    });
  }

  function variablesOf(visit: Visit): ContextVariables {
    const context = contextOf(visit) ?? {
      requestId: visit.ids.requestId,
      extendedRequestId: visit.ids.extendedRequestId,
      apiId: visit.listenerApi.id,
      httpMethod: visit.request.method,
    };
    return contextVariables(context, visit);
  }

  function refuse(refusal: IntegrationRefusal, visit: Visit): GatewayResponse {
    return (visit.stage?.gatewayResponses ?? defaultResponses).answer(refusal, {
      context: variablesOf(visit),
      stageVariables: visit.address?.stage.variables ?? {},
      values: visit.received?.values ?? requestValues(visit.request.headers, visit.query, null),
      httpMethod: visit.request.method,
      ...(refusal.traced ? { traceHeader: visit.traceHeader } : {}),
    });
  }
}

function answer(outcome: IntegrationAnswer, { request, address, ids, traceHeader }: Visit) {
  return finish(outcome, {
    httpMethod: request.method,
    acceptEncoding: headerValue(request.headers, 'accept-encoding'),
    minimumCompressionSize: address?.api.minimumCompressionSize,
    ids,
    traceResponseHeader: traceHeader,
  });
}

function newTrace(request: GatewayRequest): string {
  const sent = headerValue(request.headers, 'x-amzn-trace-id') ?? '';
  const root = /Root=([^;]+)/.exec(sent)?.[1];
  const parent = /Parent=([^;]+)/.exec(sent)?.[1];
  const sampled = /Sampled=([^;]+)/.exec(sent)?.[1];
  const fresh = () =>
    Math.floor(Math.random() * 0xffffffff)
      .toString(16)
      .padStart(8, '0');
  const made = `1-${Math.floor(request.receivedAt / 1000).toString(16)}-${fresh()}${fresh()}${fresh()}`;
  return `Root=${root ?? made};Parent=${parent ?? fresh() + fresh()};Sampled=${sampled ?? 0}`;
}
