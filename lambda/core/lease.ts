import type { CommitPorts } from './commit';
import type { JobKey, JobRecord } from './job-record';
import { heartbeat } from './lifecycle';
import { HEARTBEAT_MS, PROGRESS_EVERY_MS } from './limits';
import type { Log } from './ports';

/** Why a running job is told to stop. */
export type StopReason = 'lease-lost' | 'time-up';

export interface Lease {
  readonly signal: AbortSignal;
  /** Why the signal aborted; undefined while it has not. */
  reason(): StopReason | undefined;
  stop(reason: StopReason): void;
  progress(fraction: number, note: string | undefined): void;
  /** Ends the heartbeats. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  readonly job: JobRecord;
  readonly token: string;
  /** When the worker's function will be stopped. */
  readonly until: number;
}

/**
 * Keeps a claimed job claimed: writes a sign of life from a timer, with the progress made, for as long as the job
 * runs. When the store refuses it, or could not be told before the lease ran out, the job is no longer this worker's.
 */
export function holdLease(ports: CommitPorts & { readonly log: Log }, options: LeaseOptions): Lease {
  const { store, clock, log } = ports;
  const { token, until } = options;
  const key: JobKey = { tenant: options.job.tenant, id: options.job.id };
  const controller = new AbortController();
  let leaseUntil = options.job.leaseUntil;
  let unsaid: Pick<JobRecord, 'progress' | 'note'> | undefined;
  let ended = false;
  let beating: Promise<void> | undefined;
  let cancelTimer = clock.after(HEARTBEAT_MS, beat);
  let lastBeat = clock.now();
  let hurried = false;

  function beat(): void {
    beating = say().finally(() => {
      beating = undefined;
      if (!ended) schedule(unsaid ? PROGRESS_EVERY_MS : HEARTBEAT_MS);
    });
  }

  function schedule(milliseconds: number): void {
    cancelTimer();
    hurried = milliseconds < HEARTBEAT_MS;
    cancelTimer = clock.after(milliseconds, beat);
  }

  async function say(): Promise<void> {
    lastBeat = clock.now();
    const progress = unsaid;
    unsaid = undefined;
    const { change, clauses } = heartbeat(lastBeat, token, until, progress);
    try {
      const job = await store.update(key, change, clauses);
      if (ended) return;
      if (!job) stop('lease-lost');
      else leaseUntil = job.leaseUntil;
    } catch (error) {
      log.warn('A heartbeat could not be written.', { jobId: key.id, error });
      unsaid ??= progress;
      if (clock.now() >= leaseUntil) stop('lease-lost');
    }
  }

  function stop(reason: StopReason): void {
    if (!controller.signal.aborted) controller.abort(reason);
  }

  return {
    signal: controller.signal,
    reason: () => (controller.signal.aborted ? (controller.signal.reason as StopReason) : undefined),
    stop,
    progress(fraction, note) {
      if (ended) return;
      unsaid = {
        progress: Math.min(Math.max(fraction || 0, 0), 1),
        ...(note !== undefined && { note: note.slice(0, 500) }),
      };
      if (!beating && !hurried) schedule(Math.max(lastBeat + PROGRESS_EVERY_MS - clock.now(), 0));
    },
    async end() {
      ended = true;
      cancelTimer();
      await beating;
    },
  };
}
