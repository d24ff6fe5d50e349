import { storeResult } from '../files/payloads';
import { persist, type Transition } from '../job/commit';
import { type ConcludePorts, conclude } from '../job/conclude';
import type { Policy } from '../job/ending';
import type { JobError, Payload } from '../job/job-record';
import { PermanentFailure } from '../job/job-type';
import { cancelWaiting, fail, type Held, release, retryLater, stop, succeed } from '../job/lifecycle';
import { BACKOFF_AT_MOST_MS, BACKOFF_FIRST_MS } from '../job/limits';
import type { BlobStore, JobQueue } from '../ports';
import type { Ending } from './attempt';

export interface SettlePorts extends ConcludePorts {
  readonly queue: JobQueue;
  readonly blobs: BlobStore;
  readonly policy: Policy;
}

/** Commits how an attempt ended, and sends the job again when another is due. */
export async function settle(ports: SettlePorts, held: Held, ending: Ending): Promise<void> {
  const { clock, policy, log } = ports;
  const { job } = held;
  switch (ending.is) {
    case 'done': {
      const result = await keepResult(ports, held, ending.result);
      const end =
        'is' in result
          ? fail(clock.now(), held, result.error, policy)
          : succeed(clock.now(), held, result, policy);
      await conclude(ports, job, end);
      return;
    }
    case 'cancelled':
    case 'expired':
      await conclude(ports, job, stop(clock.now(), held, ending.is, policy));
      return;
    case 'failed':
      if (ending.final || job.fails + 1 >= policy.maximumFailures) {
        await conclude(ports, job, fail(clock.now(), held, ending.error, policy));
      } else await tryAgain(ports, held, ending.error);
      return;
    case 'released':
      await again(ports, held, release(clock.now(), held), 0);
      return;
    case 'handed-over':
      return;
    case 'taken-over':
      log.warn('A job was taken over by another worker; what this one did is dropped.', { jobId: job.id });
  }
}

/** Keeps the result, or says why there is none: what JSON cannot hold is the fault of the job. */
async function keepResult(
  ports: SettlePorts,
  { job, token }: Held,
  result: unknown,
): Promise<Payload | (Ending & { readonly is: 'failed' })> {
  try {
    // Under the token, so that a worker that was taken over cannot replace the result of the one that finished.
    return await persist(ports, () => storeResult(ports.blobs, job, `result-${token}`, result));
  } catch (error) {
    if (!(error instanceof PermanentFailure)) throw error;
    return { is: 'failed', error: { code: 'job_failed', message: error.message.slice(0, 1_000) } };
  }
}

async function tryAgain(ports: SettlePorts, held: Held, error: JobError): Promise<void> {
  const pause = backoff(held.job.fails, ports.random());
  await again(ports, held, retryLater(ports.clock.now(), held, pause, error), pause);
}

async function again(
  ports: SettlePorts,
  { job }: Held,
  transition: Transition,
  pauseMs: number,
): Promise<void> {
  const waiting = await conclude(ports, job, transition);
  if (!waiting) return;
  if (waiting.cancelRequestedAt !== undefined) {
    await conclude(ports, job, cancelWaiting(ports.clock.now(), waiting, ports.policy));
    return;
  }
  try {
    await ports.queue.send({ tenant: job.tenant, id: job.id }, pauseMs);
  } catch (error) {
    ports.log.warn('A retry was not sent; the sweeper will send it.', { jobId: job.id, error });
  }
}

/** Doubled with each failure and jittered, so that jobs which failed together do not come back together. */
function backoff(fails: number, random: number): number {
  const whole = Math.min(BACKOFF_FIRST_MS * 2 ** fails, BACKOFF_AT_MOST_MS);
  return Math.round(whole * (0.5 + random / 2));
}
