import type { SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { runBatch } from '../aws/batch';
import { s3Client } from '../aws/clients';
import { readEnvironment, textTable } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { lambdaRemoteFunctions } from '../aws/lambda-remote-functions';
import { s3BlobStore } from '../aws/s3-blob-store';
import { runJob } from '../core/run-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
  remoteFunctions: read.json('remoteFunctions', textTable),
}));
const { announcements, ...common } = jobPorts(settings);
const ports = {
  ...common,
  blobs: s3BlobStore(s3Client(), settings.bucketName),
  remoteFunctions: lambdaRemoteFunctions(settings.remoteFunctions),
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
};

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log, until }) =>
  runBatch(Records, log, message => runJob({ ...ports, log }, message, until)),
);
