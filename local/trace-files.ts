/** Keeps segments, and on demand writes each trace as a document that X-Ray's readers understand. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SegmentDocument } from './gateway/trace/segments';
import type { TraceStore } from './gateway/trace/trace-store';

/** @param directory where `<trace id>.json` is written, whole again with each segment that comes; absent: nowhere */
export function traceRecorder(
  traces: TraceStore,
  directory: string | undefined,
): (document: SegmentDocument) => void {
  if (directory === undefined) return document => traces.add(document);
  mkdirSync(directory, { recursive: true });
  return document => {
    traces.add(document);
    const id = document.trace_id;
    // The id comes from outside and becomes a file's name.
    if (/^[\w-]+$/.test(id))
      writeFileSync(join(directory, `${id}.json`), JSON.stringify(traces.get(id), null, 2));
  };
}
