import { validators } from '#generated/validators';
import { isFinished, longestWaitSeconds, retryAfterSeconds } from '../../../contract/job';
import type { SubmitJob } from '../../../contract/schemas';
import { DomainError } from '../../core/domain-error';
import { fieldErrors } from '../../core/field-errors';
import { type ReadPorts, waitForEnd } from '../../core/get-job';
import { presentJob } from '../../core/present';
import { type SubmitPorts, submitJob } from '../../core/submit-job';
import type { ApiRequest } from '../request';
import type { Operation } from '../router';

export function submitJobOperation(ports: SubmitPorts & ReadPorts): Operation {
  return async request => {
    const { tenant, baseUrl } = request;
    const idempotencyKey = readIdempotencyKey(request.header('idempotency-key'));
    const wait = readWait(request);
    const { job, replayed } = await submitJob(ports, {
      tenant,
      baseUrl,
      body: readBody(request.json()),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
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

function readBody(body: unknown): SubmitJob {
  const validate = validators.SubmitJob;
  if (validate(body)) return body as SubmitJob;
  throw new DomainError('invalid_request', 'The body is not what POST /jobs takes; see errors.', {
    errors: fieldErrors(validate.errors),
  });
}

function readIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw new DomainError('invalid_request', 'The Idempotency-Key cannot be used.', {
    errors: [
      {
        field: 'Idempotency-Key',
        detail: `has ${key.length} characters; must be 1 to 255 printable ASCII ones`,
      },
    ],
  });
}

/** RFC 7240: what is not understood of a Prefer header is as if it were not there. */
function readWait(request: ApiRequest): number | undefined {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(request.header('prefer') ?? '')?.[1];
  return wait === undefined ? undefined : Math.min(Number(wait), longestWaitSeconds);
}
