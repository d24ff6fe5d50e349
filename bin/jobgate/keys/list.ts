import type { Context } from '../context';
import { findDeployment } from '../deployment';
import { type Key, plansOf, readAccount } from './account';
import { masked } from './masked';
import type { Owner } from './owners';
import { keysOfStage } from './stage-keys';

const heading = ['NAME', 'ID', 'KEY', 'TENANT', 'PLANS', 'STATE', 'CREATED'];

/** `keys list`: every key of the stage. */
export async function listKeys(context: Context): Promise<void> {
  const deployment = await findDeployment(context);
  const account = await readAccount(context, { values: true });
  const { keys, owners } = await keysOfStage(context, deployment, account);
  const rows = keys.map(key => {
    const owner = owners.get(key.id);
    return [
      key.name,
      key.id,
      masked(key.value ?? ''),
      owner?.tenant ?? key.tags['tenant'] ?? '-',
      plansOf(account, key.id)
        .map(plan => plan.name)
        .join(', ') || '-',
      state(key, owner, context.now()),
      new Date(key.createdAt).toISOString(),
    ];
  });
  if (rows.length === 0) {
    context.out(`Stage "${context.stage}" has no keys. Make one with \`keys create NAME --plan PLAN\`.`);
    return;
  }
  const table = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...table.map(row => row[column]!.length)));
  for (const row of table)
    context.out(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
}

function state(key: Key, owner: Owner | undefined, now: number): string {
  if (!key.enabled) return 'disabled';
  if (owner?.disableAt === undefined) return 'enabled';
  return owner.disableAt <= now ? 'ended' : `until ${new Date(owner.disableAt).toISOString()}`;
}
