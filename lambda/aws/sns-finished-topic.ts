import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { FinishedTopic } from '../core/notify/publish-end';
import { calling } from './unavailable';

/** SNS takes messages of 256 kB; a job whose result makes it larger is published without it. */
const LARGEST_MESSAGE = 250_000;

/** Publishes finished jobs, with attributes to filter subscriptions by. */
export function snsFinishedTopic(client: SNSClient, topicArn: string): FinishedTopic {
  return {
    async publish(job, tenant) {
      const whole = JSON.stringify({ tenant, job });
      const text =
        whole.length <= LARGEST_MESSAGE
          ? whole
          : JSON.stringify({ tenant, job: { ...job, result: undefined } });
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: `Job ${job.status}`,
        Message: text,
        MessageAttributes: {
          tenant: { DataType: 'String', StringValue: tenant },
          type: { DataType: 'String', StringValue: job.type },
          status: { DataType: 'String', StringValue: job.status },
        },
      });
      await calling('Publishing a finished job', () => client.send(command));
    },
  };
}

/** Of a stage without such a topic. */
export const noFinishedTopic: FinishedTopic = { publish: async () => {} };
