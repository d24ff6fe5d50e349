import { isFinished } from '../../../contract/job';
import { shards } from '../../../contract/table';
import type { Transition } from '../job/commit';
import { type ConcludePorts, conclude } from '../job/conclude';
import type { Policy } from '../job/ending';
import { crashes, type DueJob, type JobError, type JobKey, type JobRecord } from '../job/job-record';
import { GRACE_MS, MAXIMUM_CLAIMS, MAXIMUM_CRASHES } from '../job/limits';
import type { JobMessage, JobQueue } from '../ports';
import { takenTooOften, workerDied } from '../run/attempt';
import { drop, giveUp, remind, resend, takeBack } from './sweeper-steps';

export interface SweepPorts extends ConcludePorts {
  readonly queue: JobQueue;
  readonly policy: Policy;
}

export interface SweepBudget {
  /** Jobs that one sweep looks at, over all shards. */
  readonly jobs: number;
  /** Epoch milliseconds after which no further job is begun. */
  readonly until: number;
}

/** What a sweep does with a job that is due: a write, and a message after it. */
export interface Step {
  readonly name: 'resend' | 'take-back' | 'give-up' | 'drop' | 'remind';
  readonly transition: Transition;
  /** Sent to the queue; what follows from the end of a job, `conclude` sends. */
  readonly message?: JobMessage;
}

export type SweepCounts = Readonly<Record<Step['name'] | 'skipped', number>>;

const CONCURRENCY = 10;

/**
 * Keeps the promises that nobody else kept: looks at the jobs that are due and sends, takes back or ends them. The
 * budget bounds what a sweep costs while a dependency is down; what it leaves is still due at the next one.
 */
export async function sweep(ports: SweepPorts, budget: SweepBudget): Promise<SweepCounts> {
  const counts = { resend: 0, 'take-back': 0, 'give-up': 0, drop: 0, remind: 0, skipped: 0 };
  const perShard = Math.ceil(budget.jobs / shards.byDue);
  const due = await Promise.all(
    Array.from({ length: shards.byDue }, (_, shard) => ports.store.due(shard, ports.clock.now(), perShard)),
  );
  const next = interleave(due)[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const key of next) {
        if (ports.clock.now() >= budget.until) return;
        counts[await sweepOne(ports, key)] += 1;
      }
    }),
  );
  return counts;
}

async function sweepOne(ports: SweepPorts, key: JobKey): Promise<keyof SweepCounts> {
  try {
    const job = await ports.store.get(key);
    const step = job && nextStep(job, ports.clock.now(), ports.policy);
    if (!step || !(await conclude(ports, key, step.transition))) return 'skipped';
    if (step.message) await ports.queue.send(step.message);
    return step.name;
  } catch (error) {
    ports.log.warn('A due job could not be handled; the next sweep tries again.', { jobId: key.id, error });
    return 'skipped';
  }
}

/** What is to be done with a job, or nothing: the index that named it may be late. */
export function nextStep(job: JobRecord, now: number, policy: Policy): Step | undefined {
  const { tenant, id, dueAt } = job;
  if (dueAt === undefined || dueAt > now) return undefined;
  const due: DueJob = { ...job, dueAt };
  if (isFinished(job.status)) return { name: 'remind', transition: remind(now, due) };
  if (job.status === 'running' && job.leaseUntil >= now - GRACE_MS) return undefined;
  if (job.cancelRequestedAt !== undefined)
    return { name: 'drop', transition: drop(now, due, 'cancelled', policy) };
  if ((job.deadlineAt ?? Number.POSITIVE_INFINITY) <= now) {
    return { name: 'drop', transition: drop(now, due, 'expired', policy) };
  }
  const error = exhausted(job, policy);
  if (error) return { name: 'give-up', transition: giveUp(now, due, error, policy) };
  const message: JobMessage = { tenant, id, ...(crashes(job) > 0 && { suspect: true }) };
  return job.status === 'queued'
    ? { name: 'resend', transition: resend(now, due), message }
    : { name: 'take-back', transition: takeBack(now, due), message };
}

/** Why no worker may claim the job any more; undefined while one may. */
function exhausted(job: JobRecord, policy: Policy): JobError | undefined {
  const died = crashes(job);
  if (died >= MAXIMUM_CRASHES) return workerDied(died);
  if (job.claims >= MAXIMUM_CLAIMS) return takenTooOften;
  if (job.fails < policy.maximumFailures) return undefined;
  return job.error ?? { code: 'job_failed', message: 'The job failed as often as it may.' };
}

/** One job of each shard in turn, so that a budget which ends early ends all shards alike. */
function interleave(lists: readonly (readonly JobKey[])[]): readonly JobKey[] {
  const longest = Math.max(...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap(list => list[index] ?? [])).flat();
}
