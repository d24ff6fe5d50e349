import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators } from '#generated/validators';
import { dynamoDbClient, s3Client, sqsClient } from '../aws/clients';
import { dynamoDbJobStore } from '../aws/dynamodb-job-store';
import { readEnvironment, tenantTable } from '../aws/environment';
import { keyOwnerReader } from '../aws/key-owners';
import { jsonLog, toStandardOutput } from '../aws/log';
import { s3BlobStore } from '../aws/s3-blob-store';
import { sqsJobQueue } from '../aws/sqs-job-queue';
import { randomIds, systemClock } from '../aws/system';
import { inputChecker } from '../core/check-input';
import { createOperations } from './operations';
import { createRouter } from './router';
import { tenantsByApiKey } from './tenant';

const settings = readEnvironment(process.env, read => ({
  tableName: read.text('tableName'),
  bucketName: read.text('bucketName'),
  queueUrl: read.text('queueUrl'),
  tenants: read.json('tenantsByKeyId', tenantTable),
}));
const dynamoDb = dynamoDbClient();
const ports = {
  store: dynamoDbJobStore(dynamoDb, settings.tableName),
  queue: sqsJobQueue(sqsClient(), settings.queueUrl),
  blobs: s3BlobStore(s3Client(), settings.bucketName),
  clock: systemClock,
  random: Math.random,
  ids: randomIds,
  log: jsonLog(toStandardOutput, {}),
  checkInput: inputChecker(inputValidators),
  jobTypes: jobCatalogue.map(type => type.name),
};

export const handler = createRouter({
  operations: createOperations(ports),
  tenants: tenantsByApiKey({
    clock: systemClock,
    configured: settings.tenants,
    readOwner: keyOwnerReader(dynamoDb, settings.tableName),
  }),
  log: ports.log,
});
