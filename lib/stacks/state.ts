import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { JobState } from '../constructs/job-state';
import type { WorkQueue } from '../constructs/work-queue';

export interface StateStackProps extends StackProps {
  readonly stage: Stage;
}

export class StateStack extends Stack {
  readonly state: JobState;

  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id, props);
    this.state = new JobState(this, 'State', props);
    const { store, jobs, notifications, remoteResults, submissions, finished, unhandled } = this.state;
    for (const queue of [jobs, notifications, remoteResults, submissions.queue]) this.exportQueue(queue);
    new CfnOutput(this, 'TableName', { value: store.table.tableName });
    new CfnOutput(this, 'BucketName', { value: store.bucket.bucketName });
    new CfnOutput(this, 'QueueUrl', { value: jobs.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: jobs.deadLetters.queueUrl });
    new CfnOutput(this, 'FinishedTopicArn', { value: finished.topicArn });
    new CfnOutput(this, 'UnhandledTopicArn', { value: unhandled.topicArn });
  }

  /** Whether the stage has alarms and topics or not: CloudFormation removes no export that the Api stack still uses. */
  private exportQueue({ queue, deadLetters }: WorkQueue): void {
    for (const { queueArn, queueName } of [queue, deadLetters]) {
      this.exportValue(queueArn);
      this.exportValue(queueName);
    }
  }
}
