/** The two ids of a request: a UUID, which the client may choose, and API Gateway's own extended id. */
import { randomFillSync, randomUUID } from 'node:crypto';
import type { GatewayRequest } from '../exchange';
import { headerValue } from '../listen/raw-headers';
import type { RequestIds } from './request-context';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const extendedIdBytes = 11;
// Random bytes are drawn for many ids at once: a draw costs more than the bytes.
const pool = Buffer.alloc(extendedIdBytes * 256);
let used = pool.length;

export function requestIds(request: GatewayRequest): RequestIds {
  const sent = headerValue(request.headers, 'x-amzn-requestid');
  return { requestId: sent && uuid.test(sent) ? sent : randomUUID(), extendedRequestId: extendedRequestId() };
}

/** Fifteen URL-safe characters and an equals sign. */
function extendedRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += extendedIdBytes;
  return `${pool.toString('base64url', used - extendedIdBytes, used)}=`;
}
