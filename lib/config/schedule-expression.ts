/** Expressions as EventBridge Scheduler takes them (its user guide, "Schedule types"). */
import cronParser from 'aws-cron-parser';
import { type Check, refuse } from './check';

const forms: Readonly<Record<string, (inner: string) => boolean>> = {
  rate: isRate,
  cron: isCron,
  at: isTime,
};

export const scheduleExpression: Check = (value, path, report) => {
  const [, form = '', inner = ''] = typeof value === 'string' ? (/^(\w+)\((.*)\)$/.exec(value) ?? []) : [];
  if (Object.hasOwn(forms, form) && forms[form]!(inner)) return true;
  const allowed = 'rate(5 minutes), cron(0 8 ? * MON-FRI *) or at(2030-01-31T12:00:00)';
  return refuse(
    report,
    path,
    'never comes',
    value,
    allowed,
    'write the expression as EventBridge Scheduler does',
  );
};

function isRate(inner: string): boolean {
  return /^[1-9]\d* (minute|hour|day)s?$/.test(inner);
}

function isCron(inner: string): boolean {
  const fields = inner.split(' ');
  // The parser accepts any number of fields, and question marks in both or none.
  if (fields.length !== 6 || (fields[2] === '?') === (fields[4] === '?')) return false;
  try {
    // What the parser does not know it leaves empty.
    return Object.values(cronParser.parse(inner)).every(
      list => Array.isArray(list) && !list.some(item => item === undefined || Number.isNaN(item)),
    );
  } catch {
    return false;
  }
}

/** JavaScript moves days that a month does not have into the next one. */
function isTime(inner: string): boolean {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner) ? new Date(`${inner}Z`) : new Date(Number.NaN);
  return !Number.isNaN(time.getTime()) && time.toISOString() === `${inner}.000Z`;
}
