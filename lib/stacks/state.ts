import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { JobState } from '../constructs/job-state';

export interface StateStackProps extends StackProps {
  readonly stage: Stage;
}

export class StateStack extends Stack {
  readonly state: JobState;

  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id, props);
    this.state = new JobState(this, 'State', props);
    const { store, jobs, finished, unhandled } = this.state;
    new CfnOutput(this, 'TableName', { value: store.table.tableName });
    new CfnOutput(this, 'BucketName', { value: store.bucket.bucketName });
    new CfnOutput(this, 'QueueUrl', { value: jobs.queue.queueUrl });
    new CfnOutput(this, 'DeadLetterQueueUrl', { value: jobs.deadLetters.queueUrl });
    new CfnOutput(this, 'FinishedTopicArn', { value: finished.topicArn });
    new CfnOutput(this, 'UnhandledTopicArn', { value: unhandled.topicArn });
  }
}
