import type { SQSEvent } from 'aws-lambda';
import { jobTypes } from '#generated/job-types';
import { runBatch } from '../aws/batch';
import { readEnvironment, textTable } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { bucketBlobStore } from '../aws/lazy-blob-store';
import { lazyRemoteFunctions } from '../aws/lazy-remote-functions';
import { snsClient } from '../aws/sns-client';
import { snsFinishedTopic } from '../aws/sns-finished-topic';
import { runJob } from '../core/run/run-job';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
  remoteFunctions: read.json('remoteFunctions', textTable),
  topicArn: read.optional('finishedTopicArn'),
}));
const { announcements, ...common } = jobPorts(settings);
const ports = {
  ...common,
  blobs: bucketBlobStore(settings.bucketName),
  topic: settings.topicArn ? snsFinishedTopic(snsClient(), settings.topicArn) : undefined,
  remoteFunctions: lazyRemoteFunctions(settings.remoteFunctions),
  jobTypes: new Map(jobTypes.map(type => [type.name, type])),
};

/** Of a batch's time, what a suspect needs at least to be begun, and how long others wait to come again. */
const SUSPECTS_SHARE = 0.5;
const COME_AGAIN_WITHIN_MS = 8_000;

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log, until }) => {
  const { clock, queue, random } = ports;
  const latestBegin = until - (until - clock.now()) * SUSPECTS_SHARE;
  return runBatch(Records, log, {
    run: message => runJob({ ...ports, log }, message, until),
    sendAgain: message => queue.send(message, COME_AGAIN_WITHIN_MS * random()),
    hasTime: () => clock.now() <= latestBegin,
  });
});
