import { isFinished } from '../../contract/job';
import { DomainError } from './domain-error';
import type { JobKey, JobRecord } from './job-record';
import { readJson } from './payloads';
import type { BlobStore, Clock, JobStore } from './ports';

export interface ReadPorts {
  readonly store: JobStore;
  readonly clock: Clock;
}

/**
 * A tenant's job.
 * @throws DomainError not_found, with the same words whether the job never was, is another tenant's or was deleted
 */
export async function getJob({ store, clock }: ReadPorts, key: JobKey): Promise<JobRecord> {
  const job = await store.get(key);
  if (!job || isDeleted(job, clock.now())) {
    throw new DomainError('not_found', 'There is no such job, or it is not yours.');
  }
  return job;
}

/** Time to live deletes up to two days late; until then the job is there but not to be seen. */
export function isDeleted(job: { readonly expiresAt?: number }, now: number): boolean {
  return job.expiresAt !== undefined && job.expiresAt <= now;
}

/**
 * The result of a finished job.
 * @throws DomainError not_found; not_finished; no_result when the job ended without one
 */
export async function getResult(
  ports: ReadPorts & { readonly blobs: BlobStore },
  key: JobKey,
): Promise<unknown> {
  const job = await getJob(ports, key);
  if (!isFinished(job.status)) {
    throw new DomainError(
      'not_finished',
      `The job is ${job.status}; its result is there once it has succeeded.`,
      {
        retryAfterSeconds: 1,
      },
    );
  }
  if (!job.result) {
    throw new DomainError('no_result', `The job is ${job.status} and has no result; see its error.`);
  }
  return readJson(ports.blobs, job.result);
}
