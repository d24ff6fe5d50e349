import { validators } from '#generated/validators';
import { retryAfterSeconds } from '../../../contract/job';
import type { SubmitJob } from '../../../contract/schemas';
import { DomainError } from '../../core/domain-error';
import { fieldErrors } from '../../core/field-errors';
import { presentJob } from '../../core/present';
import { type SubmitPorts, submitJob } from '../../core/submit-job';
import type { Operation } from '../router';

export function submitJobOperation(ports: SubmitPorts): Operation {
  return async request => {
    const job = await submitJob(ports, request.tenant, readBody(request.json()));
    const body = presentJob(job, request.baseUrl);
    const headers = { Location: body.links.self, 'Retry-After': String(retryAfterSeconds) };
    return { status: 201, headers, body };
  };
}

function readBody(body: unknown): SubmitJob {
  const validate = validators.SubmitJob;
  if (validate(body)) return body as SubmitJob;
  throw new DomainError('invalid_request', 'The body is not what POST /jobs takes; see errors.', {
    errors: fieldErrors(validate.errors),
  });
}
