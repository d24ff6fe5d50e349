import { readJson, storeJson } from '../files/payloads';
import { openUpload } from '../files/uploads';
import { persist } from '../job/commit';
import { crashes, type JobError, type JobRecord } from '../job/job-record';
import { type JobType, type LocalJobType, PermanentFailure } from '../job/job-type';
import type { Held } from '../job/lifecycle';
import {
  GIVE_UP_BEFORE_END_MS,
  GRACE_MS,
  LEASE_MS,
  MAXIMUM_CLAIMS,
  MAXIMUM_CRASHES,
  STOP_BEFORE_END_MS,
  WAKE_UP_AFTER_MS,
} from '../job/limits';
import type { Ids, JobQueue } from '../ports';
import { type HandOverPorts, handOverTo } from '../remote/remote-job';
import { holdLease, type Lease } from './lease';

export interface AttemptPorts extends HandOverPorts {
  readonly queue: JobQueue;
  readonly ids: Ids;
  readonly jobTypes: ReadonlyMap<string, JobType>;
}

export interface Attempt extends Held {
  /** Epoch milliseconds at which the worker's function is stopped. */
  readonly until: number;
}

/** How an attempt ended. */
export type Ending =
  | { readonly is: 'done'; readonly result: unknown }
  | { readonly is: 'failed'; readonly error: JobError; readonly final?: boolean }
  /** The code stopped as it was asked to. */
  | { readonly is: 'cancelled' | 'expired' }
  /** The function's time was up, and the job saved where it was. */
  | { readonly is: 'released' }
  /** A remote function has the job; its answer comes on its own. */
  | { readonly is: 'handed-over' }
  /** Another worker has the job. */
  | { readonly is: 'taken-over' };

/** Runs a claimed job once, for as long as it is this worker's and there is time. Never throws. */
export async function attempt(ports: AttemptPorts, { job, token, until }: Attempt): Promise<Ending> {
  const died = crashes(job) - 1;
  if (died >= MAXIMUM_CRASHES) return { is: 'failed', final: true, error: workerDied(died) };
  const type = ports.jobTypes.get(job.type);
  if (!type) return { is: 'failed', final: true, error: unknownType(job.type) };
  if ('remote' in type) {
    return handOverTo(ports, type, { job, token }).catch(error => failed(ports, job, error));
  }
  if (died > 0) await comeBackSoon(ports, job);
  const lease = holdLease(ports, { job, token, until });
  const { clock } = ports;
  const cancelTimers = [
    clock.after(until - STOP_BEFORE_END_MS - clock.now(), () => lease.stop('time-up')),
    ...(job.deadlineAt === undefined
      ? []
      : [clock.after(job.deadlineAt - clock.now(), () => lease.stop('expired'))]),
  ];
  try {
    return await work(ports, type, job, lease, until);
  } finally {
    for (const cancel of cancelTimers) cancel();
    await lease.end();
  }
}

/**
 * A job that brought a worker down may do so again at once. The sweeper would notice minutes later each time; a
 * message that arrives when the lease has run out brings a poison job to its end soon.
 */
async function comeBackSoon({ queue, log }: AttemptPorts, { tenant, id }: JobRecord): Promise<void> {
  try {
    await queue.send({ tenant, id, suspect: true }, LEASE_MS + GRACE_MS + WAKE_UP_AFTER_MS);
  } catch (error) {
    log.warn('A wake-up message was not sent; the sweeper does its work.', { jobId: id, error });
  }
}

async function work(
  ports: AttemptPorts,
  type: LocalJobType,
  job: JobRecord,
  lease: Lease,
  until: number,
): Promise<Ending> {
  const { clock } = ports;
  let cancelPatience = () => {};
  const stopped = new Promise<Ending>(resolve => {
    lease.signal.addEventListener('abort', () => {
      const reason = lease.reason();
      if (reason === 'lease-lost') resolve({ is: 'taken-over' });
      // Cancelled code may take all the time there is; past a deadline it has a moment to stop.
      const end = until - GIVE_UP_BEFORE_END_MS - clock.now();
      const patience = reason === 'expired' ? Math.min(STOP_BEFORE_END_MS, end) : end;
      cancelPatience = clock.after(patience, () => resolve(stoppedBy(lease)));
    });
  });
  try {
    return await Promise.race([run(ports, type, job, lease), stopped]);
  } catch (error) {
    if (lease.signal.aborted) return stoppedBy(lease);
    return failed(ports, job, error);
  } finally {
    cancelPatience();
  }
}

function failed({ log }: AttemptPorts, job: JobRecord, error: unknown): Ending {
  log.warn('A job failed.', { jobId: job.id, type: job.type, attempt: job.claims, error });
  return { is: 'failed', error: describe(error), final: error instanceof PermanentFailure };
}

async function run(ports: AttemptPorts, type: LocalJobType, job: JobRecord, lease: Lease): Promise<Ending> {
  const { blobs, ids } = ports;
  const [input, saved] = await persist(ports, () =>
    Promise.all([readJson(blobs, job.input), readJson(blobs, job.state)]),
  );
  const result = await type.run({
    jobId: job.id,
    tenant: job.tenant,
    attempt: job.claims,
    input,
    file: await openUpload(blobs, type, job.tenant, input),
    saved,
    signal: lease.signal,
    progress: (fraction, note) => lease.progress(fraction, note),
    save: async state =>
      lease.save(await persist(ports, () => storeJson(blobs, job, `state-${ids.token()}`, state))),
    log: (message, fields) => ports.log.info(message, { ...fields, jobId: job.id, type: type.name }),
  });
  return lease.reason() === 'cancelled' ? { is: 'cancelled' } : { is: 'done', result };
}

function stoppedBy(lease: Lease): Ending {
  switch (lease.reason()) {
    case 'cancelled':
      return { is: 'cancelled' };
    case 'expired':
      return { is: 'expired' };
    case 'time-up':
      return lease.hasSaved() ? { is: 'released' } : { is: 'failed', error: timedOut };
    default:
      return { is: 'taken-over' };
  }
}

const timedOut: JobError = {
  code: 'timed_out',
  message:
    'The attempt did not end within the time that the worker has; see the worker timeout of the stage.',
};

/** Of a job that workers took as often as they may, for whatever reasons they gave it back. */
export const takenTooOften: JobError = {
  code: 'attempts_exhausted',
  message:
    `Attempts exhausted: workers took this job ${MAXIMUM_CLAIMS} times and it did not come to its end. ` +
    'Give it less to do, or give the worker more time.',
};

export function workerDied(times: number): JobError {
  return {
    code: 'attempts_exhausted',
    message:
      `Attempts exhausted: the worker died ${times} times while it ran this job, or ran out of time or memory. ` +
      'Give it less to do, or give the worker more memory or time.',
  };
}

function unknownType(type: string): JobError {
  return {
    code: 'unknown_type',
    message: `This version of the service has no job type ${JSON.stringify(type)}.`,
  };
}

function describe(error: unknown): JobError {
  return {
    code: 'job_failed',
    message: wordsOf(error).slice(0, 1_000) || 'The job failed without saying why.',
  };
}

/** Anything can be thrown, also what cannot be made a text of. */
function wordsOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error);
  } catch {
    return 'The job threw something that cannot be shown.';
  }
}
