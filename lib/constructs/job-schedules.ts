import { Duration, TimeZone } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { Stage } from '../config';

export interface JobSchedulesProps {
  readonly stage: Pick<Stage, 'schedules'>;
  /** Submits the job of a tick. Its id comes from the schedule and the tick, so that a tick fired twice is one job. */
  readonly submitter: IFunction;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

/** Jobs that submit themselves. */
export class JobSchedules extends Construct {
  constructor(scope: Construct, id: string, { stage, submitter, key }: JobSchedulesProps) {
    super(scope, id);
    for (const { name, expression, timeZone = 'UTC', tenant, job } of stage.schedules) {
      new Schedule(this, name, {
        description: `Submits ${job.name} for ${tenant}`,
        schedule: ScheduleExpression.expression(expression, TimeZone.of(timeZone)),
        key,
        target: new LambdaInvoke(submitter, {
          maxEventAge: Duration.hours(1),
          retryAttempts: 10,
          input: ScheduleTargetInput.fromObject({
            schedule: name,
            tenant,
            job,
            scheduledTime: ContextAttribute.scheduledTime,
          }),
        }),
      });
    }
  }
}
