/** The steps that the sweeper makes with a job that is due, each on the one clause that nothing happened since. */
import { dueAsRead } from '../job/clauses';
import type { Transition } from '../job/commit';
import { ending, type Policy } from '../job/ending';
import type { DueJob, JobError } from '../job/job-record';
import { deadlinePassed, dueAfter } from '../job/lifecycle';
import { RESEND_AFTER_AT_MOST_MS, RESEND_AFTER_MS } from '../job/limits';

const asRead = (job: DueJob): Pick<Transition, 'clauses' | 'done'> => ({
  clauses: [dueAsRead(job.dueAt)],
  done: () => false,
});

/** Sends a waiting job again; each time it waits twice as long before it does so once more. */
export function resend(now: number, job: DueJob): Transition {
  const { deadlineAt = Number.POSITIVE_INFINITY } = job;
  return {
    change: {
      step: 'resend',
      set: { dueAt: Math.min(now + pauseAfter(job.resends), deadlineAt) },
      add: { resends: 1 },
    },
    ...asRead(job),
  };
}

function pauseAfter(resends: number): number {
  return Math.min(RESEND_AFTER_MS * 2 ** (resends + 1), RESEND_AFTER_AT_MOST_MS);
}

/** Takes a job from a worker that gave no sign of life. */
export function takeBack(now: number, job: DueJob): Transition {
  return {
    change: {
      step: 'takeBack',
      set: { status: 'queued', leaseUntil: 0, dueAt: dueAfter(now, job) },
      remove: ['token', 'note'],
    },
    ...asRead(job),
  };
}

/** Ends a job that no worker may take any more. */
export function giveUp(now: number, job: DueJob, error: JobError, policy: Policy): Transition {
  return ending(now, job, 'failed', policy, { step: 'giveUp', set: { error }, ...asRead(job) });
}

/** Ends a job whose deadline passed, or that was cancelled, and that no worker has. */
export function drop(now: number, job: DueJob, status: 'cancelled' | 'expired', policy: Policy): Transition {
  const set = status === 'expired' ? { error: deadlinePassed } : {};
  return ending(now, job, status, policy, { step: 'drop', set, ...asRead(job) });
}

/** Has the end of a job told again, when nobody said that it was. */
export function remind(now: number, job: DueJob): Transition {
  return {
    change: { step: 'remind', set: { dueAt: now + pauseAfter(job.resends) }, add: { resends: 1 } },
    ...asRead(job),
  };
}
