import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';
import { acknowledgeKeyless } from './announcements';
import { jsonObject } from './json-object';
import { WorkQueue } from './work-queue';

export interface JobSubmissionsProps {
  readonly stage: Pick<Stage, 'submissionTopics'>;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

export const submissionTimeoutSeconds = 30;

/** Topics whose messages become jobs of their tenants, by way of a queue that takes messages of these topics alone. */
export class JobSubmissions extends Construct {
  readonly queue: WorkQueue;
  private readonly tenants: readonly (readonly [topicArn: string, tenant: string])[];

  constructor(scope: Construct, id: string, { stage, key }: JobSubmissionsProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'Submissions', {
      timeoutSeconds: submissionTimeoutSeconds,
      maximumReceives: 5,
      batchSize: 10,
      key,
    });
    // A scope of their own: operators name them as they like.
    const topics = new Construct(this, 'Topics');
    this.tenants = stage.submissionTopics.map(({ name, tenant }) => {
      const topic = new Topic(topics, name, {
        displayName: `Jobs of ${tenant}`,
        masterKey: key,
        enforceSSL: true,
      });
      acknowledgeKeyless(topic, key);
      this.subscribe(topic);
      return [topic.topicArn, tenant];
    });
  }

  /** Makes a function submit what arrives, and tells it whose it is. */
  deliverTo(fn: LambdaFunction): void {
    this.queue.deliverTo(fn);
    fn.addEnvironment(environment.submissionTenants, jsonObject(this.tenants));
  }

  /**
   * SqsSubscription would name the topic in the policy of the key that encrypts the topic, which CloudFormation cannot
   * make; the stage's key admits SNS already.
   */
  private subscribe(topic: Topic): void {
    const { queue, deadLetters } = this.queue;
    // What the queue does not take, because it is gone or its key is, waits where other dead letters do.
    new Subscription(topic, 'ToQueue', {
      topic,
      protocol: SubscriptionProtocol.SQS,
      endpoint: queue.queueArn,
      deadLetterQueue: deadLetters,
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
  }
}
