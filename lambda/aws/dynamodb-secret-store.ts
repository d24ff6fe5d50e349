import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callbackSecretsItemPk, table } from '../../contract/table';
import type { CallbackSecret, SecretStore } from '../core/notify/callback-secrets';
import { calling } from './unavailable';

/** A tenant's callback secrets as one item, guarded by its version. */
export function dynamoDbSecretStore(dynamoDb: DynamoDBClient, tableName: string): SecretStore {
  const client = DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
  const keyOf = (tenant: string) => ({ [table.partitionKey]: callbackSecretsItemPk(tenant) });
  return {
    async read(tenant) {
      const get = new GetCommand({ TableName: tableName, Key: keyOf(tenant), ConsistentRead: true });
      const { Item = {} } = await calling('Reading callback secrets', () => client.send(get));
      const { secrets = [], version = 0 } = Item as {
        readonly secrets?: readonly CallbackSecret[];
        readonly version?: number;
      };
      return { secrets, version };
    },
    async write(tenant, secrets, version) {
      const put = new PutCommand({
        TableName: tableName,
        Item: { ...keyOf(tenant), secrets, version: version + 1 },
        // Two requests at once must not each believe that theirs is the newest secret.
        ConditionExpression: 'attribute_not_exists(version) OR version = :version',
        ExpressionAttributeValues: { ':version': version },
      });
      try {
        await calling('Storing callback secrets', () => client.send(put));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
