import { isFinished } from '../../contract/job';
import { commit } from './commit';
import { type ConcludePorts, conclude } from './conclude';
import { DomainError } from './domain-error';
import type { Policy } from './ending';
import { getJob } from './get-job';
import type { JobKey, JobRecord } from './job-record';
import { askToStop, cancelWaiting } from './lifecycle';

export interface CancelPorts extends ConcludePorts {
  readonly policy: Policy;
}

const TRIES = 5;

/**
 * Cancels a job: at once while it waits; a running one is asked to stop and is cancelled when its code has stopped; a
 * finished one stays as it is.
 * @returns the job in its real state
 * @throws DomainError not_found
 */
export async function cancelJob(ports: CancelPorts, key: JobKey): Promise<JobRecord> {
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
