import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { runBatch } from '../aws/batch';
import { s3Client } from '../aws/clients';
import { readEnvironment } from '../aws/environment';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { jsonLog, toStandardOutput } from '../aws/log';
import { s3BlobStore } from '../aws/s3-blob-store';
import { runJob } from '../core/run-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
}));
const ports = {
  ...jobPorts(settings),
  blobs: s3BlobStore(s3Client(), settings.bucketName),
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
};

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const log = jsonLog(toStandardOutput, { requestId: context.awsRequestId });
  const until = ports.clock.now() + context.getRemainingTimeInMillis();
  return runBatch(event.Records, log, message => runJob({ ...ports, log }, message, until));
}
