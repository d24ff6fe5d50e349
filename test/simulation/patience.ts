/** Times that can be promised where nothing fails but what the jobs themselves do. */
import type { JobRecord } from '../../lambda/core/job/job-record';

/** A running job stops within this time when it was cancelled. */
const STOPS_WITHIN_MS = 20_000;
/** A job that brings its workers down at once is given up within this time. */
const LINGERS_AT_MOST_MS = 210_000;

/** Whether a job that ended just now took longer than it may. */
export function isLate(after: JobRecord, firstClaim: number, now: number): boolean {
  const { finishedAt = 0, cancelRequestedAt = finishedAt, error, notify, tellings } = after;
  if (notify !== 'pending' || tellings !== 0 || finishedAt === 0) return false;
  return (
    finishedAt - cancelRequestedAt > STOPS_WITHIN_MS ||
    (error?.code === 'attempts_exhausted' && now - firstClaim > LINGERS_AT_MOST_MS)
  );
}
