/** Times of the lifecycle in milliseconds, and its bounds. docs/decisions says why they are what they are. */

/** After this long without a sign of the queue, a waiting job is sent again; doubled at each further time. */
export const RESEND_AFTER_MS = 60_000;
export const RESEND_AFTER_AT_MOST_MS = 3_600_000;

/** How long a worker has a job without a sign of life, and how often it gives one. */
export const LEASE_MS = 30_000;
export const HEARTBEAT_MS = 5_000;
/** A lease counts as run out only this much later, because clocks differ. */
export const GRACE_MS = 5_000;

export const MAXIMUM_CLAIMS = 20;
/** A job that brought down its worker this often is given up. */
export const MAXIMUM_CRASHES = 4;

/** The pause after a failure: doubled each time up to the maximum, then between half of that and all of it. */
export const BACKOFF_FIRST_MS = 2_000;
export const BACKOFF_AT_MOST_MS = 300_000;

/** A suspect's wake-up message comes this much after its lease can be taken. */
export const WAKE_UP_AFTER_MS = 1_000;

/** Before its function's time is up, a job is asked to stop this early, and given up on this early. */
export const STOP_BEFORE_END_MS = 5_000;
export const GIVE_UP_BEFORE_END_MS = 2_000;

/** Progress is written at most this often. */
export const PROGRESS_EVERY_MS = 1_000;

/** Payloads larger than this many bytes of JSON live in the blob store. */
export const INLINE_PAYLOAD_BYTES = 100_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses between the tries of a callback, about a day in all. */
export const NOTIFY_PAUSES_MS: readonly number[] = [
  5_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  7 * HOUR_MS,
  9 * HOUR_MS,
];
/** A replaced secret still signs for so long, for its receivers to change over. */
export const SECRET_OVERLAP_MS = 24 * HOUR_MS;
