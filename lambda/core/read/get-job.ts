import { isFinished } from '../../../contract/job';
import { DomainError } from '../domain-error';
import { type ConcludePorts, conclude } from '../job/conclude';
import type { Policy } from '../job/ending';
import type { JobKey, JobRecord } from '../job/job-record';
import { drop } from '../sweep/sweeper-steps';

export interface ReadPorts extends ConcludePorts {
  readonly policy: Policy;
}

/**
 * A tenant's job. A waiting job whose deadline has passed expires here and now: nobody shall see it wait until the
 * sweeper comes.
 * @throws DomainError not_found, with the same words whether the job never was, is another tenant's or was deleted
 */
export async function getJob(ports: ReadPorts, key: JobKey): Promise<JobRecord> {
  const now = ports.clock.now();
  const job = ID.test(key.id) ? await ports.store.get(key) : undefined;
  if (!job || isDeleted(job, now)) {
    throw new DomainError('not_found', 'There is no such job, or it is not yours.');
  }
  const { dueAt, deadlineAt = Number.POSITIVE_INFINITY } = job;
  if (job.status !== 'queued' || deadlineAt > now || dueAt === undefined) return job;
  return (await conclude(ports, key, drop(now, { ...job, dueAt }, 'expired', ports.policy))) ?? job;
}

/** What is no id is not even asked for: DynamoDB refuses keys over 2 kB. */
const ID = /^[\w-]{1,64}$/;

/** Time to live deletes up to two days late; until then the job is there but not to be seen. */
function isDeleted(job: { readonly expiresAt?: number }, now: number): boolean {
  return job.expiresAt !== undefined && job.expiresAt <= now;
}

/** Waits until a job has ended, or so long, and returns it as it is then. */
export async function waitForEnd(ports: ReadPorts, key: JobKey, milliseconds: number): Promise<JobRecord> {
  const { clock } = ports;
  const end = clock.now() + milliseconds;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 1.5, LOOK_EVERY_MS)) {
    const job = await getJob(ports, key);
    const left = end - clock.now();
    if (isFinished(job.status) || left <= 0) return job;
    await new Promise<void>(resolve => clock.after(Math.min(pause, left), resolve));
  }
}

const FIRST_LOOK_MS = 50;
const LOOK_EVERY_MS = 500;
