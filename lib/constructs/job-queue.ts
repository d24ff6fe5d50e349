import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { Stage } from '../config';

export interface JobQueueProps {
  readonly worker: Stage['worker'];
}

/** Receives before a message goes to the dead-letter queue: also those that Lambda's own throttling wastes. */
const maximumReceives = 10;

/**
 * Jobs on their way to the worker. A standard queue: the senders' MessageGroupId makes it fair between tenants
 * (Amazon SQS developer guide, "Fair queues").
 */
export class JobQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly worker: Stage['worker'];

  constructor(scope: Construct, id: string, { worker }: JobQueueProps) {
    super(scope, id);
    this.worker = worker;
    const protection = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', protection);
    this.queue = new Queue(this, 'Jobs', {
      ...protection,
      // Six times the function's timeout (Lambda developer guide, "Using Lambda with Amazon SQS").
      visibilityTimeout: Duration.seconds(6 * worker.timeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maximumReceives },
    });
  }

  /** Lets a function send jobs, and tells it where to. */
  connect(fn: LambdaFunction): void {
    this.queue.grantSendMessages(fn);
    fn.addEnvironment(environment.queueUrl, this.queue.queueUrl);
  }

  /** Makes a function run the jobs that arrive. */
  deliverTo(fn: LambdaFunction): void {
    fn.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: this.worker.batchSize,
        maxConcurrency: this.worker.concurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}
