import { isFinished } from '../../../contract/job';
import { type FinishedTopic, publishEnd } from '../notify/publish-end';
import type { JobQueue, Log } from '../ports';
import { type LimitPorts, leave } from '../tenant/tenant-limits';
import { type CommitPorts, commit, type Transition } from './commit';
import type { JobKey, JobRecord } from './job-record';

export interface ConcludePorts extends CommitPorts, LimitPorts {
  /** Takes the jobs whose end is to be told. */
  readonly notifications: JobQueue;
  /** Where an end is published at once when nobody is to be called. @default - the notifier publishes it */
  readonly topic?: FinishedTopic | undefined;
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
  try {
    await leave(ports, job, 'running');
    if (!isFinished(job.status)) return;
    await leave(ports, job, 'unfinished');
    if (job.notify === 'pending') await tell(ports, job);
  } catch (error) {
    ports.log.warn('What follows the end of a job was not done at once; it is made up for later.', {
      jobId: job.id,
      error,
    });
  }
}

/** Most jobs have nobody to call: to publish them here spares a message, a read and a run of the notifier. */
async function tell({ topic, ...ports }: ConcludePorts, job: JobRecord): Promise<void> {
  if (topic && job.callbackUrl === undefined) await publishEnd({ ...ports, topic }, job);
  else await ports.notifications.send({ tenant: job.tenant, id: job.id });
}
