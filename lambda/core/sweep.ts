import { shards } from '../../contract/table';
import { type CommitPorts, commit, type Transition } from './commit';
import { crashes, type JobError, type JobKey, type JobRecord } from './job-record';
import { giveUp, type Policy, resend, takeBack } from './lifecycle';
import { GRACE_MS, MAXIMUM_CLAIMS, MAXIMUM_CRASHES } from './limits';
import type { JobMessage, JobQueue, Log } from './ports';
import { workerDied } from './run-job';

export interface SweepPorts extends CommitPorts {
  readonly queue: JobQueue;
  readonly log: Log;
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
  readonly name: 'resend' | 'take-back' | 'give-up';
  readonly transition: Transition;
  readonly message?: JobMessage;
}

export type SweepCounts = Readonly<Record<Step['name'] | 'skipped', number>>;

const CONCURRENCY = 10;

/**
 * Keeps the promises that nobody else kept: looks at the jobs that are due and sends, takes back or ends them. The
 * budget bounds what a sweep costs while a dependency is down; what it leaves is still due at the next one.
 */
export async function sweep(ports: SweepPorts, budget: SweepBudget): Promise<SweepCounts> {
  const counts = { resend: 0, 'take-back': 0, 'give-up': 0, skipped: 0 };
  const perShard = Math.ceil(budget.jobs / shards.byDue);
  const due = await Promise.all(
    Array.from({ length: shards.byDue }, (_, shard) => ports.store.due(shard, ports.clock.now(), perShard)),
  );
  const keys = interleave(due);
  const next = keys[Symbol.iterator]();
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
    if (!step || !(await commit(ports, key, step.transition))) return 'skipped';
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
  const due = { ...job, dueAt };
  const died = crashes(job);
  if (job.status === 'queued') {
    const error = exhausted(job, died);
    if (error) return { name: 'give-up', transition: giveUp(now, due, error, policy) };
    return { name: 'resend', transition: resend(now, due), message: message(tenant, id, died) };
  }
  if (job.status !== 'running' || job.leaseUntil >= now - GRACE_MS) return undefined;
  const error = exhausted(job, died);
  if (error) return { name: 'give-up', transition: giveUp(now, due, error, policy) };
  return { name: 'take-back', transition: takeBack(now, due), message: message(tenant, id, died) };
}

function exhausted(job: JobRecord, died: number): JobError | undefined {
  return died >= MAXIMUM_CRASHES || job.claims >= MAXIMUM_CLAIMS ? workerDied(died) : undefined;
}

function message(tenant: string, id: string, died: number): JobMessage {
  return { tenant, id, ...(died > 0 && { suspect: true }) };
}

/** One job of each shard in turn, so that a budget which ends early ends all shards alike. */
function interleave(lists: readonly (readonly JobKey[])[]): readonly JobKey[] {
  const longest = Math.max(...lists.map(list => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap(list => list[index] ?? [])).flat();
}
