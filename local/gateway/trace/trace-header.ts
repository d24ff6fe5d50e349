/** X-Amzn-Trace-Id: `Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=0|1`. (X-Ray developer guide, "Tracing header".) */
import { randomFillSync } from 'node:crypto';

export interface TraceHeader {
  readonly root?: string;
  readonly parent?: string;
  readonly sampled?: boolean;
}

/** As this gateway and most callers write it. */
const usual = /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;Parent=([0-9a-f]{16});Sampled=([01]))?$/;

/** What of a header is valid; names in any case, other fields ignored. */
export function readTraceHeader(header: string | undefined): TraceHeader {
  if (header === undefined) return {};
  const match = usual.exec(header);
  if (!match) return readFields(header);
  const [, root, parent, sampled] = match;
  return parent === undefined ? { root: root! } : { root: root!, parent, sampled: sampled === '1' };
}

function readFields(header: string): TraceHeader {
  const fields = new Map(
    header.split(';').map(field => {
      const [name = '', value = ''] = field.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  const [root, parent, sampled] = [fields.get('root'), fields.get('parent'), fields.get('sampled')];
  return {
    ...(root !== undefined && /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i.test(root) ? { root } : {}),
    ...(parent !== undefined && /^[0-9a-f]{16}$/i.test(parent) ? { parent } : {}),
    ...(sampled === '0' || sampled === '1' ? { sampled: sampled === '1' } : {}),
  };
}

export function writeTraceHeader({ root, parent, sampled }: Required<TraceHeader>): string {
  return `Root=${root};Parent=${parent};Sampled=${sampled ? 1 : 0}`;
}

export function newRoot(now: number): string {
  const time = Math.floor(now / 1000).toString(16);
  return `1-${time.padStart(8, '0')}-${randomHex(12)}`;
}

export function newSegmentId(): string {
  return randomHex(8);
}

// Drawn for many ids at once: a draw costs more than its bytes.
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
