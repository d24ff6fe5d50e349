import { jobItemPk, shards, table } from '../../contract/table';
import type { JobKey, JobRecord, JobSummary } from '../core/job/job-record';
import type { JobChange } from '../core/ports';

const { byTenant, byDue } = table.indexes;

/** A job with the keys of the table and its indexes. */
export function itemOf(job: JobRecord): Record<string, unknown> {
  return {
    ...job,
    [table.partitionKey]: jobItemPk(job.tenant, job.id),
    [byTenant.partitionKey]: listPartition(job.tenant, shardOf(job.id, shards.byTenant)),
    [byTenant.sortKey.name]: listKey(job),
    [byDue.partitionKey]: duePartition(shardOf(job.id, shards.byDue)),
  };
}

/** Ids hold no `#`, so the last one parts them from the tenant. */
export function keyOf(pk: string): JobKey {
  const at = pk.lastIndexOf('#');
  return { tenant: pk.slice(0, at), id: pk.slice(at + 1) };
}

export function listPartition(tenant: string, shard: number): string {
  return `${tenant}#${shard}`;
}

/** Sorts as time does; the id parts jobs of one millisecond. */
export function listKey({ createdAt, id }: Pick<JobSummary, 'createdAt' | 'id'>): string {
  return `${String(createdAt).padStart(13, '0')}#${id}`;
}

export function duePartition(shard: number): string {
  return `due#${shard}`;
}

/** DynamoDB deletes by epoch seconds; the job itself counts in milliseconds. */
export function withTimeToLive(change: JobChange): JobChange & { readonly set?: Record<string, unknown> } {
  const { expiresAt } = change.set ?? {};
  if (expiresAt === undefined) return change;
  return { ...change, set: { ...change.set, [table.timeToLive]: Math.ceil(expiresAt / 1000) } };
}

/** FNV-1a: spreads ids evenly and needs no state. */
function shardOf(id: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return hash % count;
}
