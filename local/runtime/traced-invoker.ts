/**
 * Gives each invocation the trace header that its function sees and keeps the segments that Lambda itself would send:
 * the service's and the function's. Handlers add theirs over the daemon's protocol.
 */
import { createSampler } from '../gateway/trace/sampler';
import type { SegmentDocument } from '../gateway/trace/segments';
import { beginFunctionSpan } from '../gateway/trace/segments';
import { newRoot } from '../gateway/trace/trace-header';
import type { FunctionModel } from '../template/model';
import type { Invocation, InvokeOptions, LambdaInvoker } from './invocation';

export interface TracedInvokerOptions {
  readonly invoker: LambdaInvoker;
  readonly find: (functionArn: string) => FunctionModel | undefined;
  readonly now: () => number;
  readonly record: (document: SegmentDocument) => void;
}

export function tracedInvoker({ invoker, find, now, record }: TracedInvokerOptions): LambdaInvoker {
  const sampled = createSampler({ now });
  return {
    invoke: async (functionArn: string, payload: string, options?: InvokeOptions): Promise<Invocation> => {
      const startedAt = now();
      const model = find(functionArn);
      const active = model?.tracing === 'Active';
      const span = beginFunctionSpan(
        options?.traceHeader,
        () => newRoot(startedAt),
        () => active && sampled(),
      );
      const invocation = await invoker.invoke(functionArn, payload, { ...options, traceHeader: span.header });
      if (!span.sampled || !model || !active) return invocation;
      const documents = span.end({
        name: model.name,
        arn: model.arn,
        requestId: 'requestId' in invocation ? invocation.requestId : '',
        startedAt,
        endedAt: now(),
        failed: invocation.kind === 'failed',
        throttled: invocation.kind === 'throttled',
      });
      for (const document of documents) record(document);
      return invocation;
    },
  };
}
