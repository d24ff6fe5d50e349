import type { Context } from '../context';
import type { Deployment } from '../deployment';
import { OperatorError } from '../operator-error';
import { type Account, type Key, type Plan, plansOf } from './account';
import type { Owner } from './owners';
import { keysOfStage } from './stage-keys';
import { successorOf } from './successor';

export interface FoundKey {
  readonly key: Key;
  readonly plans: readonly Plan[];
  readonly owner: Owner;
}

/** How the operator says which key is meant. */
export interface KeyName {
  readonly name?: string;
  readonly id?: string;
}

/**
 * The key of a stage that a name or an id means; stages of one account may use the same names. After a rotation two keys
 * share a name: it means the one that took over.
 */
export async function findKey(
  context: Context,
  deployment: Deployment,
  account: Account,
  wanted: KeyName,
): Promise<FoundKey> {
  const { name, id } = wanted;
  const asked = id === undefined ? `called ${JSON.stringify(name)}` : `with the id ${JSON.stringify(id)}`;
  const known = account.keys.filter(key => (id === undefined ? key.name === name : key.id === id));
  const { keys: candidates, owners } = await keysOfStage(context, deployment, account, known);
  const current = candidates.filter(key => id !== undefined || !successorOf(account, key.id));
  if (current.length > 1) {
    const ids = current.map(key => key.id).join(', ');
    throw new OperatorError(`${current.length} keys are ${asked}: ${ids}. Say which one with --id.`);
  }
  const [key] = current;
  if (!key && known.length > 0) {
    const ids = known.map(key => key.id).join(', ');
    throw new OperatorError(
      `No key ${asked} is of stage "${context.stage}"; other keys of the account are (${ids}). ` +
        'Name their stage with --stage, or import a key from a CSV file to make it one of this stage.',
    );
  }
  if (!key) {
    throw new OperatorError(
      `There is no key ${asked} in ${context.region}. \`keys list\` shows those there are.`,
    );
  }
  const tenant = key.tags['tenant'];
  const owner = owners.get(key.id) ?? (tenant && { tenant, keyName: key.name, createdAt: key.createdAt });
  if (!owner) {
    throw new OperatorError(
      `The key ${asked} (${key.id}) has no tenant in stage "${context.stage}": it was not made by this project. ` +
        'Import it from a CSV file, which records its tenant.',
    );
  }
  return { key, plans: plansOf(account, key.id), owner };
}
