import type { SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { runBatch } from '../aws/batch';
import { s3Client } from '../aws/clients';
import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { s3BlobStore } from '../aws/s3-blob-store';
import { runJob } from '../core/run-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
}));
const { announcements, ...common } = jobPorts(settings);
const ports = {
  ...common,
  blobs: s3BlobStore(s3Client(), settings.bucketName),
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
};

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log, until }) =>
  runBatch(Records, log, message => runJob({ ...ports, log }, message, until)),
);
