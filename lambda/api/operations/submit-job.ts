import { isFinished, longestWaitSeconds, retryAfterSeconds } from '../../../contract/job';
import { longestIdempotencyKey } from '../../../contract/limits';
import { DomainError } from '../../core/domain-error';
import { type ReadPorts, waitForEnd } from '../../core/read/get-job';
import { presentJob } from '../../core/read/present';
import { type SubmitPorts, submitJob } from '../../core/submit/submit-job';
import type { ApiRequest } from '../request';
import type { Operation } from '../router';
import { type BodyPorts, readSubmission } from './submission-body';

export function submitJobOperation(ports: SubmitPorts & ReadPorts & BodyPorts): Operation {
  return async request => {
    const { tenant, baseUrl } = request;
    const key = readIdempotencyKey(request.header('idempotency-key'));
    const wait = readWait(request);
    const { job, replayed } = await submitJob(ports, {
      tenant,
      baseUrl,
      body: await readSubmission(ports, request),
      ...(key !== undefined && { once: { source: 'request', key } }),
    });
    const found = wait === undefined ? job : await waitForEnd(ports, job, wait * 1_000);
    const body = presentJob(found, baseUrl);
    return {
      status: 201,
      headers: {
        Location: body.links.self,
        ...(!isFinished(found.status) && { 'Retry-After': String(retryAfterSeconds) }),
        ...(replayed && { 'Idempotency-Replayed': 'true' }),
        ...(wait !== undefined && { 'Preference-Applied': `wait=${wait}` }),
      },
      body,
    };
  };
}

const idempotencyKey = new RegExp(`^[\\x20-\\x7e]{1,${longestIdempotencyKey}}$`);

function readIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || idempotencyKey.test(key)) return key;
  throw new DomainError('invalid_request', 'The Idempotency-Key cannot be used.', {
    errors: [
      {
        field: 'Idempotency-Key',
        detail: `has ${key.length} characters; must be 1 to ${longestIdempotencyKey} printable ASCII ones`,
      },
    ],
  });
}

/** RFC 7240: what is not understood of a Prefer header is as if it were not there. */
function readWait(request: ApiRequest): number | undefined {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(request.header('prefer') ?? '')?.[1];
  return wait === undefined ? undefined : Math.min(Number(wait), longestWaitSeconds);
}
