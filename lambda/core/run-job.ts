import { type CommitPorts, commit, persist } from './commit';
import { crashes, type JobError, type JobRecord } from './job-record';
import { type JobType, PermanentFailure } from './job-type';
import { holdLease, type Lease } from './lease';
import { claim, fail, type Policy, retryLater, succeed } from './lifecycle';
import {
  BACKOFF_AT_MOST_MS,
  BACKOFF_FIRST_MS,
  GIVE_UP_BEFORE_END_MS,
  GRACE_MS,
  LEASE_MS,
  MAXIMUM_CRASHES,
  STOP_BEFORE_END_MS,
} from './limits';
import { readJson, storeJson } from './payloads';
import type { BlobStore, Ids, JobMessage, JobQueue, Log } from './ports';

export interface RunPorts extends CommitPorts {
  readonly queue: JobQueue;
  readonly blobs: BlobStore;
  readonly ids: Ids;
  readonly log: Log;
  readonly jobTypes: ReadonlyMap<string, JobType>;
  readonly policy: Policy;
}

/** How an attempt ended. */
type Ending =
  | { readonly is: 'done'; readonly result: unknown }
  | { readonly is: 'failed'; readonly error: JobError; readonly final?: boolean }
  | { readonly is: 'taken-over' };

/**
 * Takes the job that a message names, runs it and commits what came of it. A message whose job cannot be taken is
 * dropped: the job is finished, or another worker has it, or the sweeper will send it again.
 * @param until epoch milliseconds at which the worker's function is stopped
 * @throws Unavailable when the store could not be asked for the job: the message must come again
 */
export async function runJob(ports: RunPorts, message: JobMessage, until: number): Promise<void> {
  const { clock, ids, log, policy } = ports;
  const token = ids.token();
  const job = await commit(ports, message, claim(clock.now(), token, until, policy));
  if (!job) {
    log.info('A message was dropped: its job cannot be taken.', { jobId: message.id });
    return;
  }
  const ending = await attempt(ports, job, token, until);
  try {
    await settle(ports, job, token, ending);
  } catch (error) {
    log.error('The end of an attempt could not be written; the job will be run again.', {
      jobId: job.id,
      error,
    });
  }
}

async function attempt(ports: RunPorts, job: JobRecord, token: string, until: number): Promise<Ending> {
  const died = crashes(job) - 1;
  if (died >= MAXIMUM_CRASHES) return { is: 'failed', final: true, error: workerDied(died) };
  const type = ports.jobTypes.get(job.type);
  if (!type) {
    const message = `This version of the service has no job type ${JSON.stringify(job.type)}.`;
    return { is: 'failed', final: true, error: { code: 'unknown_type', message } };
  }
  if (died > 0) await comeBackSoon(ports, job);
  const lease = holdLease(ports, { job, token, until });
  const cancelStop = ports.clock.after(until - STOP_BEFORE_END_MS - ports.clock.now(), () =>
    lease.stop('time-up'),
  );
  try {
    return await work(ports, type, job, lease, until);
  } finally {
    cancelStop();
    await lease.end();
  }
}

/**
 * A job that brought a worker down may do so again at once. The sweeper would notice minutes later each time; a
 * message that arrives when the lease has run out brings a poison job to its end soon.
 */
async function comeBackSoon({ queue, log }: RunPorts, { tenant, id }: JobRecord): Promise<void> {
  try {
    await queue.send({ tenant, id, suspect: true }, LEASE_MS + GRACE_MS + 1_000);
  } catch (error) {
    log.warn('A wake-up message was not sent; the sweeper does its work.', { jobId: id, error });
  }
}

async function work(
  ports: RunPorts,
  type: JobType,
  job: JobRecord,
  lease: Lease,
  until: number,
): Promise<Ending> {
  const { clock, log } = ports;
  let cancelLimit = () => {};
  const timeIsUp = new Promise<Ending>(resolve => {
    const wait = until - GIVE_UP_BEFORE_END_MS - clock.now();
    cancelLimit = clock.after(wait, () => resolve({ is: 'failed', error: timedOut }));
  });
  const taken = new Promise<Ending>(resolve => {
    lease.signal.addEventListener('abort', () => {
      if (lease.reason() === 'lease-lost') resolve({ is: 'taken-over' });
    });
  });
  try {
    return await Promise.race([run(ports, type, job, lease), timeIsUp, taken]);
  } catch (error) {
    if (lease.reason() === 'time-up') return { is: 'failed', error: timedOut };
    log.warn('A job failed.', { jobId: job.id, type: job.type, attempt: job.claims, error });
    return { is: 'failed', error: describe(error), final: error instanceof PermanentFailure };
  } finally {
    cancelLimit();
  }
}

async function run(ports: RunPorts, type: JobType, job: JobRecord, lease: Lease): Promise<Ending> {
  const { tenant, id: jobId, claims } = job;
  const result = await type.run({
    jobId,
    tenant,
    attempt: claims,
    input: await persist(ports, () => readJson(ports.blobs, job.input)),
    signal: lease.signal,
    progress: (fraction, note) => lease.progress(fraction, note),
    log: (message, fields) => ports.log.info(message, { ...fields, jobId, type: type.name }),
  });
  return { is: 'done', result };
}

async function settle(ports: RunPorts, job: JobRecord, token: string, ending: Ending): Promise<void> {
  const { blobs, clock, policy, log } = ports;
  const key = { tenant: job.tenant, id: job.id };
  switch (ending.is) {
    case 'taken-over':
      log.warn('A job was taken over by another worker; what this one did is dropped.', { jobId: job.id });
      return;
    case 'done': {
      // Under the token, so that a worker that was taken over cannot replace the result of the one that finished.
      const result = await persist(ports, () => storeJson(blobs, key, `result-${token}`, ending.result));
      await commit(ports, key, succeed(clock.now(), token, result, policy));
      return;
    }
    case 'failed':
      if (ending.final || job.fails + 1 >= policy.maximumFailures) {
        await commit(ports, key, fail(clock.now(), token, ending.error, policy));
      } else {
        await tryAgain(ports, job, token, ending.error);
      }
  }
}

async function tryAgain(ports: RunPorts, job: JobRecord, token: string, error: JobError): Promise<void> {
  const { tenant, id } = job;
  const pause = backoff(job.fails, ports.random());
  const waiting = await commit(ports, { tenant, id }, retryLater(ports.clock.now(), token, pause, error));
  if (!waiting) return;
  try {
    await ports.queue.send({ tenant, id }, pause);
  } catch (sendError) {
    ports.log.warn('A retry was not sent; the sweeper will send it.', { jobId: id, error: sendError });
  }
}

/** Doubled with each failure and jittered, so that jobs which failed together do not come back together. */
export function backoff(fails: number, random: number): number {
  const whole = Math.min(BACKOFF_FIRST_MS * 2 ** fails, BACKOFF_AT_MOST_MS);
  return Math.round(whole * (0.5 + random / 2));
}

const timedOut: JobError = {
  code: 'timed_out',
  message:
    'The attempt did not end within the time that the worker has; see the worker timeout of the stage.',
};

export function workerDied(times: number): JobError {
  return {
    code: 'attempts_exhausted',
    message:
      `Attempts exhausted: the worker died ${times} times while it ran this job, or ran out of time or memory. ` +
      'Give it less to do, or give the worker more memory or time.',
  };
}

function describe(error: unknown): JobError {
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'job_failed', message: message.slice(0, 1_000) || 'The job failed without saying why.' };
}
