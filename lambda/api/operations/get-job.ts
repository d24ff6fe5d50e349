import { createHash } from 'node:crypto';
import { isFinished, retryAfterSeconds } from '../../../contract/job';
import { getJob, type ReadPorts } from '../../core/read/get-job';
import { presentJob } from '../../core/read/present';
import type { Operation } from '../router';

export function getJobOperation(ports: ReadPorts): Operation {
  return async ({ tenant, path, baseUrl, header }) => {
    const job = await getJob(ports, { tenant, id: path['jobId'] ?? '' });
    const body = presentJob(job, baseUrl);
    const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
    const headers = {
      ETag: etag,
      ...(!isFinished(job.status) && { 'Retry-After': String(retryAfterSeconds) }),
    };
    return isKnown(header('if-none-match'), etag) ? { status: 304, headers } : { status: 200, headers, body };
  };
}

/** RFC 9110: any of a list may match, weak or strong alike, and `*` matches whatever there is. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map(tag => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag);
}
