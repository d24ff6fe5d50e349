import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { ScheduleEvent } from '../../contract/schedule-event';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import { grantKeyUse } from './key-use';

export interface JobSchedulesProps {
  readonly stage: Pick<Stage, 'schedules'>;
  /** Submits the job of a tick. Its id comes from the schedule and the tick, so that a tick fired twice is one job. */
  readonly submitter: IFunction;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

/** What EventBridge Scheduler puts in place of the word: when the tick was due. */
const scheduledTime = '<aws.scheduler.scheduled-time>';

/** Jobs that submit themselves. */
export class JobSchedules extends Construct {
  constructor(scope: Construct, id: string, { stage, submitter, key }: JobSchedulesProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    // The target of aws-cdk-lib would let the role call every version of the function.
    Grant.addToPrincipal({
      grantee: role,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [submitter.functionArn],
    });
    grantKeyUse(key, role);
    acknowledge(
      role,
      'It may call one function; no other identity shares it.',
      'NIST.800.53.R5-IAMNoInlinePolicy',
    );
    // A scope of their own: operators name them as they like.
    const schedules = new Construct(this, 'Schedules');
    for (const { name, expression, timeZone = 'UTC', tenant, job } of stage.schedules) {
      new CfnSchedule(schedules, name, {
        description: `Submits ${job.name} for ${tenant}`,
        scheduleExpression: expression,
        scheduleExpressionTimezone: timeZone,
        flexibleTimeWindow: { mode: 'OFF' },
        kmsKeyArn: key?.keyArn,
        target: {
          arn: submitter.functionArn,
          roleArn: role.roleArn,
          input: JSON.stringify({ schedule: name, tenant, job, scheduledTime } satisfies ScheduleEvent),
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
        },
      }).node.addDependency(role);
    }
  }
}
