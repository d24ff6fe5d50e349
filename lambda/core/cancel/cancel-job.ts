import { isFinished } from '../../../contract/job';
import { DomainError } from '../domain-error';
import { commit } from '../job/commit';
import { conclude } from '../job/conclude';
import type { JobKey, JobRecord } from '../job/job-record';
import { askToStop, cancelWaiting } from '../job/lifecycle';
import { getJob, type ReadPorts } from '../read/get-job';

const TRIES = 5;

/**
 * Cancels a job: at once while it waits; a running one is asked to stop and is cancelled when its code has stopped; a
 * finished one stays as it is.
 * @returns the job in its real state
 * @throws DomainError not_found
 */
export async function cancelJob(ports: ReadPorts, key: JobKey): Promise<JobRecord> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const job = await getJob(ports, key);
    if (isFinished(job.status)) return job;
    const now = ports.clock.now();
    const cancelled =
      job.status === 'queued'
        ? await conclude(ports, key, cancelWaiting(now, job, ports.policy))
        : await commit(ports, key, askToStop(now));
    if (cancelled) return cancelled;
  }
  throw new DomainError('unavailable', 'The job changes its state all the time; try again.', {
    retryAfterSeconds: 1,
  });
}
