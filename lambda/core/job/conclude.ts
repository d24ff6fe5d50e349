import { isFinished } from '../../../contract/job';
import type { JobQueue, Log } from '../ports';
import { type LimitPorts, leave } from '../tenant/tenant-limits';
import { type CommitPorts, commit, type Transition } from './commit';
import type { JobKey, JobRecord } from './job-record';

export interface ConcludePorts extends CommitPorts, LimitPorts {
  /** Takes the jobs whose end is to be told. */
  readonly notifications: JobQueue;
  readonly log: Log;
}

/**
 * Commits a step after which no worker has the job, and does what follows from that: the tenant gets its place back,
 * and those who wait for the end are told. None of it may fail the step: the sweeper and the limits mend themselves.
 */
export async function conclude(
  ports: ConcludePorts,
  key: JobKey,
  transition: Transition,
): Promise<JobRecord | undefined> {
  const job = await commit(ports, key, transition);
  if (job) await follow(ports, job);
  return job;
}

async function follow(ports: ConcludePorts, job: JobRecord): Promise<void> {
  const { tenant, id } = job;
  try {
    await leave(ports, job, 'running');
    if (!isFinished(job.status)) return;
    await leave(ports, job, 'unfinished');
    if (job.notify === 'pending') await ports.notifications.send({ tenant, id });
  } catch (error) {
    ports.log.warn('What follows the end of a job was not done at once; it is made up for later.', {
      jobId: id,
      error,
    });
  }
}
