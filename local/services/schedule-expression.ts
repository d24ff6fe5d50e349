/**
 * When a schedule fires next: `rate(…)`, `cron(…)` with six fields, `at(…)` (EventBridge user guide, "Schedule types").
 * Cron and at are read in the schedule's time zone.
 */
import cronParser from 'aws-cron-parser';

const unitMilliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export class ScheduleExpressionError extends Error {}

export interface Occurrences {
  /** Epoch milliseconds of the first time after the given one; undefined when there is none. */
  after(time: number): number | undefined;
}

/** @param startedAt the time from which rates count */
export function parseSchedule(expression: string, timeZone: string, startedAt: number): Occurrences {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return parseRate(inner, startedAt);
  if (kind === 'cron') return parseCron(inner, timeZone);
  if (kind === 'at') return parseAt(inner, timeZone);
  throw new ScheduleExpressionError(
    `The schedule ${JSON.stringify(expression)} is none of rate(…), cron(…) and at(…).`,
  );
}

function parseRate(inner: string, startedAt: number): Occurrences {
  const [, count, unit] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(inner.trim()) ?? [];
  if (count === undefined || unit === undefined)
    throw new ScheduleExpressionError(
      `The rate ${JSON.stringify(inner)} is not like "5 minutes": a number, and minutes, hours or days.`,
    );
  const period = Number(count) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
  return { after: time => startedAt + (Math.floor((time - startedAt) / period) + 1) * period };
}

function parseCron(inner: string, timeZone: string): Occurrences {
  const fields = inner.trim().split(/\s+/);
  if (fields.length !== 6)
    throw new ScheduleExpressionError(
      `The cron expression ${JSON.stringify(inner)} has ${fields.length} fields; it needs 6: minutes hours day-of-month month day-of-week year.`,
    );
  // The parser accepts this; EventBridge does not.
  if ((fields[2] === '?') === (fields[4] === '?'))
    throw new ScheduleExpressionError(
      `The cron expression ${JSON.stringify(inner)} must have ? in one of day-of-month and day-of-week, and only in one.`,
    );
  const cron = cronParser.parse(fields.join(' '));
  return {
    after: time => {
      // The parser knows UTC only, so it is given the wall clock of the zone as if it were UTC.
      const wall = cronParser.next(cron, new Date(wallClock(time, timeZone)));
      return wall ? fromWallClock(wall.getTime(), timeZone) : undefined;
    },
  };
}

function parseAt(inner: string, timeZone: string): Occurrences {
  const wall = Date.parse(`${inner.trim()}Z`);
  if (Number.isNaN(wall))
    throw new ScheduleExpressionError(`The time ${JSON.stringify(inner)} is not like 2030-01-31T12:00:00.`);
  const instant = fromWallClock(wall, timeZone);
  return { after: time => (time < instant ? instant : undefined) };
}

/** What a clock on the wall of the zone shows, as if it were UTC. */
function wallClock(time: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time);
  const value = (type: string) => Number(parts.find(part => part.type === type)?.value);
  return Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
}

/** The instant at which the wall clock shows a time; where clocks go forward past it, the instant an hour later. */
function fromWallClock(wall: number, timeZone: string): number {
  const offset = (time: number) => wallClock(time, timeZone) - Math.floor(time / 1000) * 1000;
  const guess = wall - offset(wall);
  return wall - offset(guess);
}
