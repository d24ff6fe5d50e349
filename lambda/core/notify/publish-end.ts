import type { Job } from '../../../contract/schemas';
import { type CommitPorts, commit } from '../job/commit';
import type { JobRecord } from '../job/job-record';
import { presentJob } from '../read/present';
import { told } from './notification-steps';

/** Where every finished job is published. */
export interface FinishedTopic {
  publish(job: Job, tenant: string): Promise<void>;
}

export interface PublishPorts extends CommitPorts {
  readonly topic: FinishedTopic;
}

export function publish({ topic }: PublishPorts, job: JobRecord): Promise<void> {
  return topic.publish(presentJob(job, job.baseUrl ?? ''), job.tenant);
}

/** Publishes the end of a job that has nobody to call, after which nothing is due any more. */
export async function publishEnd(ports: PublishPorts, job: JobRecord): Promise<void> {
  await publish(ports, job);
  await commit(ports, job, told(job, 'done', undefined));
}
