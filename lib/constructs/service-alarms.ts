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

/** What an alarm looks at, what it says, and the section of docs/runbook.md that says what to do. */
interface Watch {
  readonly metric: IMetric;
  readonly above: number;
  readonly says: string;
  readonly section:
    | 'server-errors'
    | 'slow-answers'
    | 'dead-letters'
    | 'messages-too-old'
    | 'failing-functions'
    | 'throttled-functions';
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
    this.alarm('ServerErrors', {
      metric: deploymentStage.metricServerError({ period, statistic: 'Sum' }),
      above: 5,
      says: 'The API answers with errors of its own',
      section: 'server-errors',
    });
    this.alarm('Latency', {
      metric: deploymentStage.metricLatency({ period, statistic: 'p99' }),
      above: 5000,
      says: 'One request of a hundred takes more than 5 seconds',
      section: 'slow-answers',
    });
    for (const [name, queue] of Object.entries(props.queues)) this.watchQueue(name, queue);
    for (const [name, fn] of Object.entries(props.functions)) this.watchFunction(name, fn);
  }

  private watchQueue(name: string, { queue, deadLetters }: WorkQueue): void {
    this.alarm(`${name}DeadLetters`, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      above: 0,
      says: `Nobody could handle a message of ${name}`,
      section: 'dead-letters',
    });
    this.alarm(`${name}Age`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      above: 900,
      says: `Messages of ${name} have waited 15 minutes`,
      section: 'messages-too-old',
    });
  }

  private watchFunction(name: string, fn: IFunction): void {
    this.alarm(`${name}Errors`, {
      metric: fn.metricErrors({ period }),
      above: 3,
      says: `${name} fails`,
      section: 'failing-functions',
    });
    this.alarm(`${name}Throttles`, {
      metric: fn.metricThrottles({ period }),
      above: 10,
      says: `${name} wants more invocations than it may have`,
      section: 'throttled-functions',
    });
  }

  private alarm(id: string, { metric, above, says, section }: Watch): void {
    new Alarm(this, id, {
      alarmDescription: `${says}; see docs/runbook.md#${section}`,
      metric,
      threshold: above,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(this.action);
  }
}
