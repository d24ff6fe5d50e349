import { apiGatewayUsage } from '../aws/api-gateway-usage';
import { apiGatewayClient } from '../aws/clients';
import { dynamoDbSecretStore } from '../aws/dynamodb-secret-store';
import { readEnvironment, tenantTable } from '../aws/environment';
import { keyOwnerReader } from '../aws/key-owners';
import { jsonLog, toStandardOutput } from '../aws/log';
import { submitPorts, submitSettings } from '../aws/submit-ports';
import { newCallbackSecret } from '../aws/system';
import { readCors } from './cors';
import { tenantsByApiKey } from './key-tenants';
import { createOperations } from './operations';
import { createRouter } from './router';
import { readAuthorization, tenantsByAuthorization } from './tenant';

const settings = readEnvironment(process.env, read => ({
  ...submitSettings(read),
  tenants: read.json('tenantsByKeyId', tenantTable),
  authorization: read.json('authorization', readAuthorization),
  cors: {
    origins: read.json('corsOrigins', readCors),
    credentials: read.optional('corsCredentials') === 'true',
  },
}));
const log = jsonLog(toStandardOutput, {});
const { dynamoDb, ...ports } = submitPorts(settings);

export const handler = createRouter({
  operations: createOperations({
    ...ports,
    log,
    secretStore: dynamoDbSecretStore(dynamoDb, settings.tableName),
    newSecret: newCallbackSecret,
    readUsage: apiGatewayUsage(apiGatewayClient(), ports.clock),
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
