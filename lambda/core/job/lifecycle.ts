/**
 * Every step that a worker or a caller makes with a job: what it writes and under which clauses. Together with
 * sweeper-steps.ts and notification-steps.ts this is the whole lifecycle of docs/design.md; the use cases decide when,
 * the store carries out. Every step that changes who may do what next moves or removes `dueAt`: the sweeper's steps
 * rely on it.
 */
import {
  claimsAreLeft,
  deadlineIsAhead,
  dueAsRead,
  failsAreLeft,
  isQueued,
  isRunning,
  isUnfinished,
  leaseHasRunOut,
  nobodyCancelled,
  tokenIsHeld,
  tokenIsNew,
} from './clauses';
import type { Transition } from './commit';
import { ending, type Policy } from './ending';
import type { DueJob, JobError, JobRecord, Payload } from './job-record';
import { GRACE_MS, LEASE_MS, RESEND_AFTER_MS } from './limits';

/** A job that a worker has, and the worker's proof of it. */
export interface Held {
  readonly job: JobRecord;
  readonly token: string;
}

/** A worker takes the job, if nobody has it. */
export function claim(now: number, token: string, until: number, policy: Policy): Transition {
  return {
    change: {
      step: 'claim',
      set: { status: 'running', token, startedAt: now, resends: 0, ...lease(now, until) },
      add: { claims: 1 },
    },
    clauses: [
      isUnfinished,
      leaseHasRunOut(now),
      failsAreLeft(policy.maximumFailures),
      claimsAreLeft,
      deadlineIsAhead(now),
      nobodyCancelled,
      tokenIsNew(token),
    ],
    done: job => job.token === token,
  };
}

/** The worker says that it still has the job, and how far it is. */
export function heartbeat(
  now: number,
  token: string,
  until: number,
  news: Pick<JobRecord, 'progress' | 'note'> | undefined,
): Transition {
  return {
    change: { step: 'heartbeat', set: { ...lease(now, until), ...news } },
    clauses: [isRunning, tokenIsHeld(token)],
    done: () => false,
  };
}

/** The job saved what a later attempt can go on from. */
export function saveState(now: number, token: string, until: number, state: Payload): Transition {
  return {
    change: { step: 'saveState', set: { ...lease(now, until), state } },
    clauses: [isRunning, tokenIsHeld(token)],
    done: () => false,
  };
}

/** The job is in the hands of a remote function, which gives no sign of life: its whole time limit is the lease. */
export function handOver(now: number, { job, token }: Held, timeLimitMs: number): Transition {
  const leaseUntil = Math.min(now + timeLimitMs, job.deadlineAt ?? Number.POSITIVE_INFINITY);
  return {
    change: { step: 'handOver', set: { leaseUntil, dueAt: leaseUntil + GRACE_MS } },
    clauses: [isRunning, tokenIsHeld(token)],
    done: found => found.token === token && found.leaseUntil === leaseUntil,
  };
}

/** A lease ends with its function's life: nobody is there to use the rest of it. */
function lease(now: number, until: number): Pick<JobRecord, 'leaseUntil' | 'dueAt'> {
  const leaseUntil = Math.min(now + LEASE_MS, until);
  return { leaseUntil, dueAt: leaseUntil + GRACE_MS };
}

export function succeed(now: number, { job, token }: Held, result: Payload, policy: Policy): Transition {
  return ending(now, job, 'succeeded', policy, {
    step: 'succeed',
    set: { result, hasResult: true, progress: 1 },
    ...heldUntil(token, 'succeeded'),
  });
}

/** An attempt failed and was the last. */
export function fail(now: number, { job, token }: Held, error: JobError, policy: Policy): Transition {
  return ending(now, job, 'failed', policy, {
    step: 'fail',
    set: { error },
    add: { fails: 1 },
    ...heldUntil(token, 'failed'),
  });
}

/** The job was asked to stop, or its deadline passed, and its code has stopped. */
export function stop(
  now: number,
  { job, token }: Held,
  status: 'cancelled' | 'expired',
  policy: Policy,
): Transition {
  const error = status === 'expired' ? { error: deadlinePassed } : {};
  return ending(now, job, status, policy, { step: 'stop', set: error, ...heldUntil(token, status) });
}

export const deadlinePassed: JobError = {
  code: 'deadline_passed',
  message: 'The deadline of the job passed before it was done.',
};

/** An attempt failed and another is due after a pause. */
export function retryLater(now: number, { job, token }: Held, pauseMs: number, error: JobError): Transition {
  return waitAgain('retryLater', now + pauseMs, { job, token }, { error, progress: 0 }, { fails: 1 });
}

/** The function's time is up and the job saved its state: it goes on in another. */
export function release(now: number, held: Held): Transition {
  return waitAgain('release', now, held, {}, { releases: 1 });
}

/** The tenant has as many jobs running as it may: this one waits on. */
export function postpone(now: number, job: DueJob, pauseMs: number): Transition {
  return {
    change: { step: 'postpone', set: { dueAt: dueAfter(now + pauseMs, job) } },
    clauses: [dueAsRead(job.dueAt)],
    done: () => false,
  };
}

/** The last place was taken between the look and the claim: the job waits on, as if it had not been taken. */
export function putBack(now: number, held: Held, pauseMs: number): Transition {
  return waitAgain('putBack', now + pauseMs, held, {}, { claims: -1 });
}

function waitAgain(
  step: string,
  from: number,
  { job, token }: Held,
  set: Partial<JobRecord>,
  add: Transition['change']['add'] & object,
): Transition {
  return {
    change: {
      step,
      set: { ...set, status: 'queued', leaseUntil: 0, dueAt: dueAfter(from, job) },
      remove: ['note'],
      add,
    },
    ...heldUntil(token, 'queued'),
  };
}

/** A waiting job is looked at again after a while, and at its deadline. */
export function dueAfter(
  from: number,
  { deadlineAt = Number.POSITIVE_INFINITY }: Pick<JobRecord, 'deadlineAt'>,
): number {
  return Math.min(from + RESEND_AFTER_MS, deadlineAt);
}

/** Only the worker that has the job may say what came of it, and only once. */
function heldUntil(token: string, status: JobRecord['status']): Pick<Transition, 'clauses' | 'done'> {
  return {
    clauses: [isRunning, tokenIsHeld(token)],
    done: job => job.token === token && job.status === status,
  };
}

/** A caller cancels a job that waits. */
export function cancelWaiting(now: number, job: JobRecord, policy: Policy): Transition {
  return ending(now, job, 'cancelled', policy, {
    step: 'cancelWaiting',
    clauses: [isQueued],
    done: found => found.status === 'cancelled',
  });
}

/** A caller asks a running job to stop; its worker reads so with the next heartbeat. */
export function askToStop(now: number): Transition {
  return {
    change: { step: 'askToStop', set: { cancelRequestedAt: now } },
    clauses: [isRunning],
    done: job => job.cancelRequestedAt !== undefined,
  };
}
