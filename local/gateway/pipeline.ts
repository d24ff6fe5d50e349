/**
 * API Gateway's order of execution: host, stage and route; resource policy and authorization; key, throttles and
 * quota; request validation; mapping and integration; response; logs. Each step either finds something or refuses, and
 * a refusal becomes the gateway response of its type.
 */
import type { Model, Unsupported } from '../template/model';
import type { RestApiModel } from '../template/rest-api-model';
import type { Authorize } from './authorize/authorize-request';
import { refuseUnrouted } from './authorize/unrouted';
import type { IntegrationAnswer, Received } from './call';
import { type CompiledStage, compileStage, type StagePorts } from './compile-stage';
import { readBody } from './event/body';
import { requestIds } from './event/ids';
import { eventWithoutBody } from './event/proxy-event';
import { decodeQuery } from './event/query';
import { receive } from './event/receive';
import { requestValues } from './event/request-values';
import { type GatewayRequest, type GatewayResponse, isRefusal } from './exchange';
import { compileGatewayResponses } from './gateway-response/answer';
import type { IntegrationRefusal } from './integrate/integration';
import { headerValue } from './listen/raw-headers';
import { compileAddresses } from './match/address';
import type { Meter } from './meter/meter';
import { type ObservePorts, observe } from './observe';
import { finish } from './respond/finish';
import { plainError } from './respond/plain';
import type { Sampler } from './trace/sampler';
import { beginTrace } from './trace/trace';
import { contextOf, type Visit, variablesOf } from './visit';

export interface Pipeline {
  /** @param listenerApi the API that the listener's port belongs to; a custom domain's Host overrules it */
  handle(request: GatewayRequest, listenerApi: RestApiModel, port: number): Promise<GatewayResponse>;
  readonly unsupported: readonly Unsupported[];
}

export interface PipelinePorts extends StagePorts, ObservePorts {
  readonly meter: Meter;
  readonly sampler: Sampler;
}

type Outcome = IntegrationAnswer | IntegrationRefusal;

const defaultResponses = compileGatewayResponses([]);

export function createPipeline(model: Model, ports: PipelinePorts): Pipeline {
  const locate = compileAddresses(model);
  const stages = new Map<object, CompiledStage>(
    model.apis.flatMap(api => api.stages.map(stage => [stage, compileStage(api, stage, ports)] as const)),
  );
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
        accountId: model.accountId,
      };
      const outcome = await execute(visit);
      const response = isRefusal(outcome) ? refuse(outcome, visit) : await answer(outcome, visit);
      observe(visit, outcome, response, ports);
      return response;
    },
  };

  async function execute(visit: Visit): Promise<Outcome> {
    const received = await route(visit);
    if (isRefusal(received)) return received;
    const { stage, target } = received;
    visit.received = received.received;

    const authorized = await authorize(visit, stage, visit.received);
    visit.authorization = authorized.authorization;
    visit.authorizerLines = authorized.lines ?? [];
    if (isRefusal(authorized)) return authorized;

    const admission = admit(visit, visit.received);
    visit.admission = isRefusal(admission) ? admission.admission : admission;
    if (isRefusal(admission)) return admission;

    const { values, body } = visit.received;
    const invalid = target.validate({
      values,
      contentType: values.header('content-type'),
      // Models are checked against what was sent, also where integrations get it as base64.
      body: body.binary ? body.bytes.toString('utf8') : body.text(),
    });
    if (invalid) return invalid;
    return target.integration(Object.assign(visit.received, { requestContext: contextOf(visit)! }));
  }

  /** Host and path lead to a stage, method and path to a method; only then is the body unpacked. */
  async function route(visit: Visit) {
    const { request } = visit;
    const address = locate(request, visit.listenerApi);
    if (isRefusal(address)) return address;
    visit.address = address;
    const stage = stages.get(address.stage)!;
    visit.stage = stage;
    const trace = beginTrace(headerValue(request.headers, 'x-amzn-trace-id'), {
      active: address.stage.tracingEnabled,
      clock: ports.clock,
      sampler: ports.sampler,
    });
    visit.trace = trace;
    const match = stage.routes(request.method, address.resourcePath);
    if (!match) return refuseUnrouted(request);
    const read = readBody(request, address.api.binaryMediaTypes);
    const body = read instanceof Promise ? await read : read;
    if (isRefusal(body)) return body;
    const { target, pathParameters } = match;
    const { ids, query, port } = visit;
    const received = receive({
      request,
      ids,
      query,
      port,
      trace,
      address,
      body,
      method: target.method,
      pathParameters,
      dataTrace: stage.log.wantsData(target.method, request.method),
    });
    return { stage, target, received };
  }

  function authorize(visit: Visit, stage: CompiledStage, received: Received): ReturnType<Authorize> {
    return stage.authorize(received.route, {
      request: visit.request,
      values: received.values,
      traceHeader: received.traceHeader,
      dataTrace: received.dataTrace,
      event: () => eventWithoutBody(received, contextOf(visit)!),
      get context() {
        return variablesOf(visit);
      },
    });
  }

  function admit({ authorization }: Visit, { route, values }: Received) {
    return ports.meter.admit(route, authorization ? { values, authorization } : { values });
  }
}

function refuse(refusal: IntegrationRefusal, visit: Visit): GatewayResponse {
  const { request, address, stage, received, trace, query } = visit;
  return (stage?.gatewayResponses ?? defaultResponses).answer(refusal, {
    context: variablesOf(visit),
    stageVariables: address?.stage.variables ?? {},
    values: received?.values ?? requestValues(request.headers, query, null),
    httpMethod: request.method,
    ...(refusal.traced && trace ? { traceHeader: trace.header } : {}),
  });
}

function answer(outcome: IntegrationAnswer, { request, address, ids, trace }: Visit) {
  return finish(outcome, {
    httpMethod: request.method,
    acceptEncoding: headerValue(request.headers, 'accept-encoding'),
    minimumCompressionSize: address?.api.minimumCompressionSize,
    ids,
    traceHeader: trace?.header ?? '',
  });
}
