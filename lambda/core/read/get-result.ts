import { isFinished, retryAfterSeconds } from '../../../contract/job';
import { DomainError } from '../domain-error';
import type { JobKey, Payload } from '../job/job-record';
import { getJob, type ReadPorts } from './get-job';

/**
 * The result of a job, as it is stored.
 * @throws DomainError not_found; not_finished; no_result when the job ended without one
 */
export async function getResult(ports: ReadPorts, key: JobKey): Promise<Payload> {
  const job = await getJob(ports, key);
  if (!isFinished(job.status)) {
    throw new DomainError(
      'not_finished',
      `The job is ${job.status}; its result is there once it has succeeded.`,
      {
        retryAfterSeconds,
      },
    );
  }
  if (!job.result) {
    const why = job.error ? '; see its error' : '';
    throw new DomainError('no_result', `The job is ${job.status} and has no result${why}.`);
  }
  return job.result;
}
