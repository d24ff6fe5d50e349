import { validators } from '#generated/validators';
import { defaultJobType } from '../../../contract/job';
import type { SubmitJob } from '../../../contract/schemas';
import { DomainError } from '../../core/domain-error';
import { keepFile, takesFile } from '../../core/files/uploads';
import type { JobTypeDescription } from '../../core/job/job-type';
import type { BlobStore } from '../../core/ports';
import { submissionReader } from '../../core/submit/check-input';
import { type Form, type FormFile, isForm, readForm } from '../form';
import type { ApiRequest } from '../request';

export interface BodyPorts {
  readonly blobs: BlobStore;
  readonly jobTypes: ReadonlyMap<string, JobTypeDescription>;
}

/**
 * What a request to submit a job says, as JSON or as a form with a file; the file is kept, and the input names it.
 * @throws DomainError
 */
export async function readSubmission(ports: BodyPorts, request: ApiRequest): Promise<SubmitJob> {
  const contentType = request.header('content-type') ?? '';
  if (!isForm(contentType)) return checked(request.json());
  const { body, file }: Form = await readForm(contentType, request.bytes());
  const submission = checked(body);
  return file ? withFile(ports, request.tenant, submission, file) : submission;
}

const checked = submissionReader(validators.SubmitJob);

async function withFile(
  { blobs, jobTypes }: BodyPorts,
  tenant: string,
  submission: SubmitJob,
  file: FormFile,
): Promise<SubmitJob> {
  const { type = defaultJobType, input = {} } = submission;
  const description = jobTypes.get(type);
  if (description && !takesFile(description)) {
    const taking = [...jobTypes.values()].filter(takesFile).map(({ name }) => name);
    throw new DomainError('invalid_request', 'The form has a file for which there is no use.', {
      errors: [
        {
          field: 'file',
          detail: `is not taken by jobs of type ${type}; those that take one: ${taking.join(', ')}`,
        },
      ],
    });
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return submission;
  return { ...submission, input: { ...input, upload: await keepFile(blobs, tenant, file) } };
}
