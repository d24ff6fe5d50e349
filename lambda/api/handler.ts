import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators } from '#generated/validators';
import { apiGatewayUsage } from '../aws/api-gateway-usage';
import { apiGatewayClient, s3Client } from '../aws/clients';
import { dynamoDbSecretStore } from '../aws/dynamodb-secret-store';
import { readEnvironment, tenantTable } from '../aws/environment';
import { jobPorts, jobSettings } from '../aws/job-ports';
import { keyOwnerReader } from '../aws/key-owners';
import { jsonLog, toStandardOutput } from '../aws/log';
import { s3BlobStore } from '../aws/s3-blob-store';
import { newCallbackSecret } from '../aws/system';
import { inputChecker } from '../core/check-input';
import { readCors } from './cors';
import { tenantsByApiKey } from './key-tenants';
import { createOperations } from './operations';
import { createRouter } from './router';
import { readAuthorization, tenantsByAuthorization } from './tenant';

const settings = readEnvironment(process.env, read => ({
  ...jobSettings(read),
  bucketName: read.text('bucketName'),
  tenants: read.json('tenantsByKeyId', tenantTable),
  authorization: read.json('authorization', readAuthorization),
  cors: {
    origins: read.json('corsOrigins', readCors),
    credentials: read.optional('corsCredentials') === 'true',
  },
  allowLocalCallbacks: read.optional('allowLocalCallbacks') === 'true',
}));
const log = jsonLog(toStandardOutput, {});
const { dynamoDb, ...ports } = jobPorts(settings);

export const handler = createRouter({
  operations: createOperations({
    ...ports,
    blobs: s3BlobStore(s3Client(), settings.bucketName),
    log,
    checkInput: inputChecker(inputValidators),
    jobTypes: new Map(jobCatalogue.map(type => [type.name, type])),
    secretStore: dynamoDbSecretStore(dynamoDb, settings.tableName),
    newSecret: newCallbackSecret,
    readUsage: apiGatewayUsage(apiGatewayClient(), ports.clock),
    allowLocalCallbacks: settings.allowLocalCallbacks,
  }),
  tenants: tenantsByAuthorization(
    settings.authorization,
    tenantsByApiKey({
      clock: ports.clock,
      configured: settings.tenants,
      readOwner: keyOwnerReader(dynamoDb, settings.tableName),
    }),
  ),
  cors: settings.cors,
  log,
});
