import type { SQSEvent } from 'aws-lambda';
import { handleJobs } from '../aws/batch';
import { dynamoDbSecretStore } from '../aws/dynamodb-secret-store';
import { readEnvironment } from '../aws/environment';
import { lambdaHandler } from '../aws/invocation';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { snsClient } from '../aws/sns-client';
import { noFinishedTopic, snsFinishedTopic } from '../aws/sns-finished-topic';
import { newCallbackSecret } from '../aws/system';
import { currentSecrets } from '../core/notify/callback-secrets';
import { notify } from '../core/notify/notify';
import { createCallbacks } from './post';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  topicArn: read.optional('finishedTopicArn'),
  allowLocal: read.optional('allowLocalCallbacks') === 'true',
}));
const { dynamoDb, announcements, ...ports } = jobPorts(settings);
const secretPorts = {
  secretStore: dynamoDbSecretStore(dynamoDb, settings.tableName),
  clock: ports.clock,
  newSecret: newCallbackSecret,
};
const notifyPorts = {
  ...ports,
  topic: settings.topicArn ? snsFinishedTopic(snsClient(), settings.topicArn) : noFinishedTopic,
  callbacks: createCallbacks({ allowLocal: settings.allowLocal }),
  secrets: {
    current: async (tenant: string) =>
      (await currentSecrets(secretPorts, tenant)).map(({ secret }) => secret),
  },
};

export const handler = lambdaHandler(announcements, ({ Records }: SQSEvent, { log }) =>
  handleJobs(Records, log, message => notify({ ...notifyPorts, log }, message)),
);
