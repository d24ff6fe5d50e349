import type { JobStatus } from '../../contract/job';

export interface JobKey {
  readonly tenant: string;
  readonly id: string;
}

/** An input or a result: JSON text kept with the job, or an object in the blob store. */
export type Payload =
  | { readonly json: string }
  | { readonly blob: string; readonly bytes: number; readonly contentType: string };

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
  readonly input?: Payload;
  readonly result?: Payload;
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
}

/** Attempts of which nobody heard the end: their worker died, or was stopped for time or memory. */
export function crashes(job: JobRecord): number {
  return job.claims - job.fails - job.releases;
}
