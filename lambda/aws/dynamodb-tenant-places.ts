import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { placesItemPk, table } from '../../contract/table';
import type { TenantPlaces } from '../core/ports';
import { calling } from './unavailable';

/** Places as a string set of one item a tenant and kind; the set's size is the limit's condition. */
export function dynamoDbTenantPlaces(dynamoDb: DynamoDBClient, tableName: string): TenantPlaces {
  const client = DynamoDBDocumentClient.from(dynamoDb);
  const keyOf = (tenant: string, kind: string) => ({ [table.partitionKey]: placesItemPk(tenant, kind) });

  return {
    async take(tenant, kind, place, limit) {
      const add = new UpdateCommand({
        TableName: tableName,
        Key: keyOf(tenant, kind),
        UpdateExpression: 'ADD taken :places',
        ConditionExpression: 'attribute_not_exists(taken) OR size(taken) < :limit OR contains(taken, :place)',
        ExpressionAttributeValues: { ':places': new Set([place]), ':place': place, ':limit': limit },
      });
      try {
        await calling('Taking a place', () => client.send(add));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException || isFull(error)) return false;
        throw error;
      }
    },
    async free(tenant, kind, places, now) {
      const remove = new UpdateCommand({
        TableName: tableName,
        Key: keyOf(tenant, kind),
        UpdateExpression:
          'SET freedBefore = if_not_exists(freedAt, :now), freedAt = :now DELETE taken :places',
        ExpressionAttributeValues: { ':places': new Set(places), ':now': now },
      });
      await calling('Freeing a place', () => client.send(remove));
    },
    async read(tenant, kind) {
      const get = new GetCommand({ TableName: tableName, Key: keyOf(tenant, kind), ConsistentRead: true });
      const { Item = {} } = await calling('Reading places', () => client.send(get));
      const { taken, freedAt, freedBefore } = Item as {
        readonly taken?: ReadonlySet<string>;
        readonly freedAt?: number;
        readonly freedBefore?: number;
      };
      return {
        taken: [...(taken ?? [])],
        ...(freedAt !== undefined && { freedAt }),
        ...(freedBefore !== undefined && { freedBefore }),
      };
    },
  };
}

/** A limit above what an item can hold (400 kB, DynamoDB developer guide, "Constraints") ends there. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /item size/i.test(error.message);
}
