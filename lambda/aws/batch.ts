import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { JobMessage, Log } from '../core/ports';
import { readJobMessage } from './sqs-job-queue';

/** Handles the messages of a batch side by side and reports which must come again: one failure repeats no other. */
export async function handleBatch(
  records: readonly SQSRecord[],
  log: Log,
  handle: (body: string, messageId: string) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed = await Promise.all(records.map(record => failureOf(record, log, handle)));
  return { batchItemFailures: failed.flat().map(itemIdentifier => ({ itemIdentifier })) };
}

/**
 * The same for messages that name jobs. Jobs under suspicion of having brought a worker down run last and alone: the
 * others are safe by then.
 */
export async function runBatch(
  records: readonly SQSRecord[],
  log: Log,
  run: (message: JobMessage) => Promise<void>,
): Promise<SQSBatchResponse> {
  const handle = async (body: string) => {
    const message = readJobMessage(body);
    if (!message) throw new Error('The message names no job.');
    await run(message);
  };
  const isSuspect = ({ body }: SQSRecord) => readJobMessage(body)?.suspect === true;
  const { batchItemFailures } = await handleBatch(
    records.filter(record => !isSuspect(record)),
    log,
    handle,
  );
  const failures = [...batchItemFailures];
  for (const record of records.filter(isSuspect)) {
    failures.push(...(await handleBatch([record], log, handle)).batchItemFailures);
  }
  return { batchItemFailures: failures };
}

async function failureOf(
  { messageId, body }: SQSRecord,
  log: Log,
  handle: (body: string, messageId: string) => Promise<void>,
): Promise<readonly string[]> {
  try {
    await handle(body, messageId);
    return [];
  } catch (error) {
    log.error('A message could not be handled and will come again.', { messageId, error });
    return [messageId];
  }
}
