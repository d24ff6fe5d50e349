import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvironmentName } from '../../contract/environment';
import { acknowledge } from './acknowledge';
import { grantKeyUse } from './key-use';

export interface WorkQueueProps {
  /** Timeout of the function that takes from the queue. */
  readonly timeoutSeconds: number;
  /** Receives before a message goes to the dead-letter queue: also those that Lambda's own throttling wastes. */
  readonly maximumReceives: number;
  /** Messages of one invocation. */
  readonly batchSize: number;
  /** @default - as many invocations at the same time as Lambda has */
  readonly concurrency?: number;
  /** Variable by which senders know the queue. @default - functions do not send to it */
  readonly urlVariable?: EnvironmentName;
  /** @default - encrypted with a key of AWS */
  readonly key?: IKey;
}

/**
 * Work on its way to a function, with a queue for what nobody could do. Standard queues: the senders' MessageGroupId
 * makes them fair between tenants (Amazon SQS developer guide, "Fair queues").
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly props: WorkQueueProps;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.props = props;
    const protection = {
      encryption: props.key ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Six times the function's timeout (Lambda developer guide, "Using Lambda with Amazon SQS").
      visibilityTimeout: Duration.seconds(6 * props.timeoutSeconds),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', protection);
    this.queue = new Queue(this, 'Queue', {
      ...protection,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maximumReceives },
    });
    acknowledge(this.deadLetters, 'It is where messages end.', 'Serverless-SQSRedrivePolicy');
  }

  /** Lets a function send, and tells it where to. */
  connect(fn: LambdaFunction): void {
    Grant.addToPrincipal({
      grantee: fn,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queueArn],
    });
    grantKeyUse(this.props.key, fn);
    if (this.props.urlVariable) fn.addEnvironment(this.props.urlVariable, this.queue.queueUrl);
  }

  /** Makes a function do the work that arrives. A message that fails comes back alone. */
  deliverTo(fn: LambdaFunction): void {
    fn.addEventSource(this.eventSource(this.queue, this.props.concurrency));
  }

  /** Makes a function see to what nobody could do. */
  deliverDeadLettersTo(fn: LambdaFunction): void {
    fn.addEventSource(this.eventSource(this.deadLetters));
  }

  private eventSource(queue: Queue, maxConcurrency?: number): SqsEventSource {
    return new SqsEventSource(queue, {
      batchSize: this.props.batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
