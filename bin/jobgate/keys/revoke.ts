import type { Context } from '../context';
import { findDeployment } from '../deployment';
import { OperatorError } from '../operator-error';
import { readAccount } from './account';
import { findKey, type KeyName } from './find-key';
import { writeOwner } from './owners';
import { removeKey, setEnabled } from './provision';

/** `keys revoke NAME`: the API refuses the key at once, API Gateway as soon as the change has spread there. */
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
        'deploy. To stop it at once, revoke it without --delete.',
    );
  }
  await writeOwner(context, deployment, key.id, {
    ...owner,
    disableAt: Math.min(context.now(), owner.disableAt ?? Infinity),
  });
  await setEnabled(context, key.id, false);
  if (options.remove) await removeKey(context, deployment, key.id);
  context.out(
    `${options.remove ? 'Revoked and deleted' : 'Revoked'} "${key.name}" (${key.id}) of tenant "${owner.tenant}".`,
  );
}
