import { commit, persist } from '../job/commit';
import type { ConcludePorts } from '../job/conclude';
import type { Policy } from '../job/ending';
import type { JobKey } from '../job/job-record';
import { claim, type Held, postpone, putBack } from '../job/lifecycle';
import { GRACE_MS, RESEND_AFTER_MS } from '../job/limits';
import type { JobMessage, JobQueue, Log } from '../ports';
import { enter, roomFor } from '../tenant/tenant-limits';
import { type Attempt, type AttemptPorts, attempt } from './attempt';
import { type SettlePorts, settle } from './settle';

export interface RunPorts extends AttemptPorts, SettlePorts, ConcludePorts {
  readonly queue: JobQueue;
  readonly policy: Policy;
}

/**
 * Takes the job that a message names, runs it and commits what came of it. A message whose job cannot be taken is
 * dropped: the job is finished, or another worker has it, or the sweeper will send it again.
 * @param until epoch milliseconds at which the worker's function is stopped
 * @throws Unavailable when the store could not be asked for the job: the message must come again
 */
export async function runJob(ports: RunPorts, message: JobMessage, until: number): Promise<void> {
  const { clock, ids, log, policy } = ports;
  const token = ids.token();
  const key = { tenant: message.tenant, id: message.id };
  if (await mustWait(ports, key)) return;
  const job = await commit(ports, key, claim(clock.now(), token, until, policy));
  if (!job) {
    log.info('A message was dropped: its job cannot be taken.', { jobId: message.id });
    return;
  }
  const held: Held = { job, token };
  try {
    const place = await unlessAway(log, key, () => persist(ports, () => enter(ports, job, 'running')));
    if (place === 'in') await settle(ports, held, await attempt(ports, { ...held, until } satisfies Attempt));
    else await waitForPlace(ports, held, place.waitSeconds * 1_000);
  } catch (error) {
    log.error('The end of an attempt could not be written; the job will be run again.', {
      jobId: job.id,
      error,
    });
  }
}

/**
 * The tenant runs as many jobs as it may: the message of one that waits comes again later. When another of its
 * messages is on its way already, this one is the end of it.
 */
async function mustWait(ports: RunPorts, key: JobKey): Promise<boolean> {
  const { clock, log, queue, random, store } = ports;
  if (ports.limitsOf(key.tenant).running === undefined) return false;
  const room = await unlessAway(log, key, () => persist(ports, () => roomFor(ports, key, 'running')));
  if (room === 'in') return false;
  const job = await persist(ports, () => store.get(key));
  if (job?.status !== 'queued' || job.dueAt === undefined) return false;
  const now = clock.now();
  if (job.dueAt > now + RESEND_AFTER_MS + GRACE_MS) return true;
  const pause = Math.round(room.waitSeconds * 1_000 * (0.5 + random()));
  const waiting = await commit(ports, key, postpone(now, { ...job, dueAt: job.dueAt }, pause));
  if (waiting) await queue.send(key, pause);
  return true;
}

/** A limit that cannot be asked for is no reason to leave a job. */
async function unlessAway(
  log: Log,
  { id }: JobKey,
  ask: () => ReturnType<typeof enter>,
): ReturnType<typeof enter> {
  try {
    return await ask();
  } catch (error) {
    log.warn('A limit could not be asked for; the job runs.', { jobId: id, error });
    return 'in';
  }
}

/** The place was taken meanwhile: the message comes again later, at no cost to the job. */
async function waitForPlace(ports: RunPorts, held: Held, waitMs: number): Promise<void> {
  const pause = Math.round(waitMs * (0.5 + ports.random()));
  const waiting = await commit(ports, held.job, putBack(ports.clock.now(), held, pause));
  if (waiting) await ports.queue.send({ tenant: held.job.tenant, id: held.job.id }, pause);
}
