/** The states of a job, and what each means for those who wait for it. */
export const jobStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'expired'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** States that never change again. */
export const finishedStatuses = [
  'succeeded',
  'failed',
  'cancelled',
  'expired',
] as const satisfies readonly JobStatus[];
export type FinishedStatus = (typeof finishedStatuses)[number];

export function isFinished(status: JobStatus): status is FinishedStatus {
  return (finishedStatuses as readonly JobStatus[]).includes(status);
}

/** The sentence about a job for people; programs read `status`. */
export function jobMessage(id: string, status: JobStatus): string {
  return `job[${id}] ${sentences[status]}`;
}

const sentences: Record<JobStatus, string> = {
  queued: 'submitted',
  running: 'is running',
  succeeded: 'is done',
  failed: 'has failed',
  cancelled: 'was cancelled',
  expired: 'has expired',
};

export const defaultJobType = 'echo';
/** Jobs on a page of a listing. A larger `limit` is taken as the maximum. */
export const pageSize = { default: 20, maximum: 100 } as const;
/** Seconds a client should wait before it asks again for a job that has not finished. */
export const retryAfterSeconds = 1;
/** A request may be held for so long until its job has ended: API Gateway gives up after 29 seconds. */
export const longestWaitSeconds = 25;
