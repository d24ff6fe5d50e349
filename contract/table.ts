/**
 * Keys, indexes and attributes of the jobs table on which more than one side relies. One item a job; the key of any
 * other item begins with `#`, which no tenant's name contains.
 */
export const table = {
  partitionKey: 'pk',
  /** Epoch seconds, as DynamoDB's time to live wants them. */
  timeToLive: 'ttl',
  indexes: {
    /** A tenant's jobs by age. Holds only what a listing shows: inputs and results would be copied at every write. */
    byTenant: {
      partitionKey: 'listPartition',
      sortKey: { name: 'listKey', type: 'S' },
      projected: [
        'tenant',
        'id',
        'name',
        'type',
        'status',
        'createdAt',
        'startedAt',
        'finishedAt',
        'expiresAt',
        'deadlineAt',
        'progress',
        'note',
        'claims',
        'error',
        'hasResult',
      ],
    },
    /** What must be looked at again, by time. Sparse: a job nobody waits for has no `dueAt`. Keys only. */
    byDue: { partitionKey: 'duePartition', sortKey: { name: 'dueAt', type: 'N' } },
  },
} as const;

/** Over how many partitions each index spreads its items: one takes 1,000 writes a second. */
export const shards = { byTenant: 4, byDue: 8 } as const;

export function jobItemPk(tenant: string, jobId: string): string {
  return `${tenant}#${jobId}`;
}

/** Key of the item that says whose an API key is, which goes before what the stage config says of the key. */
export function keyItemPk(apiKeyId: string): string {
  return `#key#${apiKeyId}`;
}

/** Key of the item that holds the places which a tenant's jobs take. */
export function placesItemPk(tenant: string, kind: string): string {
  return `#places#${kind}#${tenant}`;
}

/** Key of the item with the secrets that sign a tenant's callbacks. */
export function callbackSecretsItemPk(tenant: string): string {
  return `#callback-secrets#${tenant}`;
}

/** Key of the item that keeps one announcement per cause and window. */
export function announcementItemPk(cause: string): string {
  return `#unhandled#${cause}`;
}

/** An item of a key; the key's value is never in it. Times are epoch milliseconds. */
export interface KeyItem {
  readonly pk: string;
  readonly tenant: string;
  readonly keyName: string;
  readonly createdAt: number;
  /** From then on the key has no tenant: the end of the grace time of a rotated key. */
  readonly disableAt?: number;
}

/** What the tenant of an API key may be called. No colon: with one in front stand the tenants of other identities. */
export const tenantPattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,127}$/;

/** What stands, with a colon, in front of the tenants of callers who are known otherwise than by their API key. */
export const tenantPrefixes = { iam: 'iam', lambda: 'jwt', cognito: 'cognito' } as const;

/** What any tenant may be called: what keys of the table, of the bucket and of fair queues can all hold. */
export const anyTenantPattern = new RegExp(
  `^(?=.{1,128}$)(?:(?:${Object.values(tenantPrefixes).join('|')}):[\\w.:@|=,+-]+|[A-Za-z0-9][A-Za-z0-9._@-]*)$`,
);
