import type { ScheduleEvent } from '../../../contract/schedule-event';
import type { SubmitJob } from '../../../contract/schemas';
import { anyTenantPattern } from '../../../contract/table';
import { DomainError } from '../domain-error';
import { fieldsOf } from '../fields-of';
import type { Submission } from './submit-job';

/**
 * One firing of a schedule of the stage config as a submission. Schedulers fire at least once; the scheduled time is
 * the same each time, so that a double fire is one job.
 * @param event what the schedule's target is given, a ScheduleEvent
 * @throws DomainError when it is something else
 */
export function readTick(event: unknown, readBody: (body: unknown) => SubmitJob): Submission {
  const { schedule, tenant, job, scheduledTime }: Readonly<Partial<Record<keyof ScheduleEvent, unknown>>> =
    fieldsOf(event);
  const time = typeof scheduledTime === 'string' ? Date.parse(scheduledTime) : Number.NaN;
  if (
    typeof schedule !== 'string' ||
    typeof tenant !== 'string' ||
    !anyTenantPattern.test(tenant) ||
    Number.isNaN(time)
  ) {
    throw new DomainError(
      'malformed_request',
      'The event is not one of a schedule: {schedule, tenant, job, scheduledTime}.',
    );
  }
  return {
    tenant,
    body: readBody(job),
    once: { source: 'schedule', key: `${schedule} at ${new Date(time).toISOString()}` },
  };
}
