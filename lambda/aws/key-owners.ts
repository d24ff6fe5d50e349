import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type KeyItem, keyItemPk, table } from '../../contract/table';
import { calling } from './unavailable';

/** Reads whose an API key is, from the item that the command line wrote when it made the key. */
export function keyOwnerReader(dynamoDb: DynamoDBClient, tableName: string) {
  const client = DynamoDBDocumentClient.from(dynamoDb);
  return async (apiKeyId: string): Promise<Pick<KeyItem, 'tenant' | 'disableAt'> | undefined> => {
    const read = new GetCommand({ TableName: tableName, Key: { [table.partitionKey]: keyItemPk(apiKeyId) } });
    const { Item } = await calling("Reading a key's owner", () => client.send(read));
    return Item as KeyItem | undefined;
  };
}
