/** What remains of a request once it is answered: its lines in the stage's logs, and its segment in the trace. */
import type { IntegrationAnswer } from './call';
import { type GatewayResponse, isRefusal } from './exchange';
import type { IntegrationRefusal } from './integrate/integration';
import { headerValue } from './listen/raw-headers';
import type { LoggedIntegration } from './log/logged-request';
import { gatewaySegment, type SegmentDocument } from './trace/segments';
import { type Visit, variablesOf } from './visit';

export interface ObservePorts {
  readonly region: string;
  readonly clock: { now(): number };
  readonly recordSegment: (document: SegmentDocument) => void;
}

export function observe(
  visit: Visit,
  outcome: IntegrationAnswer | IntegrationRefusal,
  response: GatewayResponse,
  ports: ObservePorts,
): void {
  const finishedAt = ports.clock.now();
  writeLogs(visit, outcome, response, finishedAt);
  if (visit.trace?.sampled) recordSegment(visit, outcome.logged, response, finishedAt, ports);
}

function writeLogs(
  visit: Visit,
  outcome: IntegrationAnswer | IntegrationRefusal,
  response: GatewayResponse,
  finishedAt: number,
): void {
  const { stage, received, request } = visit;
  if (!stage?.log.active(received?.route.method, request.method)) return;
  stage.log.write({
    httpMethod: request.method,
    route: received?.route,
    headers: received?.headers ?? request.headers,
    query: visit.query,
    authorizerLines: visit.authorizerLines ?? [],
    admission: visit.admission,
    refusal: isRefusal(outcome) ? outcome : undefined,
    gatewayResponse: isRefusal(outcome) ? stage.gatewayResponses.settingsFor(outcome) : undefined,
    response,
    integration: outcome.logged,
    receivedAt: request.receivedAt,
    finishedAt,
    // Most stages log little; what they do not read costs nothing.
    get context() {
      return variablesOf(visit);
    },
    get body() {
      return received ? received.body.text() : request.body.toString('utf8');
    },
  });
}

function recordSegment(
  { request, ids, accountId, address, trace }: Visit,
  integration: LoggedIntegration | undefined,
  response: GatewayResponse,
  endedAt: number,
  ports: ObservePorts,
): void {
  if (!address || !trace) return;
  const host = headerValue(request.headers, 'host') ?? '';
  ports.recordSegment(
    gatewaySegment({
      trace,
      region: ports.region,
      accountId,
      api: address.api,
      stage: address.stage.name,
      ids,
      request: { url: `https://${host}${request.path}`, method: request.method, clientIp: request.sourceIp },
      response: { status: response.status, length: response.body.length },
      startedAt: request.receivedAt,
      endedAt,
      ...(integration?.status === undefined || integration.uri === undefined
        ? {}
        : {
            integration: {
              name: endpointName(integration.uri),
              uri: integration.uri,
              method: 'POST',
              status: integration.status,
              latencyMilliseconds: integration.latencyMilliseconds ?? 0,
            },
          }),
    }),
  );
}

function endpointName(uri: string): string {
  return uri.includes(':lambda:') ? 'Lambda' : (/^https?:\/\/([^/]+)/.exec(uri)?.[1] ?? uri);
}
