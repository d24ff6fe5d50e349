import { schemas } from '../../contract/schemas';
import { type Check, fields, refuse, required, text } from './check';
import { items, unique } from './lists';
import { nameCheck, tenantCheck } from './names';
import { scheduleExpression } from './schedule-expression';

export interface SubmissionTopicConfig {
  /** Name of the topic, unique in the stage. */
  readonly name: string;
  /** Whose jobs the topic's messages become. */
  readonly tenant: string;
}

export interface ScheduleConfig {
  /** Name of the schedule, unique in the stage. */
  readonly name: string;
  /** `rate(…)`, `cron(…)` or `at(…)`, as EventBridge Scheduler writes them. */
  readonly expression: string;
  /**
   * Time zone in which a `cron` or `at` expression is meant.
   * @default 'UTC'
   */
  readonly timeZone?: string;
  /** Whose the job is. */
  readonly tenant: string;
  /** What is submitted at each tick, as in the body of `POST /jobs`. */
  readonly job: { readonly name: string; readonly type?: string; readonly input?: unknown };
}

/** Node knows the same IANA names as EventBridge Scheduler. */
const timeZone: Check = (value, path, report) => {
  try {
    if (typeof value === 'string') new Intl.DateTimeFormat('en', { timeZone: value });
    if (typeof value === 'string') return true;
  } catch {
    // Reported below, like what is no string at all.
  }
  return refuse(report, path, 'is unknown', value, 'a time zone like Europe/Berlin', 'write its IANA name');
};

/** What the API would refuse in a body, and of which nobody is told at a tick. */
const { name: jobName, type: jobType } = schemas.SubmitJob.properties;
const job = fields<ScheduleConfig['job']>({
  name: required(length(jobName)),
  type: length(jobType),
  input: () => true,
});

function length({ minLength, maxLength }: { readonly minLength: number; readonly maxLength: number }): Check {
  const allowed = `a text of ${minLength} to ${maxLength} characters`;
  return text(
    new RegExp(`^[^]{${minLength},${maxLength}}$`, 'u'),
    allowed,
    'write it as in the body of POST /jobs',
  );
}

const uniqueName = unique<{ readonly name: string }>(item => item.name, 'name');

export const submissionTopicsCheck = items<SubmissionTopicConfig>(
  fields<SubmissionTopicConfig>({ name: required(nameCheck), tenant: required(tenantCheck) }),
  uniqueName,
);

export const schedulesCheck = items<ScheduleConfig>(
  fields<ScheduleConfig>({
    name: required(nameCheck),
    expression: required(scheduleExpression),
    timeZone,
    tenant: required(tenantCheck),
    job: required(job),
  }),
  uniqueName,
);
