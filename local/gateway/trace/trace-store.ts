/**
 * Keeps the segment documents of the latest traces for the console. A document that comes again, as one that was in
 * progress does, replaces itself. Traces are given back in the form of X-Ray's BatchGetTraces.
 */
import type { SegmentDocument } from './segments';

export interface TraceSummary {
  readonly id: string;
  /** Epoch seconds. */
  readonly startTime: number;
  readonly durationSeconds: number;
  readonly segments: number;
  /** Of the first segment: `api/stage`, or a function. */
  readonly name: string;
  readonly hasError: boolean;
  readonly hasFault: boolean;
}

export interface StoredTrace {
  readonly Id: string;
  readonly Duration: number;
  readonly Segments: readonly { readonly Id: string; readonly Document: string }[];
}

const segmentsPerTrace = 1000;

export class TraceStore {
  readonly #traces = new Map<string, Map<string, SegmentDocument>>();
  readonly #limit: number;

  /** @param limit traces at most; of more, those that began first are forgotten */
  constructor(limit = 500) {
    this.#limit = limit;
  }

  add(document: SegmentDocument): void {
    const segments = this.#traces.get(document.trace_id) ?? new Map<string, SegmentDocument>();
    this.#traces.set(document.trace_id, segments);
    if (segments.size < segmentsPerTrace || segments.has(document.id)) segments.set(document.id, document);
    const [oldest] = this.#traces.keys();
    if (this.#traces.size > this.#limit && oldest !== undefined) this.#traces.delete(oldest);
  }

  /** Newest first. */
  list(): readonly TraceSummary[] {
    return [...this.#traces].reverse().map(([id, segments]) => summary(id, inOrder(segments)));
  }

  get(id: string): StoredTrace | undefined {
    const segments = this.#traces.get(id);
    if (!segments) return undefined;
    const documents = inOrder(segments);
    return {
      Id: id,
      Duration: duration(documents),
      Segments: documents.map(document => ({ Id: document.id, Document: JSON.stringify(document) })),
    };
  }
}

function inOrder(segments: ReadonlyMap<string, SegmentDocument>): SegmentDocument[] {
  return [...segments.values()].sort((a, b) => a.start_time - b.start_time);
}

function duration(documents: readonly SegmentDocument[]): number {
  const ends = documents.map(({ start_time, end_time }) => end_time ?? start_time);
  return Math.max(...ends) - Math.min(...documents.map(({ start_time }) => start_time));
}

function summary(id: string, documents: readonly SegmentDocument[]): TraceSummary {
  return {
    id,
    startTime: documents[0]?.start_time ?? 0,
    durationSeconds: duration(documents),
    segments: documents.length,
    name: documents[0]?.name ?? '',
    hasError: documents.some(document => document['error'] === true),
    hasFault: documents.some(document => document['fault'] === true),
  };
}
