import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { jobItemPk, table } from '../../contract/table';
import type { Clause } from '../core/job/clauses';
import type { JobKey, JobRecord } from '../core/job/job-record';
import type { JobChange, JobStore } from '../core/ports';
import { conditionOf, updateOf } from './condition';
import { duePartition, itemOf, keyOf, withTimeToLive } from './job-item';
import { listJobs } from './job-listing';
import { calling } from './unavailable';

/** Jobs as items of one DynamoDB table; contract/table.ts has its keys. */
export function dynamoDbJobStore(dynamoDb: DynamoDBClient, tableName: string): JobStore {
  const client = DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
  const keyOfItem = ({ tenant, id }: JobKey) => ({ [table.partitionKey]: jobItemPk(tenant, id) });

  async function create(job: JobRecord, clauses: readonly Clause[]): Promise<boolean> {
    const { text, names, values } = conditionOf(clauses);
    const put = new PutCommand({
      TableName: tableName,
      Item: itemOf(job),
      ...(text && { ConditionExpression: text, ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    });
    return (await unlessRefused('Storing a job', () => client.send(put))) !== undefined;
  }

  async function get(key: JobKey): Promise<JobRecord | undefined> {
    const read = new GetCommand({ TableName: tableName, Key: keyOfItem(key), ConsistentRead: true });
    const { Item } = await calling('Reading a job', () => client.send(read));
    return Item as JobRecord | undefined;
  }

  async function update(
    key: JobKey,
    change: JobChange,
    clauses: readonly Clause[],
  ): Promise<JobRecord | undefined> {
    const what = updateOf(withTimeToLive(change));
    const when = conditionOf(clauses);
    const write = new UpdateCommand({
      TableName: tableName,
      Key: keyOfItem(key),
      UpdateExpression: what.text,
      // An update without this would make an item of a job that was deleted meanwhile.
      ConditionExpression: ['attribute_exists(#pk)', when.text].filter(Boolean).join(' AND '),
      ExpressionAttributeNames: { '#pk': table.partitionKey, ...what.names, ...when.names },
      ExpressionAttributeValues: { ...what.values, ...when.values },
      ReturnValues: 'ALL_NEW',
    });
    const answer = await unlessRefused('Changing a job', () => client.send(write));
    return answer?.Attributes as JobRecord | undefined;
  }

  async function due(shard: number, before: number, limit: number): Promise<readonly JobKey[]> {
    const { partitionKey, sortKey } = table.indexes.byDue;
    const query = new QueryCommand({
      TableName: tableName,
      IndexName: 'byDue' satisfies keyof typeof table.indexes,
      KeyConditionExpression: '#partition = :partition AND #due <= :before',
      ExpressionAttributeNames: { '#partition': partitionKey, '#due': sortKey.name },
      ExpressionAttributeValues: { ':partition': duePartition(shard), ':before': before },
      Limit: limit,
    });
    const { Items = [] } = await calling('Reading the jobs that are due', () => client.send(query));
    return Items.map(item => keyOf(String(item[table.partitionKey])));
  }

  return { create, get, update, due, list: query => listJobs(client, tableName, query) };
}

async function unlessRefused<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await calling(what, call);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
