import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { fieldsOf } from '../core/fields-of';
import type { JobMessage, JobQueue } from '../core/ports';
import { calling } from './unavailable';

/** SQS delays a message by 15 minutes at the most; a job that comes earlier than meant does no harm. */
const LONGEST_DELAY_SECONDS = 900;

/** The queue of jobs to run. Tenants are message groups: a fair queue lets none of them hold up the others. */
export function sqsJobQueue(client: SQSClient, queueUrl: string): JobQueue {
  return {
    async send(message, delayMs = 0) {
      const DelaySeconds = Math.min(Math.ceil(delayMs / 1000), LONGEST_DELAY_SECONDS);
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.tenant,
        ...(DelaySeconds > 0 && { DelaySeconds }),
      });
      await calling('Sending a job', () => client.send(command));
    },
  };
}

/** A message's text as a job message; undefined when it is none: messages of another version are read alike. */
export function readJobMessage(text: string): JobMessage | undefined {
  const { tenant, id, suspect } = parseObject(text);
  if (typeof tenant !== 'string' || typeof id !== 'string' || !tenant || !id) return undefined;
  return { tenant, id, ...(suspect === true && { suspect }) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Of a stage that tells nobody: what is due there is never sent. */
export const noQueue: JobQueue = { send: async () => {} };
