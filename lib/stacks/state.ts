import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { JobQueue } from '../constructs/job-queue';
import { JobStore } from '../constructs/job-store';

export interface StateStackProps extends StackProps {
  readonly stage: Stage;
}

/** What must outlive a deployment: jobs, their files, and the messages on their way. */
export class StateStack extends Stack {
  readonly store: JobStore;
  readonly queue: JobQueue;

  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id, props);
    this.store = new JobStore(this, 'Store', props.stage);
    this.queue = new JobQueue(this, 'Queue', props.stage);
    new CfnOutput(this, 'TableName', { value: this.store.table.tableName });
    new CfnOutput(this, 'BucketName', { value: this.store.bucket.bucketName });
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: this.queue.deadLetters.queueUrl });
  }
}
