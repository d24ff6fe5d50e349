import { type CommitPorts, persist, type Transition } from '../job/commit';
import type { JobKey, JobRecord, Payload } from '../job/job-record';
import { heartbeat, saveState } from '../job/lifecycle';
import { HEARTBEAT_MS, PROGRESS_EVERY_MS } from '../job/limits';
import type { Log } from '../ports';

/** Why a running job is told to stop. */
export type StopReason = 'lease-lost' | 'time-up' | 'cancelled' | 'expired';

export interface Lease {
  readonly signal: AbortSignal;
  /** Why the signal aborted; undefined while it has not. */
  reason(): StopReason | undefined;
  stop(reason: StopReason): void;
  progress(fraction: number, note: string | undefined): void;
  save(state: Payload): Promise<void>;
  /** Whether this attempt saved its state. */
  hasSaved(): boolean;
  /** Ends the heartbeats. */
  end(): Promise<void>;
}

export interface LeaseOptions {
  readonly job: JobRecord;
  readonly token: string;
  /** When the worker's function will be stopped. */
  readonly until: number;
}

type News = Pick<JobRecord, 'progress' | 'note'>;

/**
 * Keeps a claimed job claimed: writes a sign of life from a timer, with the progress made, for as long as the job
 * runs, and reads from the answer whether somebody cancelled it. When the store refuses it, or could not be told
 * before the lease ran out, the job is no longer this worker's.
 */
export function holdLease(
  ports: CommitPorts & { readonly log: Log },
  { job, token, until }: LeaseOptions,
): Lease {
  const { clock } = ports;
  const key: JobKey = { tenant: job.tenant, id: job.id };
  const controller = new AbortController();
  let { leaseUntil } = job;
  let unsaid: News | undefined;
  let saved = false;
  let ended = false;
  let beating: Promise<void> | undefined;
  let lastBeat = clock.now();
  let nextBeat = Number.POSITIVE_INFINITY;
  let cancelTimer = () => {};

  function schedule(milliseconds: number): void {
    cancelTimer();
    nextBeat = clock.now() + milliseconds;
    cancelTimer = clock.after(milliseconds, () => {
      beating = beat().finally(() => {
        beating = undefined;
        if (!ended) schedule(unsaid ? PROGRESS_EVERY_MS : HEARTBEAT_MS);
      });
    });
  }

  async function beat(): Promise<void> {
    lastBeat = clock.now();
    const news = unsaid;
    unsaid = undefined;
    try {
      await write(heartbeat(lastBeat, token, until, news));
    } catch (error) {
      ports.log.warn('A heartbeat could not be written.', { jobId: job.id, error });
      unsaid ??= news;
      if (clock.now() >= leaseUntil) stop('lease-lost');
    }
  }

  async function write({ change, clauses }: Transition): Promise<void> {
    const found = await ports.store.update(key, change, clauses);
    if (ended) return;
    if (!found) stop('lease-lost');
    else {
      leaseUntil = found.leaseUntil;
      if (found.cancelRequestedAt !== undefined) stop('cancelled');
    }
  }

  function stop(reason: StopReason): void {
    if (!ended && !controller.signal.aborted) controller.abort(reason);
  }

  schedule(HEARTBEAT_MS);
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
      const soon = Math.max(lastBeat + PROGRESS_EVERY_MS, clock.now());
      if (!beating && soon < nextBeat) schedule(soon - clock.now());
    },
    async save(state) {
      await persist(ports, () => write(saveState(clock.now(), token, until, state)));
      saved = controller.signal.reason !== 'lease-lost';
    },
    hasSaved: () => saved,
    async end() {
      ended = true;
      cancelTimer();
      await beating;
    },
  };
}
