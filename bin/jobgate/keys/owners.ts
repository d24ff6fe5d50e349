/**
 * Whose jobs a key opens: one row of the jobs table for each key, which the API reads to find the caller's tenant.
 * `disableAt` ends a key's grace after a rotation without anything running and without giving a function the right to
 * change keys: the API itself refuses the key from that time on.
 */
import { BatchGetCommand, DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type KeyItem, keyItemPk } from '../../../contract/table';
import type { Context } from '../context';
import type { Deployment } from '../deployment';
import type { Key } from './account';

export type Owner = Omit<KeyItem, 'pk'>;

/** The owners of keys by key id. A key of the stage config has no row: its tag names the tenant. */
export async function readOwners(
  context: Context,
  { tableName }: Deployment,
  keys: readonly Key[],
): Promise<Map<string, Owner>> {
  const idByPk = new Map(keys.map(({ id }) => [keyItemPk(id), id]));
  const owners = new Map<string, Owner>();
  const waiting = [...idByPk.keys()].map(pk => ({ pk }));
  while (waiting.length > 0) {
    const Keys = waiting.splice(0, 100);
    const { Responses, UnprocessedKeys } = await context.table.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName] ?? []) {
      const { pk, ...owner } = item as KeyItem;
      owners.set(idByPk.get(pk)!, owner);
    }
    for (const { pk } of UnprocessedKeys?.[tableName]?.Keys ?? []) waiting.push({ pk });
  }
  return owners;
}

export async function writeOwner(
  context: Context,
  { tableName }: Deployment,
  keyId: string,
  owner: Owner,
): Promise<void> {
  const item: KeyItem = { ...owner, pk: keyItemPk(keyId) };
  await context.table.send(new PutCommand({ TableName: tableName, Item: item }));
}

export async function removeOwner(context: Context, { tableName }: Deployment, keyId: string): Promise<void> {
  await context.table.send(new DeleteCommand({ TableName: tableName, Key: { pk: keyItemPk(keyId) } }));
}
