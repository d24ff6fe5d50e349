import { snsAnnouncements } from './announcements';
import { dynamoDbClient, sqsClient } from './clients';
import { dynamoDbJobStore } from './dynamodb-job-store';
import { dynamoDbTenantPlaces } from './dynamodb-tenant-places';
import { type EnvironmentReader, limitsOf, policyOf } from './environment';
import { noQueue, sqsJobQueue } from './sqs-job-queue';
import { randomIds, systemClock } from './system';

/** What every function that changes jobs reads of its environment. */
export function jobSettings(read: EnvironmentReader) {
  return {
    tableName: read.text('tableName'),
    queueUrl: read.text('queueUrl'),
    notificationsQueueUrl: read.optional('notificationsQueueUrl'),
    policy: policyOf(read),
    limitsOf: read.json('tenantLimits', limitsOf),
    unhandledTopicArn: read.optional('unhandledTopicArn'),
  };
}

/** The core's ports on DynamoDB and SQS, with one client of each. */
export function jobPorts(settings: JobSettings) {
  const { tableName, queueUrl, notificationsQueueUrl, policy, limitsOf, unhandledTopicArn } = settings;
  const dynamoDb = dynamoDbClient();
  const sqs = sqsClient();
  return {
    dynamoDb,
    announcements: snsAnnouncements(dynamoDb, tableName, unhandledTopicArn),
    store: dynamoDbJobStore(dynamoDb, tableName),
    places: dynamoDbTenantPlaces(dynamoDb, tableName),
    queue: sqsJobQueue(sqs, queueUrl),
    notifications: notificationsQueueUrl ? sqsJobQueue(sqs, notificationsQueueUrl) : noQueue,
    clock: systemClock,
    random: Math.random,
    ids: randomIds,
    policy,
    limitsOf,
  };
}

type JobSettings = ReturnType<typeof jobSettings>;
