import type { Context } from '../context';
import { type Deployment, findDeployment } from '../deployment';
import { OperatorError } from '../operator-error';
import { readAccount } from './account';
import { type FoundKey, findKey, type KeyName } from './find-key';
import { readOwners, writeOwner } from './owners';
import { removeKey, setEnabled } from './provision';
import { replacedBy } from './successor';

/**
 * `keys revoke NAME`: the API refuses the key within a minute, API Gateway as soon as the change has spread there. A
 * name also means the keys that this one replaced and that would work on for their grace time; an id means one key.
 */
export async function revokeKey(
  context: Context,
  wanted: KeyName,
  options: { remove: boolean },
): Promise<void> {
  const deployment = await findDeployment(context);
  const account = await readAccount(context, { values: false });
  const { key, owner } = await findKey(context, deployment, account, wanted);
  if (options.remove && deployment.configKeyIds.has(key.id)) {
    throw new OperatorError(
      `The key "${key.name}" (${key.id}) belongs to the stage config: take it out of config/${context.stage}.ts and ` +
        'deploy. To stop it before that, revoke it without --delete.',
    );
  }
  await revokeOne(context, deployment, { key, owner }, options.remove);
  if (wanted.id !== undefined) return;
  const replaced = replacedBy(account, key);
  const owners = await readOwners(context, deployment, replaced);
  for (const old of replaced) {
    const remove = options.remove && !deployment.configKeyIds.has(old.id);
    await revokeOne(context, deployment, { key: old, owner: owners.get(old.id) ?? owner }, remove);
  }
}

async function revokeOne(
  context: Context,
  deployment: Deployment,
  { key, owner }: Pick<FoundKey, 'key' | 'owner'>,
  remove: boolean,
): Promise<void> {
  await writeOwner(context, deployment, key.id, {
    ...owner,
    disableAt: Math.min(context.now(), owner.disableAt ?? Infinity),
  });
  await setEnabled(context, key.id, false);
  if (remove) await removeKey(context, deployment, key.id);
  context.out(
    `${remove ? 'Revoked and deleted' : 'Revoked'} "${key.name}" (${key.id}) of tenant "${owner.tenant}".`,
  );
}
