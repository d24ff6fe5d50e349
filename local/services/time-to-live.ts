/** Deletes items whose time to live has passed, which the embedded DynamoDB does not do. */
import type { TableModel } from '../template/model';
import { callJson } from './aws-call';

const dynamo = 'DynamoDB_20120810';
/** AWS deletes within days of the expiry; a quarter of an hour is often enough here. */
export const sweepMilliseconds = 15 * 60_000;

export async function deleteExpired(table: TableModel, url: string, now: number): Promise<number> {
  const attribute = table.timeToLiveAttribute;
  if (attribute === undefined) return 0;
  const keys = keyNames(table);
  let deleted = 0;
  let startKey: unknown;
  do {
    const page = await callJson(url, `${dynamo}.Scan`, {
      TableName: table.name,
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
    });
    for (const item of (page['Items'] as Record<string, unknown>[] | undefined) ?? []) {
      await callJson(url, `${dynamo}.DeleteItem`, {
        TableName: table.name,
        Key: Object.fromEntries(keys.map(name => [name, item[name]])),
      });
      deleted++;
    }
    startKey = page['LastEvaluatedKey'];
  } while (startKey !== undefined);
  return deleted;
}

function keyNames({ definition }: TableModel): string[] {
  const schema = definition['KeySchema'];
  return Array.isArray(schema) ? schema.map(({ AttributeName }) => String(AttributeName)) : [];
}
