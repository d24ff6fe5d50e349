/**
 * Segment documents of a request: API Gateway's own with a subsegment for what it called, and Lambda's two, the service
 * and the function. (X-Ray developer guide, "X-Ray segment documents"; API Gateway developer guide, "Understanding
 * X-Ray traces".)
 */

import type { Trace } from './trace';
import { newSegmentId, readTraceHeader, writeTraceHeader } from './trace-header';

/** As X-Ray takes it; times are seconds since the epoch. */
export interface SegmentDocument {
  readonly name: string;
  readonly id: string;
  readonly trace_id: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly parent_id?: string;
  readonly [field: string]: unknown;
}

export interface GatewaySpan {
  readonly trace: Trace;
  readonly region: string;
  readonly accountId: string;
  readonly api: { readonly id: string; readonly name: string };
  readonly stage: string;
  readonly ids: { readonly requestId: string; readonly extendedRequestId: string };
  readonly request: { readonly url: string; readonly method: string; readonly clientIp: string };
  readonly response: { readonly status: number; readonly length: number };
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly integration?: {
    /** `Lambda`, or the host of an HTTP back end. */
    readonly name: string;
    readonly uri: string;
    readonly method: string;
    readonly status: number;
    readonly latencyMilliseconds: number;
  };
}

export function gatewaySegment(span: GatewaySpan): SegmentDocument {
  const { trace, api, stage, ids, request, response, integration } = span;
  return {
    id: trace.segmentId,
    trace_id: trace.root,
    ...(trace.parentId === undefined ? {} : { parent_id: trace.parentId }),
    name: `${api.name}/${stage}`,
    start_time: span.startedAt / 1000,
    end_time: span.endedAt / 1000,
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${span.region}::/restapis/${api.id}/stages/${stage}`,
    http: {
      request: {
        url: request.url,
        method: request.method,
        client_ip: request.clientIp,
        x_forwarded_for: true,
      },
      response: { status: response.status, content_length: response.length },
    },
    ...outcome(response.status),
    annotations: { 'aws:api_id': api.id, 'aws:api_stage': stage },
    metadata: { default: { extended_request_id: ids.extendedRequestId, request_id: ids.requestId } },
    aws: {
      xray: { sampling_rule_name: 'Default' },
      api_gateway: { account_id: span.accountId, rest_api_id: api.id, stage, request_id: ids.requestId },
    },
    ...(integration ? { subsegments: [integrationSubsegment(integration, span)] } : {}),
  };
}

function integrationSubsegment(
  { name, uri, method, status, latencyMilliseconds }: NonNullable<GatewaySpan['integration']>,
  { endedAt }: GatewaySpan,
): object {
  return {
    id: newSegmentId(),
    name,
    start_time: (endedAt - latencyMilliseconds) / 1000,
    end_time: endedAt / 1000,
    namespace: name === 'Lambda' ? 'aws' : 'remote',
    http: { request: { url: uri, method }, response: { status } },
    ...outcome(status),
  };
}

/** 4xx is the caller's error, 429 a throttle besides, 5xx a fault. */
function outcome(status: number): object {
  return {
    ...(status >= 400 && status < 500 ? { error: true } : {}),
    ...(status === 429 ? { throttle: true } : {}),
    ...(status >= 500 ? { fault: true } : {}),
  };
}

export interface FunctionSpan {
  /** The function's `_X_AMZN_TRACE_ID`: what it records has the function's segment as parent. */
  readonly header: string;
  readonly sampled: boolean;
  /** The documents of the invocation, once it ended. */
  end(result: FunctionResult): readonly SegmentDocument[];
}

export interface FunctionResult {
  readonly name: string;
  readonly arn: string;
  readonly requestId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  readonly throttled?: boolean;
}

/**
 * @param incoming X-Amzn-Trace-Id of the invocation
 * @param root names the trace that begins when there is none
 * @param sample decides when nobody has: a function with active tracing asks the sampler, another never does
 */
export function beginFunctionSpan(
  incoming: string | undefined,
  root: () => string,
  sample: () => boolean = () => false,
): FunctionSpan {
  const sent = readTraceHeader(incoming);
  const functionId = newSegmentId();
  const traceId = sent.root ?? root();
  const sampled = sent.sampled ?? sample();
  return {
    header: writeTraceHeader({ root: traceId, parent: functionId, sampled }),
    sampled,
    end: ({ name, arn, requestId, startedAt, endedAt, failed, throttled }) => {
      const serviceId = newSegmentId();
      const common = { trace_id: traceId, name, start_time: startedAt / 1000, end_time: endedAt / 1000 };
      const status = throttled ? { error: true, throttle: true } : failed ? { error: true } : {};
      const service: SegmentDocument = {
        ...common,
        id: serviceId,
        ...(sent.parent === undefined ? {} : { parent_id: sent.parent }),
        origin: 'AWS::Lambda',
        resource_arn: arn,
        http: { response: { status: throttled ? 429 : 200 } },
        aws: { request_id: requestId },
        ...status,
      };
      const own: SegmentDocument = {
        ...common,
        id: functionId,
        parent_id: serviceId,
        origin: 'AWS::Lambda::Function',
        aws: { function_arn: arn, resource_names: [name], account_id: arn.split(':')[4] },
        ...status,
      };
      return throttled ? [service] : [service, own];
    },
  };
}
