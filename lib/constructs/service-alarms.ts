import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { acknowledge } from './acknowledge';
import { acknowledgeKeyless } from './announcements';
import type { WorkQueue } from './work-queue';

export interface ServiceAlarmsProps {
  readonly alarms: NonNullable<Stage['alarms']>;
  readonly restApi: RestApi;
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly queues: Readonly<Record<string, WorkQueue>>;
  /** @default - the topic is not encrypted at rest */
  readonly key?: IKey;
}

const period = Duration.minutes(5);

/** Tells people what they have to look at. */
export class ServiceAlarms extends Construct {
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', {
      displayName: 'Alarms of Jobgate',
      masterKey: props.key,
      enforceSSL: true,
    });
    acknowledgeKeyless(topic, props.key);
    for (const email of props.alarms.emails) topic.addSubscription(new EmailSubscription(email));
    acknowledge(
      topic,
      'CloudWatch keeps the history of alarms whose e-mail was lost.',
      'Serverless-SNSRedrivePolicy',
    );
    this.action = new SnsAction(topic);

    const { deploymentStage } = props.restApi;
    const errors = deploymentStage.metricServerError({ period, statistic: 'Sum' });
    this.alarm('ServerErrors', 'The API answers with errors of its own', errors, 5);
    const latency = deploymentStage.metricLatency({ period, statistic: 'p99' });
    this.alarm('Latency', 'One request of a hundred takes more than 5 seconds', latency, 5000);
    for (const [name, queue] of Object.entries(props.queues)) this.watchQueue(name, queue);
    for (const [name, fn] of Object.entries(props.functions)) {
      this.alarm(`${name}Errors`, `${name} fails`, fn.metricErrors({ period }), 3);
      this.alarm(
        `${name}Throttles`,
        `${name} wants more invocations than it may have`,
        fn.metricThrottles({ period }),
        10,
      );
    }
  }

  private watchQueue(name: string, { queue, deadLetters }: WorkQueue): void {
    const dead = deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
    this.alarm(`${name}DeadLetters`, `Nobody could handle a message of ${name}`, dead, 0);
    const age = queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
    this.alarm(`${name}Age`, `Messages of ${name} have waited 15 minutes`, age, 900);
  }

  private alarm(id: string, alarmDescription: string, metric: IMetric, threshold: number): void {
    new Alarm(this, id, {
      alarmDescription,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.action);
  }
}
