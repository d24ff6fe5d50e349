/** Fires schedules: EventBridge rules with their event, Scheduler schedules with their input. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { ScheduleModel } from '../template/model';
import { transformInput } from './input-transformer';
import { type Occurrences, parseSchedule } from './schedule-expression';

export interface SchedulerOptions {
  readonly schedules: readonly ScheduleModel[];
  readonly clock: Clock;
  readonly deliver: (arn: string, payload: string) => Promise<void>;
  readonly report: (message: string) => void;
}

export class Scheduler {
  private readonly pending = new Set<() => void>();

  constructor(private readonly options: SchedulerOptions) {}

  start(): void {
    const { schedules, clock, report } = this.options;
    for (const schedule of schedules) {
      if (!schedule.enabled) continue;
      try {
        this.arm(schedule, parseSchedule(schedule.expression, schedule.timeZone, clock.now()), clock.now());
      } catch (error) {
        report(`${schedule.name} is not fired: ${error instanceof Error ? error.message : error}`);
      }
    }
  }

  stop(): void {
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }

  private arm(schedule: ScheduleModel, occurrences: Occurrences, after: number): void {
    const due = occurrences.after(after);
    if (due === undefined) return;
    const { clock } = this.options;
    const cancel = clock.after(due - clock.now(), () => {
      this.pending.delete(cancel);
      this.fire(schedule, due);
      // A machine that slept does not fire what it missed, as EventBridge would have fired it long ago.
      this.arm(schedule, occurrences, Math.max(due, clock.now()));
    });
    this.pending.add(cancel);
  }

  private fire(schedule: ScheduleModel, time: number): void {
    for (const target of schedule.targets)
      this.options.deliver(target.arn, payloadOf(schedule, target, time)).catch(error => {
        this.options.report(`${schedule.name} could not be delivered to ${target.arn}: ${error.message}`);
      });
  }
}

function payloadOf(schedule: ScheduleModel, target: ScheduleModel['targets'][number], time: number): string {
  const at = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  if (schedule.source === 'scheduler') {
    const attributes: Record<string, string> = {
      'schedule-arn': schedule.arn,
      'scheduled-time': at,
      'execution-id': randomUUID(),
      'attempt-number': '1',
    };
    const input = target.input ?? '{}';
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (match, name: string) => attributes[name] ?? match);
  }
  if (target.input !== undefined) return target.input;
  const [, , , region, account] = schedule.arn.split(':');
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: at,
    region,
    resources: [schedule.arn],
    detail: {},
  };
  return target.transformer ? transformInput(event, target.transformer) : JSON.stringify(event);
}
