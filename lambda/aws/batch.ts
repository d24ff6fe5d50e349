import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { JobMessage, Log } from '../core/ports';
import { readJobMessage } from './sqs-job-queue';

/**
 * Runs the jobs of a batch side by side and reports which messages must come again, so that one failure repeats no
 * other. Jobs under suspicion of having brought a worker down run last and alone: the others are safe by then.
 */
export async function runBatch(
  records: readonly SQSRecord[],
  log: Log,
  run: (message: JobMessage) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  const handle = async ({ messageId, body }: SQSRecord) => {
    const message = readJobMessage(body);
    try {
      if (!message) throw new Error('The message names no job.');
      await run(message);
    } catch (error) {
      log.error('A message could not be handled and will come again.', {
        messageId,
        jobId: message?.id,
        error,
      });
      failed.push(messageId);
    }
  };
  const isSuspect = ({ body }: SQSRecord) => readJobMessage(body)?.suspect === true;
  await Promise.all(records.filter(record => !isSuspect(record)).map(handle));
  for (const record of records.filter(isSuspect)) await handle(record);
  return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) };
}
