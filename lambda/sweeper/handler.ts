import type { Context } from 'aws-lambda';
import { dynamoDbClient, sqsClient } from '../aws/clients';
import { dynamoDbJobStore } from '../aws/dynamodb-job-store';
import { policyOf, readEnvironment } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { sqsJobQueue } from '../aws/sqs-job-queue';
import { systemClock } from '../aws/system';
import { sweep } from '../core/sweep';

const settings = readEnvironment(process.env, read => ({
  tableName: read.text('tableName'),
  queueUrl: read.text('queueUrl'),
  policy: policyOf(read),
}));
const ports = {
  store: dynamoDbJobStore(dynamoDbClient(), settings.tableName),
  queue: sqsJobQueue(sqsClient(), settings.queueUrl),
  clock: systemClock,
  random: Math.random,
  policy: settings.policy,
};
const JOBS_A_SWEEP = 2_000;
const TIME_TO_END_MS = 5_000;

export async function handler(_event: unknown, context: Context): Promise<void> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const until = systemClock.now() + context.getRemainingTimeInMillis() - TIME_TO_END_MS;
  const counts = await sweep({ ...ports, log }, { jobs: JOBS_A_SWEEP, until });
  log.info('Swept.', counts);
}
