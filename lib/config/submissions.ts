import { schemas } from '../../contract/schemas';
import { type Check, fields, type Report, refuse, required, text } from './check';
import { items, unique } from './lists';
import { anyTenantCheck, nameCheck } from './names';
import { isRecord } from './plain-data';
import { fieldPath } from './right-parts';
import { scheduleExpression } from './schedule-expression';

export interface SubmissionTopicConfig {
  /** Name of the topic, unique in the stage. */
  readonly name: string;
  /** Whose jobs the topic's messages become: a key's tenant, or `jwt:…`, `cognito:…` or `iam:…` for a caller's. */
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
  /** Whose the job is: a key's tenant, or `jwt:…`, `cognito:…` or `iam:…` for a caller's. */
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
  input: json,
});

/** It travels as JSON, which would leave out or change what it has no words for. */
function json(value: unknown, path: string, report: Report): boolean {
  if (Array.isArray(value))
    return value.map((item, at) => json(item, `${path}[${at}]`, report)).every(Boolean);
  if (isRecord(value)) {
    const parts = Object.entries(value).filter(([, part]) => part !== undefined);
    return parts.map(([name, part]) => json(part, fieldPath(path, name), report)).every(Boolean);
  }
  const known =
    value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  const allowed = 'null, true, false, a finite number, a text, a list or an object';
  return known || refuse(report, path, 'is no JSON', value, allowed, 'write it as JSON would');
}

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
  fields<SubmissionTopicConfig>({ name: required(nameCheck), tenant: required(anyTenantCheck) }),
  uniqueName,
);

export const schedulesCheck = items<ScheduleConfig>(
  fields<ScheduleConfig>({
    name: required(nameCheck),
    expression: required(scheduleExpression),
    timeZone,
    tenant: required(anyTenantCheck),
    job: required(job),
  }),
  uniqueName,
);
