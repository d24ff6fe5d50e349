/**
 * The conditions under which a job may be written, as data: the store turns them into one condition on one item, and
 * a test can take out any one of them by its name and must then see something break.
 */
import type { JobStatus } from '../../../contract/job';
import type { JobRecord } from './job-record';
import { GRACE_MS, MAXIMUM_CLAIMS } from './limits';

export interface Clause {
  readonly name: string;
  readonly attribute: keyof JobRecord;
  readonly test: ClauseTest;
}

export type ClauseTest =
  | { readonly is: 'absent' }
  | { readonly is: 'oneOf'; readonly values: readonly (string | number)[] }
  | { readonly is: 'below'; readonly limit: number }
  | { readonly is: 'absentOrAbove'; readonly limit: number }
  | { readonly is: 'absentOrNot'; readonly value: string };

/** Whether a stored job fulfils a clause, as DynamoDB decides it: a comparison with what is absent fails. */
export function holds({ attribute, test }: Clause, job: JobRecord | undefined): boolean {
  const value = job?.[attribute];
  switch (test.is) {
    case 'absent':
      return value === undefined;
    case 'oneOf':
      return (typeof value === 'string' || typeof value === 'number') && test.values.includes(value);
    case 'below':
      return typeof value === 'number' && value < test.limit;
    case 'absentOrNot':
      return value !== test.value;
    case 'absentOrAbove':
      return value === undefined || (typeof value === 'number' && value > test.limit);
  }
}

const statusIn = (name: string, ...values: JobStatus[]): Clause => ({
  name,
  attribute: 'status',
  test: { is: 'oneOf', values },
});

/** A put must not replace a job: two requests with one Idempotency-Key, or one retried by the SDK, make one job. */
export const idIsFree: Clause = { name: 'idIsFree', attribute: 'id', test: { is: 'absent' } };

/** A finished job never changes: a late or repeated message must not run it again. */
export const isUnfinished = statusIn('isUnfinished', 'queued', 'running');

/** Only a waiting job can be cancelled on the spot. */
export const isQueued = statusIn('isQueued', 'queued');

/** Only a job that runs can go on, finish or fail. */
export const isRunning = statusIn('isRunning', 'running');

/**
 * Nobody else has the job: a worker that still lives keeps its lease ahead of the clock. The grace covers clocks that
 * differ, so that a slow clock's lease is not taken by a fast clock's worker.
 */
export const leaseHasRunOut = (now: number): Clause => ({
  name: 'leaseHasRunOut',
  attribute: 'leaseUntil',
  test: { is: 'below', limit: now - GRACE_MS },
});

/** A job that failed too often is not tried again, not even by a message that comes late. */
export const failsAreLeft = (maximum: number): Clause => ({
  name: 'failsAreLeft',
  attribute: 'fails',
  test: { is: 'below', limit: maximum },
});

/** A job whose workers die is not claimed for ever. */
export const claimsAreLeft: Clause = {
  name: 'claimsAreLeft',
  attribute: 'claims',
  test: { is: 'below', limit: MAXIMUM_CLAIMS },
};

/** A claim that the network brings a second time, after its attempt has ended, must not take the job for nobody. */
export const tokenIsNew = (token: string): Clause => ({
  name: 'tokenIsNew',
  attribute: 'token',
  test: { is: 'absentOrNot', value: token },
});

/** Work that begins after the job's deadline is of no use to anybody. */
export const deadlineIsAhead = (now: number): Clause => ({
  name: 'deadlineIsAhead',
  attribute: 'deadlineAt',
  test: { is: 'absentOrAbove', limit: now },
});

/** A job that was asked to stop while it ran must not begin again when that attempt failed or died. */
export const nobodyCancelled: Clause = {
  name: 'nobodyCancelled',
  attribute: 'cancelRequestedAt',
  test: { is: 'absent' },
};

/** What was told once is not told again by a message that comes late. */
export const isUntold: Clause = {
  name: 'isUntold',
  attribute: 'notify',
  test: { is: 'oneOf', values: ['pending'] },
};

/** A worker that was paused past its lease must not write over the one that took the job. */
export const tokenIsHeld = (token: string): Clause => ({
  name: 'tokenIsHeld',
  attribute: 'token',
  test: { is: 'oneOf', values: [token] },
});

/**
 * The sweeper acts on what it read. Every step that changes who may do what next moves or removes the promise (only
 * asking a running job to stop does not), so one that is as it was read says that no other clause is needed.
 */
export const dueAsRead = (dueAt: number): Clause => ({
  name: 'dueAsRead',
  attribute: 'dueAt',
  test: { is: 'oneOf', values: [dueAt] },
});
