/** The steps that the notifier makes with a job that has ended. */
import { isUntold } from '../job/clauses';
import type { Transition } from '../job/commit';
import type { Delivery, JobRecord } from '../job/job-record';

/** The end of the job was published; what remains is its callback. */
export function published(now: number, job: JobRecord): Transition {
  return {
    change: { step: 'published', set: { publishedAt: now, dueAt: (job.dueAt ?? now) + 1 } },
    clauses: [isUntold],
    done: found => found.publishedAt !== undefined,
  };
}

/** Everybody who waited was told, or cannot be: nothing is due any more. */
export function told(job: JobRecord, status: 'done' | 'failed', delivery: Delivery | undefined): Transition {
  return {
    change: {
      step: 'told',
      set: { notify: status, ...(delivery && { deliveries: withDelivery(job, delivery) }) },
      remove: ['dueAt'],
    },
    clauses: [isUntold],
    done: found => found.notify === status,
  };
}

/** The callback was not taken; it is tried again after a pause. */
export function tellLater(job: JobRecord, delivery: Delivery, dueAt: number): Transition {
  return {
    change: {
      step: 'tellLater',
      set: { deliveries: withDelivery(job, delivery), dueAt, resends: 0 },
      add: { tellings: 1 },
    },
    clauses: [isUntold],
    done: found => (found.tellings ?? 0) > (job.tellings ?? 0),
  };
}

function withDelivery({ deliveries = [] }: JobRecord, delivery: Delivery): readonly Delivery[] {
  return [...deliveries, delivery];
}
