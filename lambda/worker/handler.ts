import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { dynamoDbClient, s3Client, sqsClient } from '../aws/clients';
import { dynamoDbJobStore } from '../aws/dynamodb-job-store';
import { policyOf, readEnvironment } from '../aws/environment';
import { jsonLog, toStandardOutput } from '../aws/log';
import { s3BlobStore } from '../aws/s3-blob-store';
import { sqsJobQueue } from '../aws/sqs-job-queue';
import { randomIds, systemClock } from '../aws/system';
import { runJob } from '../core/run-job';
import { runBatch } from './batch';

const settings = readEnvironment(process.env, read => ({
  tableName: read.text('tableName'),
  bucketName: read.text('bucketName'),
  queueUrl: read.text('queueUrl'),
  policy: policyOf(read),
}));
const ports = {
  store: dynamoDbJobStore(dynamoDbClient(), settings.tableName),
  queue: sqsJobQueue(sqsClient(), settings.queueUrl),
  blobs: s3BlobStore(s3Client(), settings.bucketName),
  clock: systemClock,
  random: Math.random,
  ids: randomIds,
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
  policy: settings.policy,
};

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const until = systemClock.now() + context.getRemainingTimeInMillis();
  return runBatch(event.Records, log, message => runJob({ ...ports, log }, message, until));
}
