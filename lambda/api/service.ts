/** Wires the API to AWS: what is made here is made once in a process. */
import { jobCatalogue } from '#generated/job-catalogue';
import { inputValidators } from '#generated/validators';
import { dynamoDbSecretStore } from '../aws/dynamodb-secret-store';
import { readEnvironment, textTable } from '../aws/environment';
import { keyOwnerReader } from '../aws/key-owners';
import { lazyUsage } from '../aws/lazy-usage';
import { submitPorts, submitSettings } from '../aws/submit-ports';
import { newCallbackSecret } from '../aws/system';
import { readCors } from './cors';
import { tenantsByApiKey } from './key-tenants';
import { createOperations } from './operations';
import { createRouter } from './router';
import { readAuthorization, tenantsByAuthorization } from './tenant';

const settings = readEnvironment(process.env, read => ({
  ...submitSettings(read),
  tenants: read.json('tenantsByKeyId', textTable),
  authorization: read.json('authorization', readAuthorization),
  cors: {
    origins: read.json('corsOrigins', readCors),
    credentials: read.optional('corsCredentials') === 'true',
  },
}));
const { dynamoDb, announcements, ...ports } = submitPorts(settings, jobCatalogue, inputValidators);

export { announcements };

const operationPorts = {
  ...ports,
  secretStore: dynamoDbSecretStore(dynamoDb, settings.tableName),
  newSecret: newCallbackSecret,
  readUsage: lazyUsage(ports.clock),
};
export const route = createRouter({
  operations: log => createOperations({ ...operationPorts, log }),
  tenants: tenantsByAuthorization(
    settings.authorization,
    tenantsByApiKey({
      clock: ports.clock,
      configured: settings.tenants,
      readOwner: keyOwnerReader(dynamoDb, settings.tableName),
    }),
  ),
  cors: settings.cors,
  identityParameters: settings.authorization.identityParameters,
});
