/**
 * A request's part in a trace. The trace that a caller began goes on, with its decision whether to sample; else a new
 * one begins and, if the stage traces, the sampler decides. Functions see the root alone while the stage does not trace.
 * (API Gateway developer guide, "Trace user requests to REST APIs using X-Ray"; recorded events and answers.)
 */
import type { Clock } from '../exchange';
import type { Sampler } from './sampler';
import { newRoot, newSegmentId, readTraceHeader, writeTraceHeader } from './trace-header';

export interface Trace {
  readonly root: string;
  /** Of API Gateway's own segment; what is called next has it as parent. */
  readonly segmentId: string;
  /** The caller's segment. */
  readonly parentId?: string;
  /** Whether API Gateway and what it calls record segments. */
  readonly sampled: boolean;
  /** X-Amzn-Trace-Id in a proxy event and to HTTP back ends. */
  readonly eventHeader: string;
  /** X-Amzn-Trace-Id of an invocation, and of the answer to the client. */
  readonly header: string;
}

export function beginTrace(
  incoming: string | undefined,
  { active, clock, sampler }: { readonly active: boolean; readonly clock: Clock; readonly sampler: Sampler },
): Trace {
  const sent = readTraceHeader(incoming);
  const root = sent.root ?? newRoot(clock.now());
  const segmentId = newSegmentId();
  const sampled = active ? (sent.sampled ?? sampler()) : (sent.sampled ?? false);
  // Without a segment of its own API Gateway leaves the caller's in its place.
  const parent = active ? segmentId : (sent.parent ?? segmentId);
  const header = writeTraceHeader({ root, parent, sampled });
  return {
    root,
    segmentId,
    ...(sent.parent === undefined ? {} : { parentId: sent.parent }),
    sampled: active && sampled,
    eventHeader: active
      ? header
      : sent.root !== undefined && incoming !== undefined
        ? incoming
        : `Root=${root}`,
    header,
  };
}
