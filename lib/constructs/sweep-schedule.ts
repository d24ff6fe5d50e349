import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

export interface SweepScheduleProps {
  readonly sweeper: IFunction;
}

/** Starts the sweeper every minute. A sweep that failed is not repeated: the next one does the same work. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, { sweeper }: SweepScheduleProps) {
    super(scope, id);
    const rule = new Rule(this, 'EveryMinute', {
      description: 'Sends jobs that are due again',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(sweeper, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    acknowledge(
      rule,
      'A tick that is lost is followed by the next within a minute.',
      'Serverless-EventBusDLQ',
    );
  }
}
