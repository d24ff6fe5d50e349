import type { FinishedStatus } from '../../../contract/job';
import type { Transition } from './commit';
import type { JobRecord } from './job-record';
import { RESEND_AFTER_MS } from './limits';

/** What an operator decides about the life of jobs. */
export interface Policy {
  /** Failures after which a job is failed for good. */
  readonly maximumFailures: number;
  /** How long a finished job is kept. */
  readonly retentionMs: number;
  /** Whether the end of every job is published, or only those are told that asked for a callback. */
  readonly publishes: boolean;
}

/** A step that ends a job: it stays due until those who wait for it were told. */
export function ending(
  now: number,
  job: Pick<JobRecord, 'callbackUrl'>,
  status: FinishedStatus,
  policy: Policy,
  step: {
    readonly step: string;
    readonly set?: Partial<JobRecord>;
    readonly add?: Transition['change']['add'];
    readonly clauses: Transition['clauses'];
    readonly done: Transition['done'];
  },
): Transition {
  const { set = {}, add } = step;
  const isAwaited = policy.publishes || job.callbackUrl !== undefined;
  return {
    change: {
      step: step.step,
      set: {
        ...set,
        status,
        leaseUntil: 0,
        finishedAt: now,
        expiresAt: now + policy.retentionMs,
        ...(isAwaited && { notify: 'pending', tellings: 0, dueAt: now + RESEND_AFTER_MS }),
      },
      remove: [
        'note',
        'state',
        ...(isAwaited ? [] : (['dueAt'] as const)),
        ...(set.error ? [] : (['error'] as const)),
      ],
      ...(add && { add }),
    },
    clauses: step.clauses,
    done: step.done,
  };
}
