/**
 * A process to be killed: takes jobs from the queue as a Lambda poller does and sweeps, over the real SDK and the real
 * adapters. Everything it needs comes from the environment, as in a function.
 */
import { S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { runBatch } from '../../lambda/aws/batch';
import { jobPorts } from '../../lambda/aws/job-ports';
import { s3BlobStore } from '../../lambda/aws/s3-blob-store';
import { sqsJobQueue } from '../../lambda/aws/sqs-job-queue';
import type { JobType } from '../../lambda/core/job/job-type';
import { runJob } from '../../lambda/core/run/run-job';
import { sweep } from '../../lambda/core/sweep/sweep';
import { fastClock } from './clock';
import { policy, type Task } from './task';

const queueUrl = process.env['QUEUE_URL']!;
const POLLERS = 3;
const FUNCTION_TIMEOUT_MS = 300_000;
const HIDDEN_SECONDS = 8;
const SWEEP_EVERY_MS = 700;

const work: JobType<Task> = {
  name: 'work',
  description: 'Takes a moment, and fails as often as it is told.',
  inputSchema: {},
  async run({ input, attempt, jobId }) {
    await new Promise(resolve => setTimeout(resolve, input.milliseconds));
    if (attempt <= input.failures) throw new Error(`attempt ${attempt} fails`);
    return { jobId, by: process.pid, payload: 'x'.repeat(input.resultBytes) };
  },
};

// The embedded service knows its queues by their full URL, whose host does not resolve everywhere.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const log = { info() {}, warn() {}, error() {} };
const ports = {
  ...jobPorts({
    tableName: 'jobs',
    queueUrl,
    notificationsQueueUrl: undefined,
    unhandledTopicArn: undefined,
    policy,
    limitsOf: () => ({}),
  }),
  blobs: s3BlobStore(new S3Client({ forcePathStyle: true }), 'files'),
  queue: sqsJobQueue(sqs, queueUrl),
  jobTypes: new Map([[work.name, work]]),
  remoteFunctions: { invoke: async () => {} },
  clock: fastClock,
  log,
};

async function poll(): Promise<void> {
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    VisibilityTimeout: HIDDEN_SECONDS,
  });
  const { Messages = [] } = await sqs.send(receive);
  if (Messages.length === 0) return;
  const records = Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }));
  const until = fastClock.now() + FUNCTION_TIMEOUT_MS;
  const { batchItemFailures } = await runBatch(records as SQSRecord[], log, {
    run: message => runJob(ports, message, until),
    sendAgain: message => ports.queue.send(message, 1_000),
    hasTime: () => true,
  });
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = Messages.filter(({ MessageId }) => !failed.has(MessageId!));
  if (done.length === 0) return;
  const Entries = done.map(({ MessageId, ReceiptHandle }) => ({
    Id: MessageId!,
    ReceiptHandle: ReceiptHandle!,
  }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

/** Again and again, whatever fails: the services may be away for a moment. */
async function forever(run: () => Promise<unknown>, pauseMs: number): Promise<never> {
  for (;;) {
    await run().catch(() => {});
    await new Promise(resolve => setTimeout(resolve, pauseMs));
  }
}

for (let poller = 0; poller < POLLERS; poller++) void forever(poll, 0);
void forever(() => sweep(ports, { jobs: 500, until: fastClock.now() + 60_000 }), SWEEP_EVERY_MS);
process.send?.('ready');
