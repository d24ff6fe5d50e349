import type { SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { runBatch } from '../aws/batch';
import { readEnvironment, textTable } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { bucketBlobStore } from '../aws/lazy-blob-store';
import type { RemoteFunctions } from '../core/remote-job';
import { runJob } from '../core/run-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
  remoteFunctions: read.json('remoteFunctions', textTable),
}));
const { announcements, ...common } = jobPorts(settings);
const ports = {
  ...common,
  blobs: bucketBlobStore(settings.bucketName),
  remoteFunctions: {
    // Loaded by the first remote job, if ever one comes.
    async invoke(...request) {
      const { lambdaRemoteFunctions } = await import('../aws/lambda-remote-functions');
      return lambdaRemoteFunctions(settings.remoteFunctions).invoke(...request);
    },
  } satisfies RemoteFunctions,
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
};

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log, until }) =>
  runBatch(Records, log, message => runJob({ ...ports, log }, message, until)),
);
