/**
 * Every step that a worker, the sweeper or a caller can make with a job: what it writes and under which clauses. The
 * whole lifecycle of docs/design.md in one place; the use cases decide when, the store carries out.
 */
import type { FinishedStatus } from '../../contract/job';
import {
  claimsAreLeft,
  dueAsRead,
  failsAreLeft,
  isQueued,
  isRunning,
  isUnfinished,
  leaseHasRunOut,
  tokenIsHeld,
} from './clauses';
import type { Transition } from './commit';
import type { JobError, JobRecord, Payload } from './job-record';
import { GRACE_MS, LEASE_MS, RESEND_AFTER_AT_MOST_MS, RESEND_AFTER_MS } from './limits';

export interface Policy {
  /** Failures after which a job is failed for good. */
  readonly maximumFailures: number;
  /** How long a finished job is kept. */
  readonly retentionMs: number;
}

/** A worker takes the job, if nobody has it. */
export function claim(now: number, token: string, until: number, policy: Policy): Transition {
  return {
    change: {
      set: { status: 'running', token, startedAt: now, resends: 0, ...lease(now, until) },
      add: { claims: 1 },
    },
    clauses: [isUnfinished, leaseHasRunOut(now), failsAreLeft(policy.maximumFailures), claimsAreLeft],
    done: job => job.token === token,
  };
}

/** The worker says that it still has the job, and how far it is. */
export function heartbeat(
  now: number,
  token: string,
  until: number,
  progress: Pick<JobRecord, 'progress' | 'note'> | undefined,
): Transition {
  return {
    change: { set: { ...lease(now, until), ...progress } },
    clauses: [isRunning, tokenIsHeld(token)],
    done: () => false,
  };
}

/** A lease ends with its function's life: nobody is there to use the rest of it. */
function lease(now: number, until: number): Pick<JobRecord, 'leaseUntil' | 'dueAt'> {
  const leaseUntil = Math.min(now + LEASE_MS, until);
  return { leaseUntil, dueAt: leaseUntil + GRACE_MS };
}

export function succeed(now: number, token: string, result: Payload, policy: Policy): Transition {
  return ending(now, 'succeeded', policy, {
    set: { result, hasResult: true, progress: 1 },
    clauses: [isRunning, tokenIsHeld(token)],
    done: job => job.token === token && job.status === 'succeeded',
  });
}

/** An attempt failed and another is due after a pause. */
export function retryLater(now: number, token: string, pauseMs: number, error: JobError): Transition {
  return {
    change: {
      set: { status: 'queued', leaseUntil: 0, dueAt: now + pauseMs + RESEND_AFTER_MS, error, progress: 0 },
      remove: ['note'],
      add: { fails: 1 },
    },
    clauses: [isRunning, tokenIsHeld(token)],
    done: job => job.token === token && job.status === 'queued',
  };
}

/** An attempt failed and was the last. */
export function fail(now: number, token: string, error: JobError, policy: Policy): Transition {
  return ending(now, 'failed', policy, {
    set: { error },
    add: { fails: 1 },
    clauses: [isRunning, tokenIsHeld(token)],
    done: job => job.token === token && job.status === 'failed',
  });
}

/** The sweeper sends a waiting job again; each time it waits twice as long before it does so once more. */
export function resend(now: number, job: JobRecord & { readonly dueAt: number }): Transition {
  const pause = Math.min(RESEND_AFTER_MS * 2 ** (job.resends + 1), RESEND_AFTER_AT_MOST_MS);
  return {
    change: { set: { dueAt: now + pause }, add: { resends: 1 } },
    clauses: [isQueued, dueAsRead(job.dueAt)],
    done: () => false,
  };
}

/** The sweeper takes a job from a worker that gave no sign of life. */
export function takeBack(now: number, job: JobRecord & { readonly dueAt: number }): Transition {
  return {
    change: {
      set: { status: 'queued', leaseUntil: 0, dueAt: now + RESEND_AFTER_MS, progress: 0 },
      remove: ['token', 'note'],
    },
    clauses: [isRunning, leaseHasRunOut(now), dueAsRead(job.dueAt)],
    done: () => false,
  };
}

/** The sweeper ends a job that no worker may take any more. */
export function giveUp(
  now: number,
  job: JobRecord & { readonly dueAt: number },
  error: JobError,
  policy: Policy,
): Transition {
  return ending(now, 'failed', policy, {
    set: { error },
    clauses: [isUnfinished, leaseHasRunOut(now), dueAsRead(job.dueAt)],
    done: () => false,
  });
}

function ending(
  now: number,
  status: FinishedStatus,
  policy: Policy,
  step: {
    readonly set: Partial<JobRecord>;
    readonly add?: Transition['change']['add'];
    readonly clauses: Transition['clauses'];
    readonly done: Transition['done'];
  },
): Transition {
  const { set, add, clauses, done } = step;
  return {
    change: {
      set: { ...set, status, leaseUntil: 0, finishedAt: now, expiresAt: now + policy.retentionMs },
      remove: ['dueAt', ...(set.error ? [] : (['error'] as const)), 'note'],
      ...(add && { add }),
    },
    clauses,
    done,
  };
}
