/**
 * Reads a page of a tenant's jobs from the shards of the byTenant index and merges them, newest first. A filtered
 * read may pass over many jobs, so it is bounded: a page can then be shorter than asked and still have a next one.
 */
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { shards, table } from '../../contract/table';
import type { JobSummary } from '../core/job/job-record';
import type { JobPage, JobQuery } from '../core/ports';
import { listKey, listPartition } from './job-item';
import { calling } from './unavailable';

const READS_A_SHARD = 10;
const ITEMS_A_FILTERED_READ = 250;

/** What was read of one shard: all its matches down to `reached`, or to its end when that is undefined. */
interface ShardRead {
  readonly jobs: readonly JobSummary[];
  readonly reached: string | undefined;
}

export async function listJobs(
  client: DynamoDBDocumentClient,
  tableName: string,
  query: JobQuery,
): Promise<JobPage> {
  const reads = await Promise.all(
    Array.from({ length: shards.byTenant }, (_, shard) => readShard(client, tableName, query, shard)),
  );
  return mergeShards(reads, query.limit);
}

/** Only what is newer than every shard's horizon is known to be complete; the rest waits for the next page. */
function mergeShards(reads: readonly ShardRead[], limit: number): JobPage {
  const horizon = reads.reduce((newest, { reached = '' }) => (reached > newest ? reached : newest), '');
  const known = reads
    .flatMap(read => read.jobs)
    .filter(job => listKey(job) >= horizon)
    .sort((one, other) => (listKey(one) < listKey(other) ? 1 : -1));
  const jobs = known.slice(0, limit);
  if (known.length > limit) return { jobs, next: listKey(jobs[limit - 1]!) };
  return { jobs, ...(horizon && { next: horizon }) };
}

async function readShard(
  client: DynamoDBDocumentClient,
  tableName: string,
  query: JobQuery,
  shard: number,
): Promise<ShardRead> {
  const jobs: JobSummary[] = [];
  let reached = query.after;
  for (let read = 0; read < READS_A_SHARD && jobs.length <= query.limit; read++) {
    const { Items = [], LastEvaluatedKey } = await calling('Listing jobs', () =>
      client.send(shardQuery(tableName, query, shard, reached)),
    );
    jobs.push(...Items.map(item => item as JobSummary));
    if (!LastEvaluatedKey) return { jobs, reached: undefined };
    reached = String(LastEvaluatedKey[table.indexes.byTenant.sortKey.name]);
  }
  return { jobs, reached };
}

function shardQuery(
  tableName: string,
  query: JobQuery,
  shard: number,
  after: string | undefined,
): QueryCommand {
  const { partitionKey, sortKey } = table.indexes.byTenant;
  return new QueryCommand({
    TableName: tableName,
    IndexName: 'byTenant' satisfies keyof typeof table.indexes,
    KeyConditionExpression: `#partition = :partition${after ? ' AND #position < :after' : ''}`,
    FilterExpression: [
      '(attribute_not_exists(#expiresAt) OR #expiresAt > :now)',
      ...(query.status ? ['#status = :status'] : []),
    ].join(' AND '),
    ExpressionAttributeNames: {
      '#partition': partitionKey,
      '#expiresAt': 'expiresAt',
      ...(after && { '#position': sortKey.name }),
      ...(query.status && { '#status': 'status' }),
    },
    ExpressionAttributeValues: {
      ':partition': listPartition(query.tenant, shard),
      ':now': query.now,
      ...(after && { ':after': after }),
      ...(query.status && { ':status': query.status }),
    },
    ScanIndexForward: false,
    Limit: query.status ? ITEMS_A_FILTERED_READ : query.limit + 1,
  });
}
