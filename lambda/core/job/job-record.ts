import type { JobStatus } from '../../../contract/job';

export interface JobKey {
  readonly tenant: string;
  readonly id: string;
}

/** An input or a result: JSON text kept with the job, or an object in the blob store. */
export type Payload =
  | { readonly json: string }
  | {
      readonly blob: string;
      readonly bytes: number;
      readonly contentType: string;
      readonly fileName?: string;
    };

export interface JobError {
  readonly code: string;
  readonly message: string;
}

/** What a listing shows of a job. Times are epoch milliseconds. */
export interface JobSummary extends JobKey {
  readonly name: string;
  readonly type: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** When the finished job is deleted. */
  readonly expiresAt?: number;
  /** When the job expires unless it has ended. */
  readonly deadlineAt?: number;
  readonly progress: number;
  /** What the running code last said about its progress. */
  readonly note?: string;
  /** How often a worker took the job. */
  readonly claims: number;
  readonly error?: JobError;
  readonly hasResult?: boolean;
}

/** A job as it is stored: one item, changed only by single conditional writes. */
export interface JobRecord extends JobSummary {
  /** Which request put the item, so that a retried put knows its own work. */
  readonly submission: string;
  /** Of the request, under an Idempotency-Key: another request with that key must be the same. */
  readonly requestHash?: string;
  readonly input?: Payload;
  readonly result?: Payload;
  /** What the job saved of its work, for the next attempt to go on from. */
  readonly state?: Payload;
  /** Attempts that ended with an error of the job. */
  readonly fails: number;
  /** Attempts that a worker ended early and in order. What claims neither failed nor were released, crashed. */
  readonly releases: number;
  /** How often the job was sent to the queue again since it last changed its state. */
  readonly resends: number;
  /** Of the worker that has the job; every write of a worker needs it. */
  readonly token?: string;
  /** Until when the worker has the job unless it says more; 0 while none has it. */
  readonly leaseUntil: number;
  /** When the sweeper looks at the job: the promise behind every step that might not happen. */
  readonly dueAt?: number;
  readonly cancelRequestedAt?: number;
  /** Whether those who wait for the end of the job were told. */
  readonly notify?: 'pending' | 'done' | 'failed';
  /** How often telling them was tried. */
  readonly tellings?: number;
  /** Set once the end of the job was published. */
  readonly publishedAt?: number;
  readonly callbackUrl?: string;
  /** Tries to deliver the callback, the oldest first. */
  readonly deliveries?: readonly Delivery[];
  /** Base URL of the API as the submitter called it, for links in callbacks. */
  readonly baseUrl?: string;
}

/** A job that something is still to be done about. */
export type DueJob = JobRecord & { readonly dueAt: number };

export interface Delivery {
  readonly at: number;
  readonly milliseconds: number;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  readonly error?: string;
}

/** Attempts of which nobody heard the end: their worker died, or was stopped for time or memory. */
export function crashes(job: JobRecord): number {
  return job.claims - job.fails - job.releases;
}
