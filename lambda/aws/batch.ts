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

/** The same for messages that name jobs. */
export function handleJobs(
  records: readonly SQSRecord[],
  log: Log,
  handle: (message: JobMessage) => Promise<void>,
): Promise<SQSBatchResponse> {
  return handleBatch(records, log, async body => {
    const message = readJobMessage(body);
    if (!message) throw new Error('The message names no job.');
    await handle(message);
  });
}

export interface JobBatch {
  readonly run: (message: JobMessage) => Promise<void>;
  /** Has a message come again in another batch. */
  readonly sendAgain: (message: JobMessage) => Promise<void>;
  /** Whether there is enough time left to begin another job. */
  readonly hasTime: () => boolean;
}

/**
 * Runs the jobs that messages name. A job under suspicion of having brought a worker down runs when the others of
 * its batch are done, so that it takes none with it; of several suspects one runs, and the others come again in other
 * batches, or the first to crash would keep them from ever running.
 */
export async function runBatch(
  records: readonly SQSRecord[],
  log: Log,
  { run, sendAgain, hasTime }: JobBatch,
): Promise<SQSBatchResponse> {
  const suspects = records.filter(({ body }) => readJobMessage(body)?.suspect === true);
  const [alone, ...others] = suspects;
  const first = await Promise.all([
    handleJobs(
      records.filter(record => !suspects.includes(record)),
      log,
      run,
    ),
    handleJobs(others, log, sendAgain),
  ]);
  const last = await handleJobs(alone ? [alone] : [], log, hasTime() ? run : sendAgain);
  return { batchItemFailures: [...first, last].flatMap(response => response.batchItemFailures) };
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
