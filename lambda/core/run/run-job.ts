import { commit, persist } from '../job/commit';
import { type ConcludePorts, conclude } from '../job/conclude';
import type { Policy } from '../job/ending';
import { claim, type Held, putBack } from '../job/lifecycle';
import type { JobMessage, JobQueue } from '../ports';
import { enter } from '../tenant/tenant-limits';
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
  const job = await commit(ports, key, claim(clock.now(), token, until, policy));
  if (!job) {
    log.info('A message was dropped: its job cannot be taken.', { jobId: message.id });
    return;
  }
  const held: Held = { job, token };
  try {
    const place = await placeOf(ports, held);
    if (place === 'in') await settle(ports, held, await attempt(ports, { ...held, until } satisfies Attempt));
    else await waitForPlace(ports, held, place.waitSeconds * 1_000);
  } catch (error) {
    log.error('The end of an attempt could not be written; the job will be run again.', {
      jobId: job.id,
      error,
    });
  }
}

/** A limit that cannot be asked for is no reason to leave a job that is claimed already. */
async function placeOf(ports: RunPorts, { job }: Held): ReturnType<typeof enter> {
  try {
    return await persist(ports, () => enter(ports, job, 'running'));
  } catch (error) {
    ports.log.warn('A limit could not be asked for; the job runs.', { jobId: job.id, error });
    return 'in';
  }
}

/** The tenant runs as many jobs as it may: the message comes again later, at no cost to the job. */
async function waitForPlace(ports: RunPorts, held: Held, waitMs: number): Promise<void> {
  const pause = Math.round(waitMs * (0.5 + ports.random()));
  const waiting = await conclude(ports, held.job, putBack(ports.clock.now(), held, pause));
  if (waiting) await ports.queue.send({ tenant: held.job.tenant, id: held.job.id }, pause);
}
