import type { SQSEvent } from 'aws-lambda';
import { handleBatch } from '../aws/batch';
import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { bucketBlobStore } from '../aws/lazy-blob-store';
import { readAnswer, takeAnswer } from '../core/remote/remote-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
}));
const { announcements, ...common } = jobPorts(settings);
const ports = { ...common, blobs: bucketBlobStore(settings.bucketName) };

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log }) =>
  handleBatch(Records, log, text => takeAnswer({ ...ports, log }, readAnswer(JSON.parse(text)))),
);
