/** What lib has EventBridge Scheduler give to the function `schedules` at each tick. */
import type { SubmitJob } from './schemas';

export interface ScheduleEvent {
  readonly schedule: string;
  readonly tenant: string;
  /** A body of `POST /jobs`. */
  readonly job: SubmitJob;
  /** ISO 8601: when the tick was due, the same however often it fires. */
  readonly scheduledTime: string;
}
