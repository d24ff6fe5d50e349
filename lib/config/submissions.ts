import { type Check, fields, isRecord, items, refuse, required, text, unique } from './check';
import { nameCheck, tenantCheck } from './names';

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

const expression = text(
  /^(rate\(\d+ (minute|hour|day)s?\)|cron\(\S+( \S+){5}\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/,
  'rate(5 minutes), cron(0 8 ? * MON-FRI *) or at(2030-01-31T12:00:00)',
  'write the expression as EventBridge Scheduler does',
);

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

const job: Check = (value, path, report) =>
  (isRecord(value) && typeof value.name === 'string' && value.name !== '') ||
  refuse(report, path, 'is no job', value, 'an object with name, and type and input at will', 'add a name');

const uniqueName = unique<{ readonly name: string }>(item => item.name, 'name');

export const submissionTopicsCheck = items<SubmissionTopicConfig>(
  fields<SubmissionTopicConfig>({ name: required(nameCheck), tenant: required(tenantCheck) }),
  uniqueName,
);

export const schedulesCheck = items<ScheduleConfig>(
  fields<ScheduleConfig>({
    name: required(nameCheck),
    expression: required(expression),
    timeZone,
    tenant: required(tenantCheck),
    job: required(job),
  }),
  uniqueName,
);
