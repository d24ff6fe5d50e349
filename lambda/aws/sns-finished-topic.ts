import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { FinishedTopic } from '../core/notify/publish-end';
import { calling } from './unavailable';

/**
 * Publishes finished jobs, with attributes to filter subscriptions by. SNS takes messages of 256 kB, and a job is smaller:
 * results beyond 100 kB (`INLINE_PAYLOAD_BYTES`) are linked.
 */
export function snsFinishedTopic(client: SNSClient, topicArn: string): FinishedTopic {
  return {
    async publish(job, tenant) {
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: `Job ${job.status}`,
        Message: JSON.stringify({ tenant, job }),
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
